import type { Commit } from "@incident-teams/application/ports/TeamStore"
import type { StepName } from "@incident-teams/domain/team/Step"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import type { Hand } from "./Hand.ts"
import { some, type StepCall } from "./steps.ts"

const teams = "^/dbs/[^/]+/colls/teams/docs"

/** A write of what came of a step. */
interface Recorded {
  readonly what: string
  /** The event that it has. */
  readonly event: TeamEvent["_tag"]
  readonly when?: (commit: Commit) => boolean
  /** Default: the outcome of a step, which the feed's own writes may overtake. */
  readonly kind?: StepCall["kind"]
  readonly hand?: Hand
  readonly withApp?: true
  readonly afterDoubtIn?: NonNullable<StepCall["afterDoubtIn"]>
}

const chore = (what: string, of: string): Recorded => ({
  what,
  event: "ChoreDone",
  when: ({ events }) => events.some((event) => event._tag === "ChoreDone" && event.chore === of)
})
const settled = (what: string, kind: "add" | "remove"): Recorded => ({
  what,
  event: "PeopleSettled",
  when: ({ events }) => events.some((event) => event._tag === "PeopleSettled" && event.kind === kind)
})
const accepted = (what: string, phase: "archiving" | "reopening"): Recorded => ({
  what,
  event: "OperationAccepted",
  when: ({ team }) => team.phase === phase
})
/** What arrives meanwhile may leave the desired state as it is, or the record concerns no platform. */
const linking = (event: TeamEvent["_tag"], hand: Hand): Recorded => ({ what: event, event, kind: "storedWrite", hand })

/** What came of a step is written with the intent of the next one, so that each of these is both. */
export const recordsOf: Readonly<Record<StepName, ReadonlyArray<Recorded>>> = {
  EnsureGroup: [{ what: "EnsureGroup", event: "GroupEnsured" }],
  ExpandGroup: [{ what: "ExpandGroup", event: "GroupExpanded" }],
  EnsureTeam: [{ what: "EnsureTeam", event: "TeamEnsured" }],
  AddMembers: [settled("AddMembers", "add")],
  app: [{ ...chore("InstallApp", "app"), withApp: true }],
  page: [chore("PinPage", "page")],
  announcement: [chore("Announce", "announcement")],
  Verify: [{ what: "Verify", event: "Verified" }],
  ReadExpiration: [
    { what: "ReadExpiration", event: "ExpirationRead", afterDoubtIn: { method: "GET", path: "/groups/{id}" } }
  ],
  RemoveMembers: [settled("RemoveMembers", "remove")],
  Rename: [{ what: "Rename", event: "Renamed" }],
  // The feed's own commit, which nothing can overtake: what arrives meanwhile is read by the feed.
  Observe: [{ what: "Follow", event: "DesiredStateChanged", kind: "storedWrite" }],
  EnsureOwner: [{ what: "EnsureOwner", event: "OwnersEnsured", hand: "takes the owners out" }],
  Archive: [accepted("Archive", "archiving")],
  AwaitOperation: [
    { what: "AwaitOperation", event: "Archived" },
    { what: "AwaitOperation: reopened", event: "Reopened" }
  ],
  GiveUp: [{ what: "GiveUp", event: "AttemptGivenUp", afterDoubtIn: { method: "POST", path: "/teams/{id}/archive" } }],
  Unarchive: [accepted("Unarchive", "reopening")],
  Restore: [{ what: "Restore", event: "Restored", hand: "deletes the team" }],
  Renew: [{ what: "Renew", event: "GroupRenewed", hand: "lets the team come close to its end" }],
  FollowMerge: [linking("LinkRequested", "merges the incident"), linking("MergeFollowed", "merges the incident")],
  Link: [
    linking("TeamMerged", "merges another team's incident"),
    linking("IncidentsLinked", "merges another team's incident")
  ],
  ConfirmMerge: [linking("MergeConfirmed", "merges another team's incident")],
  Unlink: [linking("MergeUndone", "links another team's incident"), linking("IncidentsUnlinked", "links an incident")]
}

/** The events that a column is about. */
export const recordedEvents: ReadonlySet<TeamEvent["_tag"]> = new Set(
  Object.values(recordsOf)
    .flat()
    .map(({ event }) => event)
)

const recording = ({ what, event, when, kind = "storedOutcome", ...life }: Recorded): StepCall => ({
  step: `recording ${what}`,
  surface: "cosmos",
  operation: "batch",
  path: teams,
  kind,
  records: (commit) => some(event)(commit) && (when?.(commit) ?? true),
  ...life
})

/** Every request of Cosmos DB that one life's worker and feed make. In the order of the life. */
export const storeCalls: ReadonlyArray<StepCall> = [
  recording({ what: "a request", event: "TeamRequested", kind: "storedCreate" }),
  ...Object.values(recordsOf).flat().map(recording),
  {
    step: "storing a pointer",
    surface: "cosmos",
    operation: "batch",
    path: teams,
    kind: "storedWrite",
    pointer: "point",
    hand: "links an incident"
  },
  {
    step: "removing a pointer",
    surface: "cosmos",
    operation: "delete",
    path: teams,
    kind: "storedWrite",
    pointer: "unpoint",
    hand: "links an incident"
  },
  { step: "looking for work", surface: "cosmos", operation: "query", path: teams, kind: "storedRead", from: "asked" },
  { step: "claiming", surface: "cosmos", operation: "patch", path: teams, kind: "storedWrite", from: "asked" },
  {
    step: "taking a turn",
    surface: "cosmos",
    operation: "batch",
    path: "^/dbs/[^/]+/colls/users/docs",
    kind: "storedWrite",
    from: "asked"
  }
]
