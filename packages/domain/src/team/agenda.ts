import type { Timestamp } from "../ids/Timestamp.ts"
import { directionOf, type Step, type StepName } from "./Step.ts"
import { peoplePerAdd, peoplePerRemove, type Team, type TeamState } from "./Team.ts"

/** A step and when it may be made. */
export interface Due {
  readonly step: Step
  readonly at: Timestamp
}

/** What to do next at `now`: one step, or nothing. A pure, total function of the state. */
export const nextStep = (state: TeamState, now: Timestamp): Step | undefined =>
  agenda(state).find((due) => due.at <= now)?.step

/** When there is something to do next; undefined when nothing is left to be done. */
export const dueAt = (state: TeamState): Timestamp | undefined => {
  const times = agenda(state).map((due) => due.at)
  return times.length === 0 ? undefined : times.reduce((a, b) => (a < b ? a : b))
}

/** Everything that is to be done, most urgent first. */
export const agenda = (state: TeamState): ReadonlyArray<Due> => {
  if (state._tag === "NoTeam") return []
  const team = state
  const looks = incidentChecks(team)
  if (team.inFlight !== undefined) return [...inFlight(team, team.inFlight), ...looks]
  if (team.phase === "lost") return [...restoration(team), ...looks, ...teamChecks(team)]
  return [
    ...orphanChecks(team),
    ...teamChecks(team),
    ...looks,
    ...(team.blocked === undefined ? work(team, team.phase) : [])
  ]
}

const inFlight = (team: Team, attempt: NonNullable<Team["inFlight"]>): ReadonlyArray<Due> => {
  const direction = directionOf(attempt.step._tag)
  if (direction === undefined) return [{ step: repeated(attempt.step), at: attempt.startedAt }]
  return attempt.operation === undefined
    ? [
        {
          step: { _tag: "GiveUp", attempt: attempt.attempt },
          at: attempt.giveUpAt
        }
      ]
    : [
        {
          step: {
            _tag: "AwaitOperation",
            attempt: attempt.attempt,
            operation: attempt.operation,
            read: (attempt.pollAt ?? attempt.startedAt) >= attempt.readFrom
          },
          at: later(attempt.pollAt ?? attempt.startedAt, waitFor(team, "AwaitOperation"))
        }
      ]
}

/** The same step by somebody else: what the first one did is unknown. */
const repeated = (step: Step): Step => (step._tag === "EnsureGroup" ? { ...step, recover: true } : step)

const restoration = (team: Team): ReadonlyArray<Due> =>
  team.restore._tag === "Pending" ? [due(team, { _tag: "Restore" })] : []

const orphanChecks = (team: Team): ReadonlyArray<Due> =>
  team.orphans.flatMap((orphan) =>
    orphan.operation === undefined || orphan.pollAt === undefined
      ? []
      : [
          {
            step: { _tag: "AwaitOperation", attempt: orphan.attempt, operation: orphan.operation, read: false },
            at: later(orphan.pollAt, waitFor(team, "AwaitOperation"))
          }
        ]
  )

/** Nothing is read of a team that never answered. */
const teamChecks = (team: Team): ReadonlyArray<Due> => {
  const [first] = team.verifyDue
  return team.link === undefined || first === undefined
    ? []
    : [{ step: { _tag: "Verify" }, at: later(first, waitFor(team, "Verify")) }]
}

const incidentChecks = (team: Team): ReadonlyArray<Due> =>
  team.incident.checkAt === undefined
    ? []
    : [{ step: { _tag: "Observe" }, at: later(team.incident.checkAt, waitFor(team, "Observe")) }]

const work = (team: Team, phase: Exclude<Team["phase"], "lost">): Iterable<Due> => {
  switch (phase) {
    case "requested":
    case "provisioning":
      return provisioning(team)
    case "open":
    case "archived":
      return upkeep(team, phase)
    case "archiving":
    case "reopening":
      // A look tells first how the operation ended.
      return []
  }
}

function* provisioning(team: Team): Iterable<Due> {
  if (team.platformTeamId === undefined) {
    // A second try, or one in place of somebody else's, may find what the first one made.
    yield due(team, { _tag: "EnsureGroup", recover: team.attempts > 0 })
    return
  }
  if (team.link === undefined) {
    yield due(team, { _tag: "EnsureTeam" }, team.groupReadyAt)
    // Reading groups needs no team: it uses the time until the team can be put on the group.
    yield* expansions(team)
    return
  }
  yield* expansions(team)
  yield* roster(team)
  yield* page(team)
}

function* upkeep(team: Team, phase: "open" | "archived"): Iterable<Due> {
  const step: Step | undefined =
    phase === "open" && team.desiredState === "archived"
      ? { _tag: "Archive" }
      : phase === "archived" && team.desiredState === "open"
        ? { _tag: "Unarchive" }
        : undefined
  if (step !== undefined && team.suspicion === undefined && !orphanRunning(team)) {
    yield team.ownerMissing ? due(team, { _tag: "EnsureOwner" }, waitFor(team, step._tag)) : due(team, step)
  } else if (team.ownerMissing && team.standbyOwners.length > 0) {
    yield due(team, { _tag: "EnsureOwner" })
  }
  yield* expansions(team)
  yield* roster(team)
  if (phase === "open") {
    yield* page(team)
    if (team.rename._tag === "Pending") yield due(team, { _tag: "Rename" })
  }
  if (team.announcement._tag === "Pending" && !team.incident.gone) yield due(team, { _tag: "Announce" })
}

function* expansions(team: Team): Iterable<Due> {
  for (const group of team.groups) {
    if (group.expansion._tag === "Pending") yield due(team, { _tag: "ExpandGroup", group: group.id })
  }
}

/**
 * In the order in which they were asked for, so that the last word about a person holds; as many chunks of one kind in
 * a row as fit into one call.
 */
function* roster(team: Team): Iterable<Due> {
  const [first, ...rest] = team.openChunks
  if (first === undefined) return
  const atMost = first.kind === "add" ? peoplePerAdd : peoplePerRemove
  let people = first.left
  const chunks: [number, ...Array<number>] = [first.chunk]
  for (const { chunk, kind, left } of rest) {
    people += left
    if (kind !== first.kind || people > atMost) break
    chunks.push(chunk)
  }
  yield due(team, { _tag: first.kind === "add" ? "AddMembers" : "RemoveMembers", chunks })
}

function* page(team: Team): Iterable<Due> {
  if (team.app._tag === "Pending") yield due(team, { _tag: "InstallApp" })
  else if (team.page._tag === "Pending") yield due(team, { _tag: "PinPage" })
}

const orphanRunning = (team: Team): boolean => team.orphans.some((orphan) => orphan.operation !== undefined)

const due = (team: Team, step: Step, until?: Timestamp): Due => ({
  step,
  at: later(until ?? team.updatedAt, waitFor(team, step._tag))
})

const waitFor = (team: Team, step: StepName): Timestamp | undefined =>
  team.waits.find((wait) => wait.step === step)?.until

const later = (at: Timestamp, other: Timestamp | undefined): Timestamp =>
  other !== undefined && other > at ? other : at
