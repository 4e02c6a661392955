import { teamKeyOf } from "@incident-teams/domain/naming/TeamKey"
import type { Outcome } from "@incident-teams/domain/team/Outcome"
import { stillAsked } from "@incident-teams/domain/team/PeopleChunk"
import type { Person } from "@incident-teams/domain/team/Person"
import { meantToBeIn, roster } from "@incident-teams/domain/team/Roster"
import { directionOf, type Step } from "@incident-teams/domain/team/Step"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Match, Option } from "effect"
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
import { IncidentSource, type IncidentRefused, type ReadFailure } from "../ports/IncidentSource.ts"
import { type SeenRoster, type StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"
import { announcementId, announcementText } from "./announcement.ts"

/** What a step came to, and who was seen in the team where that was read. */
export interface StepResult {
  readonly outcome: Outcome
  readonly roster?: SeenRoster
}

type AnyFailure = PlatformFailure | NotReadyYet | GroupUnusable | OwnerRequired | TeamNotFound

/** Makes one step's calls. Whatever they come to is an outcome; only the store may fail. */
export const runStep = (step: Step, team: Team) =>
  Effect.map(run(step, team), (result): StepResult => ("outcome" in result ? result : { outcome: result }))

const run = (
  step: Step,
  team: Team
): Effect.Effect<
  Outcome | StepResult,
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
    case "EnsureOwner":
      return team.standbyOwners.length === 0
        ? Effect.succeed({
            _tag: "Refused",
            reason: "The team has no owner, and no standby owner is configured.",
            remedy: "Name an owner in Teams, or configure a standby owner; then retry."
          })
        : onPlatform(step, team, (platform, id) =>
            Effect.map(platform.ensureOwners(id, team.standbyOwners), (owners) => ({ _tag: "OwnersEnsured", owners }))
          )
    case "ExpandGroup":
      return expandGroup(step.group, team)
    case "AddMembers":
    case "RemoveMembers":
      return changeMembers(step, team)
    case "InstallApp":
      return onPlatform(step, team, (platform, id) => Effect.as(platform.installApp(id), { _tag: "TaskDone" }))
    case "PinPage":
      return Effect.flatMap(Deployment, ({ publicUrl }) =>
        onPlatform(step, team, (platform, id) =>
          Effect.as(platform.pinPage(id, { title: "Incident page", url: pageUrl(publicUrl, team.incident.id) }), {
            _tag: "TaskDone"
          })
        )
      )
    case "Rename": {
      const { name, description } = team
      return onPlatform(step, team, (platform, id) =>
        Effect.as(platform.rename(id, { name, description }), { _tag: "Renamed", name, description })
      )
    }
    case "Announce":
      return announce(team)
    case "Archive":
    case "Unarchive":
      return onPlatform(step, team, (platform, id) =>
        Effect.map(step._tag === "Archive" ? platform.archive(id) : platform.unarchive(id), (taken): Outcome =>
          taken._tag === "Done" ? taken : { ...taken, _tag: "Accepted" }
        )
      )
    case "Restore":
      return onPlatform(step, team, (platform, id) => Effect.as(platform.restore(id), { _tag: "Restored" }))
    case "AwaitOperation":
      return onPlatform(step, team, (platform, id) =>
        Effect.gen(function* () {
          const read = yield* platform.operation(id, step.operation)
          const archived =
            step.read || read.status === "vanished"
              ? yield* Effect.catchTag(platform.isArchived(id), "TeamNotFound", () => Effect.succeed(undefined))
              : undefined
          const outcome: Outcome = { _tag: "OperationRead", ...read, ...(archived === undefined ? {} : { archived }) }
          return outcome
        })
      )
    case "GiveUp":
      return Effect.succeed({ _tag: "GivenUp" })
    case "Verify":
      return verify(team)
    case "Observe":
      return Effect.flatMap(IncidentSource, (source) => source.observe(team.incident.id)).pipe(
        Effect.map((observation): Outcome => ({ _tag: "IncidentRead", observation })),
        Effect.catch((failure) => Effect.succeed(sourceOutcome(failure)))
      )
  }
}

const ensureGroup = Effect.fnUntraced(function* (lookFirst: boolean, team: Team) {
  const platform = yield* CollaborationPlatform
  const { namespace } = yield* Deployment
  const owners = [...team.owners, ...team.standbyOwners.filter((one) => !team.owners.some(({ id }) => id === one.id))]
  return yield* platform
    .ensureGroup({
      key: teamKeyOf(namespace, team.id, team.incarnation),
      name: team.name,
      description: team.description,
      owners,
      lookFirst
    })
    .pipe(
      Effect.map(({ id, found }): Outcome => ({ _tag: "GroupEnsured", platformTeamId: id, found })),
      Effect.catch((failure) => Effect.succeed(platformOutcome({ _tag: "EnsureGroup", recover: lookFirst }, failure)))
    )
})

const expandGroup = Effect.fnUntraced(function* (group: Extract<Step, { _tag: "ExpandGroup" }>["group"], team: Team) {
  const directory = yield* Directory
  const store = yield* TeamStore
  return yield* directory.membersOf(group).pipe(
    Effect.flatMap(
      Effect.fnUntraced(function* ({ people, refused }) {
        // Whoever was asked in last is not asked again; whoever was removed last may come back with a group.
        const asked = new Set(meantToBeIn(roster(yield* store.chunks(team.id))).map((person) => person.id))
        const outcome: Outcome = {
          _tag: "GroupExpanded",
          people: people.filter((person) => !asked.has(person.id)),
          refused: refused.filter((person) => !asked.has(person.id)),
          known: [...people, ...refused].flatMap(({ id, name }) => (asked.has(id) ? [{ id, name }] : []))
        }
        return outcome
      })
    ),
    Effect.catchTags({
      GroupNotFound: () =>
        Effect.succeed<Outcome>({
          _tag: "Refused",
          reason: "The group isn't in the directory, or may not be read.",
          remedy: "Choose another group."
        }),
      DirectoryUnavailable: ({ reason, afterMillis }) =>
        Effect.succeed<Outcome>({
          _tag: "FailedForNow",
          reason,
          ...(afterMillis === undefined ? {} : { afterMillis })
        })
    })
  )
})

