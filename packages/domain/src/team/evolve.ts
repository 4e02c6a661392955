import { Record } from "effect"
import { defined } from "../defined.ts"
import type { IncidentId } from "../ids/IncidentId.ts"
import type { Timestamp } from "../ids/Timestamp.ts"
import { isClosed } from "../incident/IncidentStatus.ts"
import type { Attempt } from "./Attempt.ts"
import {
  type Changes,
  closeAttempt,
  enter,
  forgetWaits,
  leaveAttempt,
  noteReached,
  patch,
  rememberOrphan,
  requestCheck,
  unblocked,
  unsuspected,
  withChecks,
  withPeople,
  withWork
} from "./change.ts"
import { changeChecks, withoutLoss } from "./changeChecks.ts"
import { changeLinks } from "./changeLinks.ts"
import { changePeople, forgetDenials } from "./changePeople.ts"
import { followOperations } from "./followOperations.ts"
import { noOperations } from "./Operation.ts"
import { asRead, withIncident, withIncidents, withoutGraces } from "./served.ts"
import { type Chore, directionOf, moves, perChore, stepName, type StepName } from "./Step.ts"
import { done, notRequested, pending, refused, type Task } from "./Task.ts"
import { expectedArchived, isProvisioned, requiredMove, type Team, type TeamPeople, type TeamState } from "./Team.ts"
import type { EventOf, TeamEvent } from "./TeamEvent.ts"
import type { TeamIncident } from "./TeamIncident.ts"

/** What an event changes. Total: it holds for every state, also one in which `decide` would not produce the event. */
export const evolve = (state: TeamState, event: TeamEvent): TeamState => {
  if (event._tag === "TeamRequested") {
    const team = create(event)
    return followOperations(team, event, team)
  }
  if (state._tag === "NoTeam") return state
  const after = forgetDenials(change(state, event), event.at)
  return followOperations(state, event, { ...after, updatedAt: event.at })
}

const create = (event: EventOf<"TeamRequested">): Team => ({
  _tag: "Team",
  id: event.id,
  incident: { ...asRead(event.incident), gone: false },
  incarnation: 1,
  name: event.name,
  description: event.description,
  createdBy: event.by,
  createdAt: event.at,
  updatedAt: event.at,
  desiredState: "open",
  generation: 1,
  reached: [],
  phase: "requested",
  phaseSince: event.at,
  people: {
    ...unseen(event, event),
    owners: event.owners,
    standbyOwners: event.standbyOwners,
    groups: [],
    nextChunk: 0,
    accessRequests: []
  },
  chores: perChore((chore) => (event.chores.includes(chore) ? pending : notRequested)),
  rename: notRequested,
  operations: noOperations,
  ...nothingThere(0)
})

/** Nothing exists on the platform, and after so many attempts nothing is under way. */
const nothingThere = (attempts: number): Pick<Team, "place" | "work" | "checks"> => ({
  place: { _tag: "Nothing" },
  work: { attempts, orphans: [], waits: [], failedEnds: 0 },
  checks: { due: [] }
})

/** No one was seen in the team yet: its owners are those that it is created with. */
const unseen = (
  { owners, standbyOwners }: Pick<TeamPeople, "owners" | "standbyOwners">,
  { standIns = standbyOwners.map(({ id }) => id) }: Pick<EventOf<"TeamRequested" | "TeamRecreated">, "standIns">
) => ({
  ownersSeen: [...new Set([...owners.map(({ id }) => id), ...standIns])],
  ownerMissing: false,
  membersSeen: 0,
  openChunks: []
})

