import { Schema } from "effect"

/** The short name that configuration gives to a Sentinel workspace; it stands in ids and addresses. */
export const WorkspaceAlias = Schema.String.check(
  Schema.isPattern(/^[a-z0-9][a-z0-9-]{0,31}$/u, {
    expected: "1 to 32 lower-case letters, digits or hyphens, the first not a hyphen"
  })
).pipe(Schema.brand("WorkspaceAlias"))
export type WorkspaceAlias = typeof WorkspaceAlias.Type
