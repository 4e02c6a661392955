import type { Timestamp } from "../ids/Timestamp.ts"
import { isClosed } from "../incident/IncidentStatus.ts"
import {
  closeAttempt,
  enter,
  forgetWait,
  reach,
  recentOrphans,
  rememberOrphan,
  requestLastCheck,
  requestCheck,
  settleChecks,
  without
} from "./change.ts"
import { directionOf } from "./Step.ts"
import type { OpenChunk, Task, Team, TeamState } from "./Team.ts"
import type { EventOf, TeamEvent } from "./TeamEvent.ts"

const done: Task = { _tag: "Done" }
const pending: Task = { _tag: "Pending" }
const notAsked: Task = { _tag: "NotRequested" }
const refused = (reason: string): Task => ({ _tag: "Refused", reason })

/** What an event changes. Total: it holds for every state, also one in which `decide` would not produce the event. */
export const evolve = (state: TeamState, event: TeamEvent): TeamState => {
  if (event._tag === "TeamRequested") return requested(event)
  if (state._tag === "NoTeam") return state
  return { ...change(state, event), updatedAt: event.at }
}

const requested = (event: EventOf<"TeamRequested">): Team => ({
  _tag: "Team",
  id: event.id,
  incident: {
    id: event.incident.id,
    armId: event.incident.armId,
    number: event.incident.number,
    title: event.incident.title,
    etag: event.incident.etag,
    lastModified: event.incident.lastModified,
    closed: isClosed(event.incident.status),
    gone: false
  },
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
  failedEnds: 0,
  provisioned: false,
  app: event.withApp ? pending : notAsked,
  page: pending,
  announcement: event.announce ? pending : notAsked,
  rename: notAsked,
  restore: notAsked,
  owners: event.owners,
  standbyOwners: event.standbyOwners,
  ownersSeen: boundOwners(event.owners, event.standbyOwners),
  ownerMissing: false,
  membersSeen: 0,
  groups: [],
  openChunks: [],
  nextChunk: 0,
  accessRequests: [],
  attempts: 0,
  orphans: [],
  waits: [],
  verifyDue: []
})

const boundOwners = (owners: Team["owners"], standby: Team["standbyOwners"]) => [
  ...new Set([...owners, ...standby].map((person) => person.id))
]

