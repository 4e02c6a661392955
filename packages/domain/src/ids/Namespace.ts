import { Schema } from "effect"

/**
 * Keeps two installations in one tenant apart: part of every team's id and of its key on the platform.
 * Configuration; changing it later makes every team of the installation a stranger.
 */
export const Namespace = Schema.String.check(
  Schema.isPattern(/^[a-z0-9]{1,12}$/u, { expected: "1 to 12 lower-case letters or digits" })
).pipe(Schema.brand("Namespace"))
export type Namespace = typeof Namespace.Type
