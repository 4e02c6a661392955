import { Schema } from "effect"

/**
 * The team's id on the platform, as the platform spells it: in Microsoft Teams the GUID of its Microsoft 365 group, in
 * lower case; elsewhere the name of a room, say. What is unsafe in an address is refused.
 */
export const PlatformTeamId = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$/u, {
    expected: "1 to 128 letters, digits or . _ : @ -, the first a letter or digit"
  })
).pipe(Schema.brand("PlatformTeamId"))
export type PlatformTeamId = typeof PlatformTeamId.Type
