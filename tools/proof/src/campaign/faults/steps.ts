import type { Commit } from "@incident-teams/application/ports/TeamStore"

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/** A call of the lifecycle that something can go wrong with. */
export interface StepCall {
  /** The step, as the architecture calls it. */
  readonly step: string
  /** `cosmos`: the life's teams are stored there, otherwise in SQLite. */
  readonly surface: "graph" | "arm" | "cosmos"
  readonly method?: Method
  /** As the simulator matches it: a template, or `^` and a regular expression. */
  readonly path: string
  /** What a request of Cosmos DB does, as the simulator names it. */
  readonly operation?: "batch" | "patch" | "query"
  readonly kind:
    | "read"
    | "write"
    | "operation"
    | "people"
    | "storedRead"
    | "storedCreate"
    | "storedWrite"
    | "storedOutcome"
  /** So many of these calls belong to somebody's request, which is refused instead. Default: 0. */
  readonly after?: number
  /** When it begins to go wrong: at once (default), once the team was asked for, or once a hand in Teams has meddled. */
  readonly from?: Moment
  /** It begins to go wrong with this commit. */
  readonly records?: (commit: Commit) => boolean
  /** The call is made only after this write has been in doubt. */
  readonly afterDoubtIn?: { readonly method: Method; readonly path: string }
  /** The call is made only after somebody has done this in Teams. */
  readonly hand?: "takes the owners out" | "deletes the team"
  /** The call is made only where an app of one's own is configured. */
  readonly withApp?: true
}

export type Moment = "beginning" | "asked" | "meddled"

const group = { method: "PATCH", path: "/groups(uniqueName='{key}')" } as const

/** Every call of the platforms that one life makes: create, rename, remove, close, reopen. In the order of the life. */
export const stepCalls: ReadonlyArray<StepCall> = [
  { step: "EnsureGroup", surface: "graph", ...group, kind: "write" },
  {
    step: "EnsureGroup: look",
    surface: "graph",
    method: "GET",
    path: "/groups(uniqueName='{key}')",
    kind: "read",
    afterDoubtIn: group
  },
  {
    step: "ExpandGroup",
    surface: "graph",
    method: "GET",
    path: "^/groups/[^/]+/transitiveMembers",
    kind: "read",
    after: 1
  },
  { step: "EnsureTeam", surface: "graph", method: "PUT", path: "/groups/{id}/team", kind: "write" },
  { step: "AddMembers", surface: "graph", method: "POST", path: "/teams/{id}/members/add", kind: "people" },
  {
    step: "InstallApp",
    surface: "graph",
    method: "POST",
    path: "/teams/{id}/installedApps",
    kind: "write",
    withApp: true
  },
  { step: "PinPage: look", surface: "graph", method: "GET", path: "/teams/{id}/primaryChannel", kind: "read" },
  {
    step: "PinPage",
    surface: "graph",
    method: "POST",
    path: "/teams/{id}/channels/{channel}/tabs",
    kind: "write"
  },
  { step: "Announce", surface: "arm", method: "PUT", path: "^/subscriptions/.*/comments/", kind: "write" },
  { step: "Verify: team", surface: "graph", method: "GET", path: "/teams/{id}", kind: "read" },
  { step: "Verify: members", surface: "graph", method: "GET", path: "/teams/{id}/members", kind: "read" },
  { step: "RemoveMembers", surface: "graph", method: "POST", path: "/teams/{id}/members/remove", kind: "people" },
  { step: "Rename", surface: "graph", method: "PATCH", path: "/teams/{id}", kind: "write" },
  {
    step: "Follow",
    surface: "arm",
    method: "GET",
    path: "^/subscriptions/.*/incidents",
    kind: "read",
    from: "asked"
  },
  {
    step: "EnsureOwner",
    surface: "graph",
    method: "POST",
    path: "/teams/{id}/members/add",
    kind: "people",
    from: "meddled",
    hand: "takes the owners out"
  },
  { step: "Archive", surface: "graph", method: "POST", path: "/teams/{id}/archive", kind: "operation" },
  { step: "AwaitOperation", surface: "graph", method: "GET", path: "/teams/{id}/operations/{operation}", kind: "read" },
  { step: "Unarchive", surface: "graph", method: "POST", path: "/teams/{id}/unarchive", kind: "operation" },
  {
    step: "Restore",
    surface: "graph",
    method: "POST",
    path: "/directory/deletedItems/{id}/restore",
    kind: "write",
    from: "meddled",
    hand: "deletes the team"
  }
]
