import { Schema } from "effect"

/** The ARM operations that our questions turn on (Azure resource provider operations, Microsoft.SecurityInsights). */
export const incidentsRead = "Microsoft.SecurityInsights/incidents/read"
export const incidentsWrite = "Microsoft.SecurityInsights/incidents/write"

export type IncidentVerb = "read" | "write" | "delete"

/** The operation on an incident itself, or on its comments, relations or tasks. */
export const incidentAction = (verb: IncidentVerb, below?: "comments" | "relations" | "tasks"): string =>
  `Microsoft.SecurityInsights/incidents/${below === undefined ? "" : `${below}/`}${verb}`

/**
 * One item of an ARM permissions list: what one role, or one deny assignment, covers.
 * Data actions have no part in incident permissions and are left at the wire.
 */
export const AzurePermission = Schema.Struct({
  actions: Schema.Array(Schema.String),
  notActions: Schema.Array(Schema.String)
})
export type AzurePermission = typeof AzurePermission.Type

/** What Azure says about one caller on one workspace: the roles that apply there, and the deny assignments. */
export const AzureRights = Schema.Struct({
  granted: Schema.Array(AzurePermission),
  denied: Schema.Array(AzurePermission)
})
export type AzureRights = typeof AzureRights.Type

/** Nobody gave any role. */
export const noAzureRights: AzureRights = { granted: [], denied: [] }

/**
 * Whether an action pattern means this action. `*` stands for any run of characters, slashes included, anywhere;
 * case doesn't matter; the whole action must match. Not a RegExp: a pattern with many stars must not take long.
 */
export const matchesAction = (pattern: string, action: string): boolean => {
  const [head = "", ...rest] = pattern.toLowerCase().split("*")
  const text = action.toLowerCase()
  const tail = rest.pop()
  if (tail === undefined) return text === head
  if (!text.startsWith(head)) return false
  let from = head.length
  // The leftmost place for each middle part leaves the most room for those after it.
  for (const part of rest) {
    const at = text.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return text.length - tail.length >= from && text.endsWith(tail)
}

/** notActions take away within their own item only. */
const covers = ({ actions, notActions }: AzurePermission, action: string): boolean =>
  actions.some((pattern) => matchesAction(pattern, action)) &&
  !notActions.some((pattern) => matchesAction(pattern, action))

/**
 * Whether Azure lets the caller do this (Azure RBAC overview, "How Azure RBAC determines access"): a deny assignment
 * that covers the action blocks it; otherwise one role that covers it is enough, even if others exclude it.
 */
export const isGranted = (rights: AzureRights, action: string): boolean =>
  !rights.denied.some((permission) => covers(permission, action)) &&
  rights.granted.some((permission) => covers(permission, action))