const change = (team: Team, event: Exclude<TeamEvent, EventOf<"TeamRequested">>): Team => {
  const { people, work } = team
  switch (event._tag) {
    case "RenameRequested":
      return {
        ...team,
        name: event.name,
        description: event.description,
        // Before the first call the group is simply created under the new name.
        rename: team.phase === "requested" ? notRequested : pending
      }
    case "Retried":
      return retry(team, event)
    case "TeamRecreated":
      return {
        ...withPeople(
          enter(withAnnouncements(withoutLoss(team), restart), "requested", event.at),
          unseen(people, event)
        ),
        ...nothingThere(work.attempts),
        incarnation: event.incarnation,
        chores: Record.map(team.chores, restart),
        rename: notRequested
      }
    case "IncidentChanged":
    case "IncidentDeleted":
    case "AddedInTeams":
      return team
    case "IncidentObserved": {
      const read = withIncident(forgetWaits(team, "Observe"), event.incident.id, (before) => observed(before, event))
      return isClosed(event.incident.status) ? read : patch(read, { keptOpen: undefined })
    }
    case "GraceEnded":
      return withIncident(forgetWaits(team, "Observe"), event.incident, (incident) =>
        patch(incident, { graceUntil: undefined })
      )
    case "ArchiveRequested":
      return patch(withoutGraces(team), {
        keptOpen: undefined,
        mergedInto: team.mergedInto === undefined ? undefined : { ...team.mergedInto, confirmAt: event.at }
      })
    case "KeptOpen":
      return { ...withoutGraces(team), keptOpen: { by: event.by, since: event.at } }
    case "IncidentMissed":
      return withIncident(forgetWaits(team, "Observe"), event.incident ?? team.incident.id, (before) => ({
        ...before,
        missedAt: event.at,
        checkAt: event.checkAt
      }))
    case "IncidentGone":
      return withIncident(forgetWaits(team, "Observe", "announcement"), event.incident ?? team.incident.id, (before) =>
        patch(before, { missedAt: undefined, checkAt: undefined, gone: true })
      )
    case "DesiredStateChanged":
      return noteReached({
        ...withChecks(
          withWork(forgetWaits(team, "Archive", "Unarchive", "EnsureOwner"), { ...unblocked, failedEnds: 0 }),
          { correctedAt: undefined }
        ),
        desiredState: event.desiredState,
        generation: event.generation
      })
    case "StepBegun": {
      const direction = directionOf(event.step._tag)
      const begun = withWork(team, {
        attempts: event.attempt,
        inFlight: {
          attempt: event.attempt,
          step: event.step,
          generation: team.generation,
          startedAt: event.at,
          giveUpAt: event.giveUpAt,
          readFrom: event.readFrom,
          from: team.phase
        }
      })
      return direction !== undefined
        ? enter(begun, direction === "archive" ? "archiving" : "reopening", event.at)
        : team.phase === "requested"
          ? enter(begun, "provisioning", event.at)
          : begun
    }
    case "GroupEnsured":
      return {
        ...withPeople(closeAttempt(team), event.standIn === undefined ? {} : { ownersSeen: [event.standIn.id] }),
        place: { _tag: "Group", platformTeamId: event.platformTeamId, readyAt: event.readyAt }
      }
    case "TeamEnsured":
      return requestCheck(linked(unsuspected(closeAttempt(team)), event.link), event.checkAt)
    case "ChoreDone":
      return settleChore(team, event, done)
    case "ChoreRefused":
      return settleChore(team, event, refused(event.reason))
    case "Renamed":
      return {
        ...closeAttempt(team),
        // Renamed again while the call was under way: Teams doesn't have the newer name yet.
        rename: event.name === team.name && event.description === team.description ? done : pending
      }
    case "RenameRefused":
      return { ...closeAttempt(team), rename: refused(event.reason) }
    case "Provisioned":
      // Who got in is read back, and a change in Teams, which isn't corrected during provisioning, is noticed.
      return requestCheck(enter(provisioned(team), "open", event.at), event.at)
    case "OperationAccepted":
      return event.operation === undefined
        ? team
        : updateAttempt(team, event.attempt, () => ({ operation: event.operation, pollAt: event.pollAt }))
    case "OperationSeen":
      return work.inFlight?.attempt !== event.attempt
        ? team
        : updateAttempt(noteOverdue(team, work.inFlight, event), event.attempt, ({ readAsAskedAt }) => ({
            pollAt: event.nextAt,
            readAsAskedAt: event.readAsAsked ? (readAsAskedAt ?? event.at) : undefined
          }))
    case "Archived":
      return requestCheck(enter(conclude(closeAttempt(team)), "archived", event.at), event.at)
    case "Reopened":
      return requestCheck(enter(conclude(closeAttempt(team)), "open", event.at), event.at)
    case "OperationFailed":
      return requestCheck(withWork(closeAttempt(team), { failedEnds: work.failedEnds + 1 }), event.at)
    case "OperationRefused":
      return requestCheck(
        withWork(closeAttempt(team), { refusal: { reason: event.reason, remedy: event.remedy } }),
        event.at
      )
    case "OwnerMissed":
      return withPeople(undo(team, event.at), { ownerMissing: true })
    case "AttemptGivenUp": {
      const { inFlight } = work
      const direction = inFlight?.attempt === event.attempt ? directionOf(inFlight.step._tag) : undefined
      return direction === undefined
        ? team
        : requestCheck(
            rememberOrphan(leaveAttempt(team), event.at, { ...event, direction, operation: inFlight?.operation }),
            ...event.checkAt
          )
    }
    case "OrphanSeen":
      return updateOrphan(team, event.attempt, { pollAt: event.nextAt })
    case "OrphanEnded":
      return requestCheck(updateOrphan(team, event.attempt, { operation: undefined, pollAt: undefined }), event.at)
    case "LateResult": {
      const { direction, operation } = event
      return requestCheck(rememberOrphan(team, event.at, { ...event, direction, operation }), event.at)
    }
    case "StepDelayed": {
      const { step, tries, until, reason, remedy, installation, unreadySince, at } = event
      const since = work.waits.find((wait) => wait.step === step)?.since ?? at
      const isAnswered = event.inDoubt !== true && work.inFlight !== undefined && stepName(work.inFlight.step) === step
      const attempted = isAnswered ? undo(team, at) : team
      // The incident changed while it was tried.
      if (isUnrequired(attempted, step)) return forgetWaits(attempted, step)
      const delayed = withWork(attempted, {
        waits: [
          ...forgetWaits(team, step).work.waits,
          defined({ step, tries, since, until, reason, remedy, installation, unreadySince })
        ]
      })
      // A group that answers again is not missing.
      return step === "EnsureTeam" ? unsuspected(delayed) : delayed
    }
    case "Blocked": {
      const { step, reason, remedy, at } = event
      const answered = work.inFlight?.step._tag === step && directionOf(step) === undefined
      return withWork(answered ? closeAttempt(team) : team, { blocked: { step, reason, remedy, since: at } })
    }
    case "Unblocked":
      return withWork(team, unblocked)

    case "PeopleRequested":
    case "GroupRequested":
    case "GroupDropped":
    case "AccessRequested":
    case "AccessDecided":
    case "OwnersEnsured":
    case "GroupExpanded":
    case "ExpansionRefused":
    case "PeopleSettled":
      return changePeople(team, event)

    case "LinkRequested":
    case "IncidentsLinked":
    case "LinkRefused":
    case "UnlinkRequested":
    case "IncidentsUnlinked":
    case "LeadChanged":
    case "TeamMerged":
    case "MergeConfirmed":
    case "MergeUndone":
    case "MergeFollowed":
    case "MergeUnresolved":
    case "SurvivorChosen":
    case "MergeDismissed":
      return changeLinks(team, event)

    case "CheckDue":
    case "TakenOver":
    case "Verified":
    case "ExpirationRead":
    case "GroupRenewed":
    case "RenewalRefused":
    case "Suspected":
    case "PhaseRead":
    case "ChangedInTeams":
    case "Lost":
    case "Found":
    case "StillLost":
    case "Restored":
    case "RestoreRequested":
    case "RestoreRefused":
      return changeChecks(team, event)
  }
}

