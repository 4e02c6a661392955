import { Schema } from "effect"
import { ApplicationIdOnWire, PersonIdOnWire, WorkspaceOnWire } from "../values/Ids.ts"

/** Whether the caller may do something; where not, the very words of the refusal that trying would get. */
export const PermissionView = Schema.Union([
  Schema.Struct({ allowed: Schema.Literal(true) }),
  Schema.Struct({
    allowed: Schema.Literal(false),
    detail: Schema.String.annotate({
      examples: [
        "Dev Sample may not change this incident of the workspace soc." +
          " Missing: Microsoft.SecurityInsights/incidents/write on the workspace soc."
      ]
    }),
    needs: Schema.String.annotate({
      description: "The rights that are missing; only those.",
      examples: ["Microsoft.SecurityInsights/incidents/write on the workspace soc"]
    }),
    remedy: Schema.String.annotate({ description: "Who can give them, and how." })
  })
]).annotate({ identifier: "Permission" })
export type PermissionView = typeof PermissionView.Type

const WorkspacePermissionsView = Schema.Struct({
  alias: WorkspaceOnWire,
  readIncidents: PermissionView.annotate({ description: "See incidents, their teams and timelines." }),
  changeIncidents: PermissionView.annotate({ description: "Close, reopen and edit incidents." }),
  createTeams: PermissionView.annotate({
    description: "Create an incident's team; an application has to name the owner when it does."
  })
}).annotate({ identifier: "WorkspacePermissions" })

const name = Schema.String.annotate({ description: "As the token says.", examples: ["Ana Sample"] })
const workspaces = Schema.Array(WorkspacePermissionsView).annotate({
  description: "Every workspace that is served here, those without any right included."
})

/** Who calls, and what they may do. */
export const Me = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("person"), id: PersonIdOnWire, name, workspaces }),
  Schema.Struct({ kind: Schema.Literal("application"), id: ApplicationIdOnWire, name, workspaces })
]).annotate({ identifier: "Me" })
export type Me = typeof Me.Type
