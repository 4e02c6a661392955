import type { Timestamp } from "../ids/Timestamp.ts"
import type { Attempt } from "./Attempt.ts"
import { graceOf, incidentsOf, isOpen, isServed } from "./served.ts"
import { Chore, directionOf, type Step, type StepName, stepName, type Write } from "./Step.ts"
import { linkOf, peoplePerAdd, peoplePerRemove, requiredMove, type Team, type TeamState } from "./Team.ts"

/** A step and when it may be made. */
export interface Due {
  readonly step: Step
  readonly at: Timestamp
}

/** What to do next at `now`: one step, or nothing. A pure, total function of the state. */
export const nextStep = (state: TeamState, now: Timestamp): Step | undefined =>
  agenda(state).find((due) => due.at <= now)?.step

/** When there is something to do next; undefined when nothing is left to do. */
export const dueAt = (state: TeamState): Timestamp | undefined => {
  const times = agenda(state).map((due) => due.at)
  return times.length === 0 ? undefined : times.reduce((a, b) => (a < b ? a : b))
}

/** Everything that there is to do, most urgent first. */
export const agenda = (state: TeamState): ReadonlyArray<Due> => {
  if (state._tag === "NoTeam") return []
  const team = state
  const { inFlight, blocked } = team.work
  const checks = [...linking(team), ...incidentChecks(team), ...merges(team)]
  if (inFlight !== undefined) return [...concludeAttempt(team, inFlight), ...checks]
  if (team.phase === "lost") return [...restoration(team), ...checks, ...teamChecks(team)]
  return [
    ...orphanChecks(team),
    ...teamChecks(team),
    ...checks,
    ...(blocked === undefined ? work(team, team.phase) : []),
    // Also of a blocked team: what expires is lost.
    ...expirationRead(team),
    ...renewal(team)
  ]
}

const concludeAttempt = (team: Team, attempt: Attempt): ReadonlyArray<Due> => {
  if (directionOf(attempt.step._tag) === undefined) return [{ step: repeated(attempt.step), at: attempt.startedAt }]
  return attempt.operation === undefined
    ? [{ step: { _tag: "GiveUp", attempt: attempt.attempt }, at: attempt.giveUpAt }]
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

/** The same step by another worker: what the first one did is unknown. */
const repeated = (step: Write): Write => (step._tag === "EnsureGroup" ? { ...step, recover: true } : step)

const restoration = (team: Team): ReadonlyArray<Due> =>
  team.loss?.restore._tag === "Pending" ? [due(team, { _tag: "Restore" })] : []

const orphanChecks = (team: Team): ReadonlyArray<Due> =>
  team.work.orphans.flatMap((orphan) =>
    orphan.operation === undefined || orphan.pollAt === undefined
      ? []
      : [
          {
            step: { _tag: "AwaitOperation", attempt: orphan.attempt, operation: orphan.operation, read: false },
            at: later(orphan.pollAt, waitFor(team, "AwaitOperation"))
          }
        ]
  )

/** A check reads the date whenever it is due to be read. After one that couldn't, it is read alone. */
const expirationRead = (team: Team): ReadonlyArray<Due> => {
  const { verifiedAt } = team.checks
  const readAgainAt = team.expiration?.readAgainAt
  return verifiedAt === undefined || (readAgainAt !== undefined && verifiedAt < readAgainAt)
    ? []
    : [due(team, { _tag: "ReadExpiration" }, readAgainAt)]
}

const renewal = (team: Team): ReadonlyArray<Due> =>
  team.expiration?.renewAt === undefined ? [] : [due(team, { _tag: "Renew" }, team.expiration.renewAt)]

/** Nothing is read of a team that never answered. */
const teamChecks = (team: Team): ReadonlyArray<Due> => {
  const [first] = team.checks.due
  return linkOf(team) === undefined || first === undefined
    ? []
    : [{ step: { _tag: "Verify" }, at: later(first, waitFor(team, "Verify")) }]
}

/** At the end of a grace, too. The team that a merged one's incidents went to reads them. */
const incidentChecks = (team: Team): ReadonlyArray<Due> =>
  team.mergedInto !== undefined
    ? []
    : incidentsOf(team).flatMap(({ id, checkAt, graceUntil }) => {
        const at = earlier(checkAt, graceUntil)
        return at === undefined
          ? []
          : [
              {
                step: { _tag: "Observe", ...(id === team.incident.id ? {} : { incident: id }) },
                at: later(at, waitFor(team, "Observe"))
              }
            ]
      })

const linking = (team: Team): ReadonlyArray<Due> =>
  (team.links?.all ?? []).flatMap(({ number: link, state }) =>
    state === "linked" ? [] : [due(team, state === "joining" ? { _tag: "Link", link } : { _tag: "Unlink", link })]
  )

const merges = (team: Team): ReadonlyArray<Due> =>
  team.mergedInto !== undefined
    ? team.mergedInto.confirmed
      ? []
      : [due(team, { _tag: "ConfirmMerge" }, team.mergedInto.confirmAt)]
    : incidentsOf(team).flatMap((incident) =>
        incident.merge !== undefined && isOpen(incident) && isServed(team, incident)
          ? [due(team, { _tag: "FollowMerge", incident: incident.id }, incident.merge.since)]
          : []
      )

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
      // A check shows first how the operation ended.
      return []
  }
}