/** The search for the survivor goes on for as long as the incident is closed by a merge. */
const observed = (
  before: TeamIncident,
  { incident, checkAt, graceUntil, at }: EventOf<"IncidentObserved">
): TeamIncident => {
  const { armId, gone, link, announcement } = before
  const merge = isClosed(incident.status) && incident.merged !== undefined ? (before.merge ?? { since: at }) : undefined
  return defined({ ...asRead(incident), armId, gone, checkAt, graceUntil, link, merge, announcement })
}

/** An archive or unarchive that a team whose state is known doesn't require. */
const isUnrequired = (team: Team, step: StepName): boolean =>
  moves.some((move) => move === step) && expectedArchived(team) !== undefined && requiredMove(team) !== step

const again = (task: Task): Task => (task._tag === "Refused" ? pending : task)
const restart = (task: Task): Task => (task._tag === "NotRequested" ? task : pending)

/** What was missing before a person stepped in counts no longer. */
const retry = (team: Team, event: EventOf<"Retried">): Team => ({
  ...withChecks(
    withPeople(withWork(withAnnouncements(team, again), { ...unblocked, failedEnds: 0, waits: [] }), {
      standbyOwners: event.standbyOwners,
      groups: team.people.groups.map((group) => ({ ...group, expansion: again(group.expansion) }))
    }),
    { suspicion: undefined, correctedAt: undefined }
  ),
  ...(team.loss === undefined ? {} : { loss: { ...team.loss, restore: again(team.loss.restore) } }),
  ...(team.expiration?.refusal === undefined
    ? {}
    : { expiration: patch(team.expiration, { refusal: undefined, renewAt: event.at }) }),
  chores: Record.map(team.chores, again),
  rename: again(team.rename)
})

