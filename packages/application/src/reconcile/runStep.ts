import { defined } from "@incident-teams/domain/defined"
import type { GroupId } from "@incident-teams/domain/ids/GroupId"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { teamKeyOf } from "@incident-teams/domain/naming/TeamKey"
import type { Failure, ReadOutcome, WriteOutcome } from "@incident-teams/domain/team/Outcome"
import { stillAsked } from "@incident-teams/domain/team/PeopleChunk"
import type { Person } from "@incident-teams/domain/team/Person"
import { meantToBeIn, roster } from "@incident-teams/domain/team/Roster"
import { type Chore, directionOf, type Read, type Step, type Write } from "@incident-teams/domain/team/Step"
import { linkOf, platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import { Effect, Option } from "effect"
import { now } from "../decideAndCommit.ts"
import { Deployment, pageUrl } from "../Deployment.ts"
import {
  CollaborationPlatform,
  type GroupUnusable,
  type NotReadyYet,
  type OwnerRequired,
  type PeopleAnswer,
  type PlatformFailure,
  type TeamNotFound
} from "../ports/CollaborationPlatform.ts"
import { Directory } from "../ports/Directory.ts"
import { type IncidentRefused, IncidentSource, type ReadFailure } from "../ports/IncidentSource.ts"
import { type SeenRoster, type StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"
import { announcementId, announcementText } from "./announcement.ts"

/** What came of a read, and who was seen in the team where that was read. */
export interface ReadResult {
  readonly outcome: ReadOutcome
  readonly roster?: SeenRoster
}

/** Makes one write's calls. Everything that can come of them is an outcome; only the store may fail. */
export const runWrite = (
  step: Write,
  team: Team
): Effect.Effect<
  WriteOutcome,
  StoreUnavailable,
  CollaborationPlatform | Directory | IncidentSource | TeamStore | Deployment
> => {
  switch (step._tag) {
    case "EnsureGroup":
      return ensureGroup(step.recover, team)
    case "EnsureTeam":
      return onPlatform(step, team, (platform, id) =>
        Effect.map(platform.ensureTeam(id), ({ link }) => ({ _tag: "TeamEnsured", link }))
      )
    case "EnsureOwner": {
      const { standbyOwners } = team.people
      return standbyOwners.length === 0
        ? Effect.succeed({
            _tag: "Refused",
            reason: "The team has no owner, and no standby owner is configured.",
            remedy: "Name an owner in Teams, or configure a standby owner; then retry."
          })
        : onPlatform(step, team, (platform, id) =>
            Effect.map(platform.ensureOwners(id, standbyOwners), (owners) => ({ _tag: "OwnersEnsured", owners }))
          )
    }
    case "AddMembers":
    case "RemoveMembers":
      return changeMembers(step, team)
    case "Do":
      return chores[step.chore](team)
    case "Rename": {
      const { name, description } = team
      return onPlatform(step, team, (platform, id) =>
        Effect.as(platform.rename(id, { name, description }), { _tag: "Renamed", name, description })
      )
    }
    case "Archive":
    case "Unarchive":
      return onPlatform(step, team, (platform, id) =>
        Effect.map(step._tag === "Archive" ? platform.archive(id) : platform.unarchive(id), (taken) =>
          taken._tag === "Done" ? taken : { ...taken, _tag: "Accepted" }
        )
      )
    case "Restore":
      return onPlatform(step, team, (platform, id) => Effect.as(platform.restore(id), { _tag: "Restored" }))
  }
}

/** Makes one read's calls. Everything that can come of them is an outcome; only the store may fail. */
export const runRead = (
  step: Read,
  team: Team
): Effect.Effect<
  ReadResult,
  StoreUnavailable,
  CollaborationPlatform | Directory | IncidentSource | TeamStore | Deployment
> => {
  switch (step._tag) {
    case "ExpandGroup":
      return Effect.map(expandGroup(step.group, team), (outcome) => ({ outcome }))
    case "AwaitOperation":
      return readPlatform(step, team, (platform, id) =>
        Effect.gen(function* () {
          const read = yield* platform.operation(id, step.operation)
          const archived =
            step.read || read.status === "vanished"
              ? yield* Effect.catchTag(platform.isArchived(id), "TeamNotFound", () => Effect.succeed(undefined))
              : undefined
          return { outcome: { _tag: "OperationRead", ...defined({ ...read, archived }) } }
        })
      )
    case "GiveUp":
      return Effect.succeed({ outcome: { _tag: "GivenUp" } })
    case "Verify":
      return verify(step, team)
    case "Observe":
      return Effect.flatMap(IncidentSource, (source) => source.observe(team.incident.id)).pipe(
        Effect.map((observation): ReadOutcome => ({ _tag: "IncidentRead", observation })),
        Effect.catch((failure) => Effect.succeed(sourceOutcome(failure))),
        Effect.map((outcome) => ({ outcome }))
      )
  }
}

const ensureGroup = Effect.fnUntraced(function* (lookFirst: boolean, team: Team) {
  const platform = yield* CollaborationPlatform
  const { namespace } = yield* Deployment
  const { id, incarnation, name, description, people } = team
  const owners = [...new Map([...people.owners, ...people.standbyOwners].map((one) => [one.id, one])).values()]
  return yield* platform
    .ensureGroup({ key: teamKeyOf(namespace, id, incarnation), name, description, owners, lookFirst })
    .pipe(
      Effect.map((group): WriteOutcome => ({ _tag: "GroupEnsured", platformTeamId: group.id, found: group.found })),
      Effect.catch((failure) => Effect.succeed(writeFailure({ _tag: "EnsureGroup", recover: lookFirst }, failure)))
    )
})

const expandGroup = Effect.fnUntraced(function* (group: GroupId, team: Team) {
  const directory = yield* Directory
  const store = yield* TeamStore
  return yield* directory.membersOf(group).pipe(
    Effect.flatMap(
      Effect.fnUntraced(function* ({ people, refused }) {
        // People who should be in the team already aren't added again; people removed since may come back with a group.
        const meant = new Set(meantToBeIn(roster(yield* store.chunks(team.id))).map((person) => person.id))
        const outcome: ReadOutcome = {
          _tag: "GroupExpanded",
          people: people.filter((person) => !meant.has(person.id)),
          refused: refused.filter((person) => !meant.has(person.id)),
          known: [...people, ...refused].flatMap(({ id, name }) => (meant.has(id) ? [{ id, name }] : []))
        }
        return outcome
      })
    ),
    Effect.catchTags({
      GroupNotFound: () =>
        Effect.succeed<Failure>({
          _tag: "Refused",
          reason: "The group isn't in the directory, or may not be read.",
          remedy: "Choose another group."
        }),
      DirectoryUnavailable: ({ reason, afterMillis }) =>
        Effect.succeed<Failure>({ _tag: "FailedForNow", ...defined({ reason, afterMillis }) })
    })
  )
})

const changeMembers = Effect.fnUntraced(function* (
  step: Extract<Write, { readonly _tag: "AddMembers" | "RemoveMembers" }>,
  team: Team
) {
  const store = yield* TeamStore
  const chunks = yield* Effect.forEach(step.chunks, (chunk) =>
    Effect.map(store.chunk(team.id, chunk), (stored) => ({
      chunk,
      people: Option.match(stored, { onNone: () => [], onSome: stillAsked })
    }))
  )
  const people = [...new Map(chunks.flatMap((chunk) => chunk.people).map((person) => [person.id, person])).values()]
  /** Each chunk's share of the answers. */
  const byChunk = (answer: PeopleAnswer): WriteOutcome => ({
    _tag: "PeopleAnswered",
    chunks: chunks.map(({ chunk, people: asked }) => {
      const ids = new Set(asked.map((person) => person.id))
      return {
        chunk,
        done: answer.done.filter((id) => ids.has(id)),
        refused: answer.refused.filter(({ id }) => ids.has(id)),
        unanswered: answer.unanswered.filter(({ id }) => ids.has(id))
      }
    })
  })
  if (people.length === 0) return byChunk(nobody)
  return yield* onPlatform(step, team, (platform, id) =>
    (step._tag === "AddMembers" ? platform.addMembers(id, people) : platform.removeMembers(id, people)).pipe(
      Effect.map(byChunk),
      // Refused as a whole: the reason applies to everyone.
      Effect.catchTag("PlatformRefused", ({ reason }) =>
        Effect.succeed(byChunk({ ...nobody, refused: people.map((person: Person) => ({ ...person, reason })) }))
      )
    )
  )
})

const nobody: PeopleAnswer = { done: [], refused: [], unanswered: [] }

const done: WriteOutcome = { _tag: "Done" }

const chores: Readonly<
  Record<Chore, (team: Team) => Effect.Effect<WriteOutcome, never, CollaborationPlatform | IncidentSource | Deployment>>
> = {
  app: (team) =>
    onPlatform({ _tag: "Do", chore: "app" }, team, (platform, id) => Effect.as(platform.installApp(id), done)),
  page: (team) =>
    Effect.flatMap(Deployment, ({ publicUrl }) =>
      onPlatform({ _tag: "Do", chore: "page" }, team, (platform, id) =>
        Effect.as(platform.pinPage(id, { title: "Incident page", url: pageUrl(publicUrl, team.incident.id) }), done)
      )
    ),
  announcement: Effect.fnUntraced(function* (team: Team) {
    const source = yield* IncidentSource
    const { namespace } = yield* Deployment
    const link = linkOf(team)
    if (link === undefined) return yield* notDue({ _tag: "Do", chore: "announcement" }, team)
    const comment = announcementId(teamKeyOf(namespace, team.id, team.incarnation))
    return yield* source.putComment(team.incident.id, comment, announcementText({ name: team.name, link })).pipe(
      Effect.as(done),
      Effect.catch((failure) => Effect.succeed(sourceOutcome(failure)))
    )
  })
}

const verify = Effect.fnUntraced(function* (step: Read, team: Team) {
  const { namespace } = yield* Deployment
  const began = yield* now
  return yield* readPlatform(step, team, (platform, id) =>
    platform.read(id).pipe(
      Effect.map(({ archived, members }): ReadResult => ({
        outcome: {
          _tag: "TeamRead",
          began,
          reading: {
            _tag: "Present",
            archived,
            owners: members.filter((member) => member.role === "owner").map((member) => member.id),
            members: members.length
          }
        },
        roster: { at: began, members }
      })),
      Effect.catchTag(
        "TeamNotFound",
        Effect.fnUntraced(function* () {
          // Another group with our key is of interest only once the team is known to be lost.
          const found =
            team.phase === "lost"
              ? Option.getOrUndefined(yield* platform.findGroup(teamKeyOf(namespace, team.id, team.incarnation)))
              : undefined
          const namesake = found === id ? undefined : found
          const result: ReadResult = {
            outcome: { _tag: "TeamRead", began, reading: { _tag: "Missing", ...defined({ namesake }) } }
          }
          return result
        })
      )
    )
  )
})

/** The agenda asks for a step only once what it needs exists, so this is a defect. */
const notDue = (step: Step, team: Team) =>
  Effect.die(new Error(`${step._tag} of team ${team.id} before it has a group.`))

/** A call about a team that has a group. */
const withGroup = <A, E, R>(
  step: Step,
  team: Team,
  call: (platform: CollaborationPlatform["Service"], id: PlatformTeamId) => Effect.Effect<A, E, R>
) =>
  Effect.flatMap(CollaborationPlatform, (platform): Effect.Effect<A, E, R> => {
    const id = platformTeamIdOf(team)
    return id === undefined ? notDue(step, team) : call(platform, id)
  })

const onPlatform = <R>(
  step: Write,
  team: Team,
  call: (platform: CollaborationPlatform["Service"], id: PlatformTeamId) => Effect.Effect<WriteOutcome, WriteFailure, R>
) =>
  Effect.catch(withGroup(step, team, call), (failure): Effect.Effect<WriteOutcome> =>
    Effect.succeed(writeFailure(step, failure))
  )

const readPlatform = <R>(
  step: Read,
  team: Team,
  call: (platform: CollaborationPlatform["Service"], id: PlatformTeamId) => Effect.Effect<ReadResult, CallFailure, R>
) =>
  Effect.catch(withGroup(step, team, call), (failure): Effect.Effect<ReadResult> =>
    Effect.succeed({ outcome: callFailure(step, failure) })
  )

type CallFailure = PlatformFailure | NotReadyYet | TeamNotFound
type WriteFailure = CallFailure | GroupUnusable | OwnerRequired

const writeFailure = (step: Write, failure: WriteFailure): WriteOutcome => {
  if (failure._tag === "OwnerRequired") return { _tag: "NoOwner" }
  return failure._tag === "GroupUnusable"
    ? { _tag: "GroupUnusable", reason: failure.reason, remedy: failure.remedy }
    : callFailure(step, failure)
}

const callFailure = (step: Step, failure: CallFailure): Failure => {
  switch (failure._tag) {
    case "PlatformBusy":
      return { _tag: "FailedForNow", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
    case "PlatformUncertain":
      // Asking once more is harmless, except for what starts an operation.
      return directionOf(step._tag) === undefined
        ? { _tag: "FailedForNow", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
        : { _tag: "Unknown", reason: failure.reason }
    case "PlatformRefused":
      return { _tag: "Refused", reason: failure.reason, remedy: failure.remedy }
    case "NotReadyYet":
      return { _tag: "NotYet", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
    case "TeamNotFound":
      return { _tag: "Gone" }
  }
}

const sourceOutcome = (failure: ReadFailure | IncidentRefused): Failure => {
  switch (failure._tag) {
    case "IncidentNotFound":
      return { _tag: "Refused", reason: "The incident doesn't exist any more.", remedy: "None is needed." }
    case "UnknownWorkspace":
      return {
        _tag: "Refused",
        reason: `The workspace ${failure.workspace} isn't configured any more.`,
        remedy: "Configure it again; then retry."
      }
    case "NotAuthorized":
      return {
        _tag: "Refused",
        reason: failure.reason,
        remedy: "Give Incident Teams the role Microsoft Sentinel Responder on the workspace; then retry."
      }
    case "IncidentRefused":
      return { _tag: "Refused", reason: failure.reason, remedy: "Check the incident in Sentinel." }
    case "IncidentSourceUnavailable":
      return { _tag: "FailedForNow", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
  }
}