function* provisioning(team: Team): Iterable<Due> {
  const { place } = team
  switch (place._tag) {
    case "Nothing":
      // A second try, or one in place of another worker's, may find what the first one created.
      yield due(team, { _tag: "EnsureGroup", recover: team.work.attempts > 0 })
      return
    case "Group":
      yield due(team, { _tag: "EnsureTeam" }, place.readyAt)
      // Reading groups needs no team: it uses the time until the team can be put on the group.
      yield* expansions(team)
      return
    case "Team":
      yield* workInTeam(team)
  }
}

/** What was requested for a team that exists, as far as it isn't settled. */
export const workInTeam = (team: Team): ReadonlyArray<Due> => [
  ...expansions(team),
  ...roster(team),
  ...firstChoreOf(team, choresInTeam)
]

function* upkeep(team: Team, phase: "open" | "archived"): Iterable<Due> {
  const { ownerMissing, standbyOwners } = team.people
  // Within a grace no operation is begun: not even one that makes an archived team live for the rest of it.
  const move = graceOf(team) === undefined ? requiredMove(team) : undefined
  if (move !== undefined && team.checks.suspicion === undefined && !isOrphanRunning(team)) {
    yield ownerMissing ? due(team, { _tag: "EnsureOwner" }, waitFor(team, move)) : due(team, { _tag: move })
  } else if (ownerMissing && standbyOwners.length > 0) {
    yield due(team, { _tag: "EnsureOwner" })
  }
  yield* expansions(team)
  yield* roster(team)
  if (phase === "open") {
    yield* firstChoreOf(team, choresInTeam)
    if (team.rename._tag === "Pending") yield due(team, { _tag: "Rename" })
  }
  yield* announcements(team)
}

function* expansions(team: Team): Iterable<Due> {
  for (const group of team.people.groups) {
    if (group.expansion._tag === "Pending") yield due(team, { _tag: "ExpandGroup", group: group.id })
  }
}

/**
 * In the order in which they were requested, so that the latest request for a person counts; as many chunks of one kind
 * in a row as fit into one call.
 */
function* roster(team: Team): Iterable<Due> {
  const [first, ...rest] = team.people.openChunks
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

const choresOnIncident: ReadonlyArray<Chore> = ["announcement"]

/** Those that belong to provisioning and need an open team, one after the other: the page may need the app. */
const choresInTeam: ReadonlyArray<Chore> = Chore.literals.filter((chore) => !choresOnIncident.includes(chore))

/** On the incident that the team was created for, then on each that is linked. A merged team leaves those to the other one. */
function* announcements(team: Team): Iterable<Due> {
  const all = incidentsOf(team)
  if (all.some(({ link, gone }) => link === undefined && !gone)) yield* firstChoreOf(team, choresOnIncident)
  const next = all.find(
    (incident) => incident.announcement?._tag === "Pending" && !incident.gone && isServed(team, incident)
  )
  if (next !== undefined && team.mergedInto === undefined) {
    yield due(team, { _tag: "Do", chore: "announcement", incident: { id: next.id, number: next.number } })
  }
}

function* firstChoreOf(team: Team, chores: ReadonlyArray<Chore>): Iterable<Due> {
  const chore = chores.find((one) => team.chores[one]._tag === "Pending")
  if (chore !== undefined) yield due(team, { _tag: "Do", chore })
}

const isOrphanRunning = (team: Team): boolean => team.work.orphans.some((orphan) => orphan.operation !== undefined)

const due = (team: Team, step: Step, until?: Timestamp): Due => ({
  step,
  at: later(until ?? team.updatedAt, waitFor(team, stepName(step)))
})

const waitFor = (team: Team, step: StepName): Timestamp | undefined =>
  team.work.waits.find((wait) => wait.step === step)?.until

const earlier = (at: Timestamp | undefined, other: Timestamp | undefined): Timestamp | undefined =>
  at === undefined || (other !== undefined && other < at) ? other : at

const later = (at: Timestamp, other: Timestamp | undefined): Timestamp =>
  other !== undefined && other > at ? other : at
