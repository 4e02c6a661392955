import type { Commit } from "@incident-teams/application/ports/TeamStore"
import type { Chore } from "@incident-teams/domain/team/Step"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import type { StepCall } from "./steps.ts"

const teams = "^/dbs/[^/]+/colls/teams/docs"

const some = (tag: TeamEvent["_tag"]) => (commit: Commit) => commit.events.some(({ _tag }) => _tag === tag)
const choreDone = (chore: Chore) => (commit: Commit) =>
  commit.events.some((event) => event._tag === "ChoreDone" && event.chore === chore)
const settled = (kind: "add" | "remove") => (commit: Commit) =>
  commit.events.some((event) => event._tag === "PeopleSettled" && event.kind === kind)
const accepted = (phase: "archiving" | "reopening") => (commit: Commit) =>
  commit.team.phase === phase && some("OperationAccepted")(commit)

/** What came of a step is written with the intent of the next one, so that each of these is both. */
const recorded: Readonly<Record<string, (commit: Commit) => boolean>> = {
  "a request": some("TeamRequested"),
  EnsureGroup: some("GroupEnsured"),
  ExpandGroup: some("GroupExpanded"),
  EnsureTeam: some("TeamEnsured"),
  AddMembers: settled("add"),
  PinPage: choreDone("page"),
  Announce: choreDone("announcement"),
  Verify: some("Verified"),
  RemoveMembers: settled("remove"),
  Rename: some("Renamed"),
  Follow: some("DesiredStateChanged"),
  Archive: accepted("archiving"),
  AwaitOperation: some("Archived"),
  Unarchive: accepted("reopening")
}

const kindOf = (step: string): StepCall["kind"] => {
  if (step === "a request") return "storedCreate"
  // The feed's own commit, which nothing can overtake: what arrives meanwhile is read by the feed.
  return step === "Follow" ? "storedWrite" : "storedOutcome"
}

/** Every request of Cosmos DB that one life's worker and feed make. In the order of the life. */
export const storeCalls: ReadonlyArray<StepCall> = [
  ...Object.entries(recorded).map(([step, records]): StepCall => ({
    step: `recording ${step}`,
    surface: "cosmos",
    operation: "batch",
    path: teams,
    kind: kindOf(step),
    records
  })),
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