const change = (team: Team, event: Exclude<TeamEvent, EventOf<"TeamRequested">>): Team => {
  switch (event._tag) {
    case "PeopleRequested":
      return {
        ...team,
        nextChunk: Math.max(team.nextChunk, event.chunk + 1),
        openChunks:
          event.people.length === 0
            ? team.openChunks
            : [...team.openChunks, { chunk: event.chunk, kind: event.kind, left: event.people.length, tries: 0 }]
      }
    case "GroupRequested":
      return {
        ...team,
        groups: [
          ...team.groups.filter((group) => group.id !== event.group.id),
          { ...event.group, by: event.by, expansion: pending }
        ]
      }
    case "GroupDropped":
      return { ...team, groups: team.groups.filter((group) => group.id !== event.group) }
    case "RenameRequested":
      return {
        ...team,
        name: event.name,
        description: event.description,
        // Before the first call the group is simply made under the new name.
        rename: team.phase === "requested" ? notAsked : pending
      }
    case "AccessRequested":
      return {
        ...team,
        accessRequests: [
          ...team.accessRequests,
          { id: event.request, person: event.person, reason: event.reason, askedAt: event.at }
        ]
      }
    case "AccessDecided":
      return { ...team, accessRequests: team.accessRequests.filter((request) => request.id !== event.request) }
    case "Retried":
      return {
        // What was missed before a person stepped in is no first look any more.
        ...without(team, "blocked", "refusal", "correctedAt", "suspicion"),
        standbyOwners: event.standbyOwners,
        failedEnds: 0,
        waits: [],
        app: again(team.app),
        page: again(team.page),
        announcement: again(team.announcement),
        rename: again(team.rename),
        restore: again(team.restore),
        groups: team.groups.map((group) => ({ ...group, expansion: again(group.expansion) })),
        ...(team.teamAskedAt === undefined ? {} : { teamAskedAt: event.at })
      }
    case "RestoreRequested":
      return { ...team, restore: pending }
    case "TeamRecreated":
      return {
        ...enter(
          without(
            team,
            "blocked",
            "refusal",
            "platformTeamId",
            "teamAskedAt",
            "groupReadyAt",
            "link",
            "lostAt",
            "namesake",
            "verifiedAt",
            "suspicion",
            "correctedAt",
            "inFlight"
          ),
          "requested",
          event.at
        ),
        incarnation: event.incarnation,
        provisioned: false,
        failedEnds: 0,
        app: afresh(team.app),
        page: pending,
        announcement: afresh(team.announcement),
        rename: notAsked,
        restore: notAsked,
        ownersSeen: boundOwners(team.owners, team.standbyOwners),
        ownerMissing: false,
        membersSeen: 0,
        openChunks: [],
        orphans: [],
        waits: [],
        verifyDue: []
      }

    case "IncidentObserved": {
      const { incident } = event
      return {
        ...team,
        waits: forgetWait(team.waits, "Observe"),
        incident: {
          id: team.incident.id,
          armId: team.incident.armId,
          gone: team.incident.gone,
          number: incident.number,
          title: incident.title,
          etag: incident.etag,
          lastModified: incident.lastModified,
          closed: isClosed(incident.status),
          ...(event.checkAt === undefined ? {} : { checkAt: event.checkAt })
        }
      }
    }
    case "IncidentMissed":
      return {
        ...team,
        waits: forgetWait(team.waits, "Observe"),
        incident: { ...team.incident, missedAt: event.at, checkAt: event.checkAt }
      }
    case "IncidentGone":
      return {
        ...team,
        waits: forgetWait(team.waits, "Observe"),
        incident: { ...without(team.incident, "missedAt", "checkAt"), gone: true }
      }
    case "DesiredStateChanged":
      return reach({
        ...without(team, "blocked", "refusal", "correctedAt"),
        desiredState: event.desiredState,
        generation: event.generation,
        failedEnds: 0,
        waits: forgetWait(team.waits, "Archive", "Unarchive", "EnsureOwner")
      })

    case "StepBegun": {
      const direction = directionOf(event.step._tag)
      const begun: Team = {
        ...team,
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
      }
      return direction !== undefined
        ? enter(begun, direction === "archive" ? "archiving" : "reopening", event.at)
        : team.phase === "requested"
          ? enter(begun, "provisioning", event.at)
          : begun
    }
    case "GroupEnsured":
      return {
        ...closeAttempt(team),
        platformTeamId: event.platformTeamId,
        groupReadyAt: event.readyAt,
        teamAskedAt: event.at
      }
    case "TeamEnsured":
      return requestCheck({ ...without(closeAttempt(team), "suspicion"), link: event.link }, event.checkAt)
    case "OwnersEnsured":
      return {
        ...closeAttempt(team),
        ownersSeen: [...new Set([...team.ownersSeen, ...event.owners])],
        ownerMissing: false
      }
    case "GroupExpanded":
      return { ...expansion(team, event.group, done), waits: forgetWait(team.waits, "ExpandGroup") }
    case "ExpansionRefused":
      return { ...expansion(team, event.group, refused(event.reason)), waits: forgetWait(team.waits, "ExpandGroup") }
    case "PeopleSettled":
      return { ...closeAttempt(team), openChunks: settleChunk(team.openChunks, event) }
    case "AppInstalled":
      return { ...closeAttempt(team), app: done }
    case "AppRefused":
      return { ...closeAttempt(team), app: refused(event.reason) }
    case "PagePinned":
      return { ...closeAttempt(team), page: done }
    case "PageRefused":
      return { ...closeAttempt(team), page: refused(event.reason) }
    case "Renamed":
      return {
        ...closeAttempt(team),
        // Renamed again while the call was under way: the newer name is still to be told.
        rename: event.name === team.name && event.description === team.description ? done : pending
      }
    case "RenameRefused":
      return { ...closeAttempt(team), rename: refused(event.reason) }
    case "Announced":
      return { ...closeAttempt(team), announcement: done }
    case "AnnouncementRefused":
      return { ...closeAttempt(team), announcement: refused(event.reason) }
    case "Provisioned":
      // Who got in is read back, and a hand in Teams, which isn't corrected during provisioning, is noticed.
      return requestCheck(enter({ ...team, provisioned: true }, "open", event.at), event.at)
    case "OperationAccepted":
      return team.inFlight?.attempt !== event.attempt
        ? team
        : {
            ...team,
            inFlight: {
              ...team.inFlight,
              ...(event.operation === undefined ? {} : { operation: event.operation, pollAt: event.pollAt })
            }
          }
    case "OperationSeen":
      return team.inFlight?.attempt !== event.attempt
        ? team
        : {
            ...team,
            waits: forgetWait(team.waits, "AwaitOperation"),
            inFlight: {
              ...without(team.inFlight, "readAsAskedAt"),
              pollAt: event.nextAt,
              ...(event.readAsAsked ? { readAsAskedAt: team.inFlight.readAsAskedAt ?? event.at } : {})
            }
          }
    case "Archived":
      return requestCheck(enter(ended(closeAttempt(team)), "archived", event.at), event.at)
    case "Reopened":
      return requestCheck(enter(ended(closeAttempt(team)), "open", event.at), event.at)
    case "OperationFailed":
      return requestCheck({ ...closeAttempt(team), failedEnds: team.failedEnds + 1 }, event.at)
    case "OperationRefused":
      return requestCheck({ ...closeAttempt(team), refusal: { reason: event.reason, remedy: event.remedy } }, event.at)
    case "OwnerMissed":
      return { ...back(team, event.at), ownerMissing: true }
    case "AttemptGivenUp":
      return rememberOrphan(team, event)
    case "OrphanSeen":
      return {
        ...team,
        orphans: team.orphans.map((orphan) =>
          orphan.attempt === event.attempt ? { ...orphan, pollAt: event.nextAt } : orphan
        )
      }
    case "OrphanEnded":
      return requestCheck(
        {
          ...team,
          orphans: team.orphans.map((orphan) =>
            orphan.attempt === event.attempt ? without(orphan, "operation", "pollAt") : orphan
          )
        },
        event.at
      )
    case "LateResult":
      return requestCheck(late(team, event), event.at)
    case "Restored":
      return restored(team, event.at)
    case "RestoreRefused":
      return { ...closeAttempt(team), restore: refused(event.reason) }
    case "StepDelayed": {
      const attempted = team.inFlight?.step._tag === event.step ? back(team, event.at) : team
      return {
        // A group that answers again is not missing.
        ...(event.step === "EnsureTeam" ? without(attempted, "suspicion") : attempted),
        waits: [
          ...forgetWait(team.waits, event.step),
          {
            step: event.step,
            tries: event.tries,
            since: team.waits.find((wait) => wait.step === event.step)?.since ?? event.at,
            until: event.until,
            reason: event.reason
          }
        ]
      }
    }
    case "Blocked":
      return {
        ...(team.inFlight?.step._tag === event.step && directionOf(event.step) === undefined
          ? closeAttempt(team)
          : team),
        blocked: { step: event.step, reason: event.reason, remedy: event.remedy, since: event.at }
      }
    case "Unblocked":
      return without(team, "blocked", "refusal")

    case "CheckDue":
      return requestCheck(team, event.at)
    case "TakenOver":
      return event.checkAt.reduce(requestCheck, team)
    case "Verified":
      return {
        ...without(requestLastCheck(settleChecks(team, event.began), event.nextAt), "suspicion"),
        verifiedAt: event.began,
        ownersSeen: event.owners,
        ownerMissing: event.owners.length === 0,
        membersSeen: event.members
      }
    case "Suspected":
      return requestCheck({ ...settleChecks(team, event.began), suspicion: event.suspicion }, event.checkAgainAt)
    case "PhaseRead":
      return enter(
        { ...without(team, "suspicion", "refusal"), waits: forgetWait(team.waits, "EnsureOwner") },
        event.archived ? "archived" : "open",
        event.at
      )
    case "ChangedInTeams":
      return enter(
        {
          ...without(team, "suspicion"),
          correctedAt: event.at,
          // An owner that nothing waited for was tried once a day; now something may wait for it.
          waits: forgetWait(team.waits, "EnsureOwner")
        },
        event.archived ? "archived" : "open",
        event.at
      )
    case "Lost":
      return {
        ...enter(without(closeAttempt(team), "suspicion", "blocked", "refusal"), "lost", event.at),
        lostAt: event.at,
        restore: notAsked,
        orphans: [],
        waits: []
      }
    case "Found":
      return restored(team, event.at)
    case "StillLost":
      return stillLost(team, event)
  }
}