const changeMembers = Effect.fnUntraced(function* (
  step: Extract<Step, { readonly _tag: "AddMembers" | "RemoveMembers" }>,
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
  /** Each chunk's share of what became of everybody. */
  const answered = (answer: PeopleAnswer): Outcome => ({
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
  if (people.length === 0) return answered(nobody)
  return yield* onPlatform(step, team, (platform, id) =>
    (step._tag === "AddMembers" ? platform.addMembers(id, people) : platform.removeMembers(id, people)).pipe(
      Effect.map(answered),
      // Refused as a whole: that is everybody's reason.
      Effect.catchTag("PlatformRefused", ({ reason }) =>
        Effect.succeed(answered({ ...nobody, refused: people.map((person: Person) => ({ ...person, reason })) }))
      )
    )
  )
})

const nobody: PeopleAnswer = { done: [], refused: [], unanswered: [] }

const announce = Effect.fnUntraced(function* (team: Team) {
  const source = yield* IncidentSource
  const { namespace } = yield* Deployment
  const comment = announcementId(teamKeyOf(namespace, team.id, team.incarnation))
  return yield* source
    .putComment(team.incident.id, comment, announcementText({ name: team.name, link: team.link ?? "" }))
    .pipe(
      Effect.as<Outcome>({ _tag: "TaskDone" }),
      Effect.catch((failure) => Effect.succeed(sourceOutcome(failure)))
    )
})

const verify = Effect.fnUntraced(function* (team: Team) {
  const { namespace } = yield* Deployment
  const began = yield* now
  return yield* onPlatform({ _tag: "Verify" }, team, (platform, id) =>
    platform.read(id).pipe(
      Effect.map(({ archived, members }): StepResult => ({
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
          // Who bears our key matters only once the team is known to be lost.
          const namesake =
            team.phase === "lost"
              ? Option.getOrUndefined(yield* platform.findGroup(teamKeyOf(namespace, team.id, team.incarnation)))
              : undefined
          const outcome: Outcome = {
            _tag: "TeamRead",
            began,
            reading: { _tag: "Missing", ...(namesake === undefined || namesake === id ? {} : { namesake }) }
          }
          return outcome
        })
      )
    )
  )
})

/** A call about a team that has a group; without one the step isn't due, so that is a defect of the agenda. */
const onPlatform = <A extends Outcome | StepResult, R>(
  step: Step,
  team: Team,
  call: (
    platform: CollaborationPlatform["Service"],
    id: NonNullable<Team["platformTeamId"]>
  ) => Effect.Effect<A, AnyFailure, R>
) =>
  Effect.flatMap(CollaborationPlatform, (platform): Effect.Effect<Outcome | StepResult, never, R> =>
    team.platformTeamId === undefined
      ? Effect.die(new Error(`${step._tag} of team ${team.id} before it has a group.`))
      : Effect.catch(call(platform, team.platformTeamId), (failure) => Effect.succeed(platformOutcome(step, failure)))
  )

const platformOutcome = (step: Step, failure: AnyFailure): Outcome => {
  const after =
    "afterMillis" in failure && failure.afterMillis !== undefined ? { afterMillis: failure.afterMillis } : {}
  return Match.value(failure).pipe(
    Match.tagsExhaustive({
      PlatformBusy: ({ reason }): Outcome => ({ _tag: "FailedForNow", reason, ...after }),
      // Asking once more is harmless, except for what starts an operation.
      PlatformUncertain: ({ reason }): Outcome =>
        directionOf(step._tag) === undefined ? { _tag: "FailedForNow", reason, ...after } : { _tag: "Unknown", reason },
      PlatformRefused: ({ reason, remedy }): Outcome => ({ _tag: "Refused", reason, remedy }),
      NotReadyYet: ({ reason }): Outcome => ({ _tag: "NotYet", reason, ...after }),
      GroupUnusable: ({ reason, remedy }): Outcome => ({ _tag: "GroupUnusable", reason, remedy }),
      OwnerRequired: (): Outcome => ({ _tag: "NoOwner" }),
      TeamNotFound: (): Outcome => ({ _tag: "Gone" })
    })
  )
}

const sourceOutcome = (failure: ReadFailure | IncidentRefused): Outcome =>
  Match.value(failure).pipe(
    Match.tagsExhaustive({
      IncidentNotFound: (): Outcome => ({
        _tag: "Refused",
        reason: "The incident isn't there any more.",
        remedy: "None is needed."
      }),
      UnknownWorkspace: ({ workspace }): Outcome => ({
        _tag: "Refused",
        reason: `The workspace ${workspace} isn't configured any more.`,
        remedy: "Configure it again; then retry."
      }),
      NotAuthorized: ({ reason }): Outcome => ({
        _tag: "Refused",
        reason,
        remedy: "Give Incident Teams the role Microsoft Sentinel Responder on the workspace; then retry."
      }),
      IncidentRefused: ({ reason }): Outcome => ({
        _tag: "Refused",
        reason,
        remedy: "Look at the incident in Sentinel."
      }),
      IncidentSourceUnavailable: ({ reason, afterMillis }): Outcome => ({
        _tag: "FailedForNow",
        reason,
        ...(afterMillis === undefined ? {} : { afterMillis })
      })
    })
  )
