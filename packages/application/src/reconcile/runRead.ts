import { defined } from "@incident-teams/domain/defined"
import type { GroupId } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { teamKeyOf } from "@incident-teams/domain/naming/TeamKey"
import type { Member } from "@incident-teams/domain/team/Member"
import type { Failure, ReadOutcome } from "@incident-teams/domain/team/Outcome"
import { meantToBeIn, roster } from "@incident-teams/domain/team/Roster"
import type { Read } from "@incident-teams/domain/team/Step"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Option } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import type { WorkBell } from "../changes/WorkBell.ts"
import { Deployment } from "../deployment/Deployment.ts"
import type { PlatformTime } from "../deployment/PlatformTime.ts"
import { asFollowed } from "../feed/observeIncident.ts"
import { runFollowMerge } from "../links/runFollowMerge.ts"
import { runConfirmMerge, runLink, runUnlink } from "../links/runLinkStep.ts"
import type { CollaborationPlatform } from "../ports/CollaborationPlatform.ts"
import { Directory } from "../ports/Directory.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import type { ProviderIncidents } from "../ports/ProviderIncidents.ts"
import { type SeenRoster, type StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"
import { type CallFailure, callFailure, directoryFailure, sourceFailure, withGroup } from "./calls.ts"

/** What came of a read, and who was seen in the team where that was read. */
export interface ReadResult {
  readonly outcome: ReadOutcome
  readonly roster?: SeenRoster
}

/** Makes one read's calls. Everything that can come of them is an outcome; only the store may fail. */
export const runRead = (
  step: Read,
  team: Team
): Effect.Effect<
  ReadResult,
  StoreUnavailable,
  | CollaborationPlatform
  | Directory
  | IncidentSource
  | ProviderIncidents
  | TeamStore
  | Deployment
  | PlatformTime
  | WorkBell
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
      return Effect.flatMap(verify(step, team), (result) => withAddedInTeams(result, team))
    case "ReadExpiration":
      return readPlatform(step, team, (platform, id) =>
        Effect.map(expirationOf(platform, id), (expiration) => ({ outcome: { _tag: "ExpirationRead", expiration } }))
      )
    case "Observe":
      return Effect.flatMap(IncidentSource, (source) => source.observe(step.incident ?? team.incident.id)).pipe(
        Effect.flatMap(asFollowed),
        Effect.map((observation): ReadOutcome => ({ _tag: "IncidentRead", observation })),
        Effect.catch((failure) => Effect.succeed(sourceFailure(failure))),
        Effect.map((outcome) => ({ outcome }))
      )
    case "Link":
      return amongTeams(runLink(team, step.link))
    case "Unlink":
      return amongTeams(runUnlink(team, step.link))
    case "FollowMerge":
      return amongTeams(runFollowMerge(team, step.incident))
    case "ConfirmMerge":
      return amongTeams(runConfirmMerge(team))
  }
}

type AmongTeams =
  | Effect.Error<ReturnType<typeof runLink>>
  | Effect.Error<ReturnType<typeof runUnlink>>
  | Effect.Error<ReturnType<typeof runFollowMerge>>
  | Effect.Error<ReturnType<typeof runConfirmMerge>>

/** What concerns another team's record may be repeated: a conflict there is none of this team's. */
const amongTeams = <R>(
  run: Effect.Effect<ReadOutcome, AmongTeams, R>
): Effect.Effect<ReadResult, StoreUnavailable, R> =>
  run.pipe(
    Effect.catch((failure): Effect.Effect<ReadOutcome, StoreUnavailable> => {
      const { _tag } = failure
      if (_tag === "StoreUnavailable") return Effect.fail(failure)
      if (_tag === "InstallationTrouble" || _tag === "IncidentSourceUnavailable" || _tag === "UnknownWorkspace") {
        return Effect.succeed(sourceFailure(failure))
      }
      if (_tag === "DirectoryUnavailable") return Effect.succeed(directoryFailure(failure))
      return Effect.succeed(
        _tag === "ProviderUnavailable" || _tag === "PlatformBusy" || _tag === "PlatformUncertain"
          ? { _tag: "FailedForNow", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
          : { _tag: "FailedForNow", reason: `The other team can't be changed right now (${_tag}).` }
      )
    }),
    Effect.map((outcome) => ({ outcome }))
  )

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
      DirectoryUnavailable: (failure) => Effect.succeed(directoryFailure(failure))
    })
  )
})

const verify = Effect.fnUntraced(function* (step: Read, team: Team) {
  const { namespace } = yield* Deployment
  const began = yield* now
  return yield* readPlatform(step, team, (platform, id) =>
    Effect.all([platform.read(id), expirationIfDue(platform, id, team, began)]).pipe(
      Effect.map(([{ archived, members }, expiration]): ReadResult => ({
        outcome: {
          _tag: "TeamRead",
          began,
          reading: {
            _tag: "Present",
            archived,
            owners: members.filter((member) => member.role === "owner").map((member) => member.id),
            members: members.length,
            ...defined({ expiration })
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

/**
 * Adds the people whom no one ever requested and who weren't in the team at the check before: they can only have been
 * added in Teams. Reads may show our own additions and removals late, so those are recorded from the calls' answers.
 */
const withAddedInTeams = Effect.fnUntraced(function* (result: ReadResult, team: Team) {
  const { outcome, roster: seen } = result
  if (outcome._tag !== "TeamRead" || seen === undefined) return result
  const added = yield* addedInTeams(team, seen.members)
  return added.length === 0 ? result : { ...result, outcome: { ...outcome, added } }
})

const addedInTeams = Effect.fnUntraced(function* ({ id, people }: Team, members: ReadonlyArray<Member>) {
  const store = yield* TeamStore
  const before = Option.match(yield* store.roster(id), { onNone: () => [], onSome: (seen) => seen.members })
  const known = new Set([...people.owners, ...people.standbyOwners, ...before].map((person) => person.id))
  const others = members.filter((member) => !known.has(member.id))
  if (others.length === 0) return []
  const requested = new Set((yield* store.chunks(id)).flatMap((chunk) => chunk.people.map((person) => person.id)))
  return others.flatMap(({ id: person, name }) => (requested.has(person) ? [] : [{ id: person, name }]))
})

const expirationOf = (platform: CollaborationPlatform["Service"], id: PlatformTeamId) =>
  Effect.map(platform.expiresAt(id), (at) => defined({ at: Option.getOrUndefined(at) }))

/** Once a day. A failure of this read alone says nothing of the team: the date is then read by a step of its own. */
const expirationIfDue = (
  platform: CollaborationPlatform["Service"],
  id: PlatformTeamId,
  { expiration }: Team,
  began: Timestamp
) =>
  expiration !== undefined && began < expiration.readAgainAt
    ? Effect.undefined
    : Effect.orElseSucceed(expirationOf(platform, id), () => undefined)

const readPlatform = <R>(
  step: Read,
  team: Team,
  call: (platform: CollaborationPlatform["Service"], id: PlatformTeamId) => Effect.Effect<ReadResult, CallFailure, R>
) =>
  Effect.catch(withGroup(step, team, call), (failure): Effect.Effect<ReadResult> =>
    Effect.succeed({ outcome: callFailure(step, failure) })
  )
