import type { Commit } from "@incident-teams/application/ports/TeamStore"
import type { StepName } from "@incident-teams/domain/team/Step"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import type { Hand } from "./Hand.ts"

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/** What the store is asked to do with a pointer. */
export type Pointing = "point" | "unpoint"

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
  readonly operation?: "batch" | "delete" | "patch" | "query"
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
  /** It begins to go wrong when the pointer of a linked incident is stored or removed. */
  readonly pointer?: Pointing
  /** The call is made only after this write of Graph has been in doubt, or this read has failed. */
  readonly afterDoubtIn?: { readonly method: Method; readonly path: string }
  /** The call is made only after this was done. */
  readonly hand?: Hand
  /** The call is made only where an app of one's own is configured. */
  readonly withApp?: true
}

export type Moment = "beginning" | "asked" | "meddled"

/** A commit with such an event. */
export const some = (tag: TeamEvent["_tag"]) => (commit: Commit) => commit.events.some(({ _tag }) => _tag === tag)

const group = { method: "PATCH", path: "/groups(uniqueName='{key}')" } as const
const oneIncident = "^/subscriptions/.*/incidents/[^/]+$"
const comments = "^/subscriptions/.*/comments/"
const members = "/teams/{id}/members"

/**
 * Every call of the platforms that each step makes. A life is: create, rename, remove, close, reopen, and what a hand does
 * between the last two of these. In the order of the life; without calls: a step that asks only the store.
 */
export const callsOf: Readonly<Record<StepName, ReadonlyArray<StepCall>>> = {
  EnsureGroup: [
    { step: "EnsureGroup", surface: "graph", ...group, kind: "write" },
    {
      step: "EnsureGroup: look",
      surface: "graph",
      method: "GET",
      path: "/groups(uniqueName='{key}')",
      kind: "read",
      afterDoubtIn: group
    }
  ],
  ExpandGroup: [
    {
      step: "ExpandGroup",
      surface: "graph",
      method: "GET",
      path: "^/groups/[^/]+/transitiveMembers",
      kind: "read",
      after: 1
    }
  ],
  EnsureTeam: [{ step: "EnsureTeam", surface: "graph", method: "PUT", path: "/groups/{id}/team", kind: "write" }],
  AddMembers: [
    { step: "AddMembers", surface: "graph", method: "POST", path: "/teams/{id}/members/add", kind: "people" }
  ],
  app: [
    {
      step: "InstallApp",
      surface: "graph",
      method: "POST",
      path: "/teams/{id}/installedApps",
      kind: "write",
      withApp: true
    }
  ],
  page: [
    { step: "PinPage: look", surface: "graph", method: "GET", path: "/teams/{id}/primaryChannel", kind: "read" },
    { step: "PinPage", surface: "graph", method: "POST", path: "/teams/{id}/channels/{channel}/tabs", kind: "write" }
  ],
  announcement: [
    { step: "Announce", surface: "arm", method: "PUT", path: comments, kind: "write" },
    {
      step: "Announce: linked",
      surface: "arm",
      method: "PUT",
      path: comments,
      kind: "write",
      records: some("LinkRequested"),
      hand: "links an incident"
    }
  ],
  Verify: [
    { step: "Verify: team", surface: "graph", method: "GET", path: "/teams/{id}", kind: "read" },
    { step: "Verify: members", surface: "graph", method: "GET", path: members, kind: "read" }
  ],
  ReadExpiration: [
    {
      step: "ReadExpiration",
      surface: "graph",
      method: "GET",
      path: "/groups/{id}",
      kind: "read",
      from: "meddled",
      hand: "lets the team come close to its end"
    }
  ],
  RemoveMembers: [
    { step: "RemoveMembers", surface: "graph", method: "POST", path: "/teams/{id}/members/remove", kind: "people" }
  ],
  Rename: [{ step: "Rename", surface: "graph", method: "PATCH", path: "/teams/{id}", kind: "write" }],
  Observe: [
    // The feed's, which shows what the step would find.
    {
      step: "Follow",
      surface: "arm",
      method: "GET",
      path: "^/subscriptions/.*/incidents",
      kind: "read",
      from: "asked"
    },
    {
      step: "Observe",
      surface: "arm",
      method: "GET",
      path: oneIncident,
      kind: "read",
      records: some("IncidentsLinked"),
      hand: "links an incident"
    }
  ],
  EnsureOwner: [
    {
      step: "EnsureOwner",
      surface: "graph",
      method: "POST",
      path: "/teams/{id}/members/add",
      kind: "people",
      from: "meddled",
      hand: "takes the owners out"
    }
  ],
  Archive: [{ step: "Archive", surface: "graph", method: "POST", path: "/teams/{id}/archive", kind: "operation" }],
  AwaitOperation: [
    {
      step: "AwaitOperation",
      surface: "graph",
      method: "GET",
      path: "/teams/{id}/operations/{operation}",
      kind: "read"
    }
  ],
  GiveUp: [],
  Unarchive: [
    { step: "Unarchive", surface: "graph", method: "POST", path: "/teams/{id}/unarchive", kind: "operation" }
  ],
  Restore: [
    {
      step: "Restore",
      surface: "graph",
      method: "POST",
      path: "/directory/deletedItems/{id}/restore",
      kind: "write",
      from: "meddled",
      hand: "deletes the team"
    }
  ],
  Renew: [
    {
      step: "Renew",
      surface: "graph",
      method: "POST",
      path: "/groups/{id}/renew",
      kind: "write",
      hand: "lets the team come close to its end"
    }
  ],
  FollowMerge: [
    {
      step: "FollowMerge: incident",
      surface: "arm",
      method: "GET",
      path: oneIncident,
      kind: "read",
      from: "meddled",
      hand: "merges the incident"
    },
    {
      step: "FollowMerge: Defender",
      surface: "graph",
      method: "GET",
      path: "/security/incidents/{id}",
      kind: "read",
      hand: "merges the incident"
    }
  ],
  Link: [
    {
      step: "Link: members",
      surface: "graph",
      method: "GET",
      path: members,
      kind: "read",
      records: some("TeamMerged"),
      hand: "merges another team's incident"
    },
    {
      step: "Link: people",
      surface: "graph",
      method: "GET",
      path: "/users",
      kind: "read",
      records: some("TeamMerged"),
      hand: "merges another team's incident"
    }
  ],
  ConfirmMerge: [
    {
      step: "ConfirmMerge: members",
      surface: "graph",
      method: "GET",
      path: members,
      kind: "read",
      records: some("IncidentsLinked"),
      hand: "merges another team's incident"
    }
  ],
  Unlink: []
}

export const stepCalls: ReadonlyArray<StepCall> = Object.values(callsOf).flat()
