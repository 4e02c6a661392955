import { Schema } from "effect"

/**
 * The ARM resource name of an incident. Sentinel makes GUIDs, but a client that creates an incident by PUT chooses it
 * (incidents_CreateOrUpdate), so only what is unsafe in an address is refused. Spelling is kept as Sentinel has it.
 */
export const IncidentName = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._()~-]{0,127}$/u, {
    expected: "1 to 128 letters, digits or . _ - ( ) ~, the first a letter or digit"
  })
).pipe(Schema.brand("IncidentName"))
export type IncidentName = typeof IncidentName.Type