const settleChore = (
  team: Team,
  { chore, incident }: { readonly chore: Chore; readonly incident?: { readonly id: IncidentId } },
  task: Task
): Team =>
  incident === undefined
    ? { ...closeAttempt(team), chores: { ...team.chores, [chore]: task } }
    : withIncident(closeAttempt(team), incident.id, (one) =>
        one.announcement === undefined ? one : { ...one, announcement: task }
      )

/** The announcements on linked incidents; that on the one that the team was created for is a chore of the team. */
const withAnnouncements = (team: Team, next: (task: Task) => Task): Team =>
  withIncidents(team, (incident) =>
    incident.announcement === undefined ? incident : { ...incident, announcement: next(incident.announcement) }
  )

const linked = (team: Team, link: string): Team =>
  team.place._tag === "Nothing"
    ? team
    : {
        ...team,
        place: {
          _tag: "Team",
          platformTeamId: team.place.platformTeamId,
          link,
          provisioned: isProvisioned(team)
        }
      }

const provisioned = (team: Team): Team =>
  team.place._tag === "Team" ? { ...team, place: { ...team.place, provisioned: true } } : team

/** A terminal status answers every question that was still open about the operation. */
const conclude = (team: Team): Team => withWork(unsuspected(team), unblocked)

/** The attempt in flight had no effect: the phase is again what it was before. */
const undo = (team: Team, at: Timestamp): Team => {
  const { inFlight } = team.work
  const closed = closeAttempt(team)
  return inFlight === undefined || directionOf(inFlight.step._tag) === undefined
    ? closed
    : enter(closed, inFlight.from, at)
}

const updateAttempt = (team: Team, attempt: number, changes: (inFlight: Attempt) => Changes<Attempt>): Team => {
  const { inFlight } = team.work
  return inFlight?.attempt === attempt ? withWork(team, { inFlight: patch(inFlight, changes(inFlight)) }) : team
}

/** An operation that takes long has been a wait since it was started; one that was read otherwise waits for nothing. */
const noteOverdue = (team: Team, { startedAt }: Attempt, { overdue, nextAt }: EventOf<"OperationSeen">): Team => {
  const step = "AwaitOperation"
  const tries = (team.work.waits.find((wait) => wait.step === step)?.tries ?? 0) + 1
  const { waits } = forgetWaits(team, step).work
  return withWork(team, {
    waits: overdue === undefined ? waits : [...waits, { step, tries, since: startedAt, until: nextAt, ...overdue }]
  })
}

const updateOrphan = (team: Team, attempt: number, changes: Changes<Team["work"]["orphans"][number]>): Team =>
  withWork(team, {
    orphans: team.work.orphans.map((orphan) => (orphan.attempt === attempt ? patch(orphan, changes) : orphan))
  })
