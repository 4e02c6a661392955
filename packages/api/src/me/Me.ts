import { Schema } from "effect"
import { AccessDenialView } from "../teams/AccessRequestView.ts"
import { ApplicationIdOnWire, IncidentIdOnWire, PersonIdOnWire, TeamIdOnWire, WorkspaceOnWire } from "../values/Ids.ts"

/** Whether the caller may do something. If not: the same texts as in the 403 response to an attempt. */
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
      description: "The missing rights.",
      examples: ["Microsoft.SecurityInsights/incidents/write on the workspace soc"]
    }),
    remedy: Schema.String.annotate({ description: "Who can grant them, and how." })
  })
]).annotate({ identifier: "Permission" })
export type PermissionView = typeof PermissionView.Type

const WorkspacePermissionsView = Schema.Struct({
  alias: WorkspaceOnWire,
  readIncidents: PermissionView.annotateKey({ description: "Read incidents, their teams and timelines." }),
  changeIncidents: PermissionView.annotateKey({ description: "Close, reopen and edit incidents." }),
  createTeams: PermissionView.annotateKey({
    description: "Create an incident's team. An application must name an owner."
  })
}).annotate({ identifier: "WorkspacePermissions" })

const team = {
  teamId: TeamIdOnWire,
  incidentId: IncidentIdOnWire,
  name: Schema.String.annotate({ description: "The team's name.", examples: ["INC-1042 Phishing in finance"] })
}

const accessRequests = Schema.Struct({
  toDecide: Schema.Array(
    Schema.Struct({ ...team, pending: Schema.Int.annotate({ description: "The number of pending access requests." }) })
  ).annotate({ description: "Teams with access requests that the caller decides on, newest first." }),
  own: Schema.Array(
    Schema.Struct({
      ...team,
      status: Schema.Literals(["pending", "denied"]),
      denied: Schema.optionalKey(AccessDenialView)
    })
  ).annotate({
    description: "The caller's own access requests that are pending, or were denied in the last seven days."
  })
}).annotate({ identifier: "AccessRequestsOfCaller" })

const name = Schema.String.annotate({ description: "The name in the access token.", examples: ["Ana Sample"] })
const workspaces = Schema.Array(WorkspacePermissionsView).annotate({
  description: "The workspaces of this server whose incidents the caller may read."
})

/** The caller and their permissions. */
export const Me = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("person"), id: PersonIdOnWire, name, workspaces, accessRequests }),
  Schema.Struct({ kind: Schema.Literal("application"), id: ApplicationIdOnWire, name, workspaces, accessRequests })
]).annotate({ identifier: "Me" })
export type Me = typeof Me.Type