const again = (task: Task): Task => (task._tag === "Refused" ? pending : task)
const afresh = (task: Task): Task => (task._tag === "NotRequested" ? task : pending)

/** A terminal status answers every question that was still open about the operation. */
const ended = (team: Team): Team => without(team, "suspicion", "refusal", "blocked")

/** The attempt in flight had no effect: the phase is again what it was before. */
const back = (team: Team, at: Timestamp): Team =>
  team.inFlight === undefined || directionOf(team.inFlight.step._tag) === undefined
    ? closeAttempt(team)
    : enter(closeAttempt(team), team.inFlight.from, at)

const expansion = (team: Team, id: string, outcome: Task): Team => ({
  ...team,
  groups: team.groups.map((group) => (group.id === id ? { ...group, expansion: outcome } : group))
})

const settleChunk = (chunks: ReadonlyArray<OpenChunk>, event: EventOf<"PeopleSettled">): ReadonlyArray<OpenChunk> =>
  event.left === 0
    ? chunks.filter((chunk) => chunk.chunk !== event.chunk)
    : chunks.map((chunk) =>
        chunk.chunk === event.chunk ? { ...chunk, left: event.left, tries: chunk.tries + 1 } : chunk
      )

const late = (team: Team, event: EventOf<"LateResult">): Team => {
  if (event.direction === undefined) return team
  const known = team.orphans.find((orphan) => orphan.attempt === event.attempt)
  const orphan = {
    ...(known ?? {
      attempt: event.attempt,
      direction: event.direction,
      closedAt: event.at,
      explainsUntil: event.explainsUntil
    }),
    ...(event.operation === undefined ? {} : { operation: event.operation, pollAt: event.pollAt })
  }
  return {
    ...team,
    orphans: [...recentOrphans(team, event.at).filter((other) => other.attempt !== event.attempt), orphan]
  }
}

/** Looked at once a day for as long as it can be restored. */
const stillLost = (team: Team, event: EventOf<"StillLost">): Team => {
  const looked = without(team, "suspicion", "namesake")
  return {
    ...(event.nextAt === undefined
      ? { ...looked, verifyDue: [] }
      : requestLastCheck(settleChecks(looked, event.began), event.nextAt)),
    ...(event.namesake === undefined ? {} : { namesake: event.namesake })
  }
}

/** The same team is there again: provisioning goes on, or the next look decides whether it is archived. */
const restored = (team: Team, at: Timestamp): Team =>
  requestCheck(
    enter(
      { ...without(closeAttempt(team), "lostAt", "namesake", "suspicion"), restore: notAsked },
      !team.provisioned ? "provisioning" : team.desiredState === "archived" ? "archiving" : "reopening",
      at
    ),
    at
  )
