/** A call of the lifecycle that something can go wrong with. */
export interface StepCall {
  /** The step, as the architecture calls it. */
  readonly step: string
  readonly surface: "graph" | "arm"
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** As the simulator matches it: a template, or `^` and a regular expression. */
  readonly path: string
  readonly kind: "read" | "write" | "operation" | "people"
  /** So many of these calls belong to somebody's request, which is refused instead. Default: 0. */
  readonly after?: number
  /** Requests make this call, too: it goes wrong only once the team was asked for. */
  readonly onceAsked?: true
  /** The call is made only after this write has been in doubt. */
  readonly afterDoubtIn?: Pick<StepCall, "method" | "path">
}

const group = { method: "PATCH", path: "/groups(uniqueName='{key}')" } as const

/** Every call that one life makes: create, rename, remove, close, reopen. In the order of the life. */
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
    onceAsked: true
  },
  { step: "Archive", surface: "graph", method: "POST", path: "/teams/{id}/archive", kind: "operation" },
  { step: "AwaitOperation", surface: "graph", method: "GET", path: "/teams/{id}/operations/{operation}", kind: "read" },
  { step: "Unarchive", surface: "graph", method: "POST", path: "/teams/{id}/unarchive", kind: "operation" }
]
