import { replay } from "@incident-teams/domain/Decider"
import { defined } from "@incident-teams/domain/defined"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { timestampOf, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { dueAt } from "@incident-teams/domain/team/agenda"
import { operationNumberOf } from "@incident-teams/domain/team/operationState"
import { changedChunks, type PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { noTeam, type Team, type TeamState } from "@incident-teams/domain/team/Team"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import type { TeamRejection } from "@incident-teams/domain/team/TeamRejection"
import { Clock, Effect, Option, Result, Schedule as Retry, Schema } from "effect"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import {
  type Commit,
  type Schedule,
  type SeenRoster,
  StaleTeam,
  type StoreUnavailable,
  type Stored,
  TeamStore
} from "../ports/TeamStore.ts"
import { freshId } from "../tracing/freshId.ts"
import { lastingOrigin } from "../tracing/Origin.ts"
import { originsAfter } from "../tracing/Origins.ts"
import { type Accepted, CurrentRequestKey, type RequestKey, type Warning } from "./RequestKey.ts"
import { WorkBell } from "./WorkBell.ts"

/** The moment that a command carries. */
export const now: Effect.Effect<Timestamp> = Effect.withFiberSucceed((fiber) =>
  timestampOf(fiber.getRef(Clock.Clock).currentTimeMillisUnsafe())
)

/** Refused: this Idempotency-Key was used with another body. Remedy: a new key for a new request. */
export class IdempotencyKeyReused extends Schema.TaggedError<IdempotencyKeyReused>()("IdempotencyKeyReused", {
  key: Schema.String
}) {}

/** Nothing is stored under this id. */
export class TeamNotStored extends Schema.TaggedError<TeamNotStored>()("TeamNotStored", { id: TeamId }) {}

/** The result of a change: committed (or nothing to change), or the answer that the same request got before. */
export type Changed =
  | ({ readonly _tag: "Changed"; readonly stored: Stored } & Accepted)
  | { readonly _tag: "Replayed"; readonly answer: string; readonly stored: Stored }

const answersAreKept = 24 * 60 * 60 * 1_000

/**
 * Several people and a worker may change one team at once; the later one decides again on what is stored by then. Each
 * round one of them gets through, so forty rounds are forty changes at once; after that: StaleTeam.
 */
const onStale = {
  times: 40,
  schedule: Retry.jittered(Retry.min([Retry.exponential("5 millis", 1.5), Retry.spaced("100 millis")])),
  while: (error: unknown) => error instanceof StaleTeam
}

/** What a decision makes of a stored team, ready to be committed. */
export const commitOf = Effect.fnUntraced(function* (
  id: TeamId,
  state: TeamState,
  events: ReadonlyArray<TeamEvent>,
  { fence, lease, origins: before = {} }: Omit<Schedule, "dueAt">,
  more: { readonly roster?: SeenRoster; readonly kept?: Kept } = {}
) {
  const store = yield* TeamStore
  const decider = teamDecider(yield* PlatformTime)
  const team = replay(decider, events, state)
  if (team._tag === "NoTeam") return yield* Effect.die(new Error(`Nothing to commit for team ${id}.`))
  const due = dueAt(team)
  const chunks = changedChunks(yield* chunksBefore(id, events, store), events)
  const origins = originsAfter(before, events, yield* lastingOrigin)
  const roster = more.roster ?? (yield* rosterAfter(team, events, chunks, store))
  const commit: Commit = {
    team,
    events,
    chunks,
    schedule: {
      fence,
      ...defined({ lease, dueAt: due }),
      ...(Object.keys(origins).length === 0 ? {} : { origins })
    },
    commitId: yield* freshId,
    ...defined({ roster }),
    ...defined({ idempotency: more.kept === undefined ? undefined : answerFor(more.kept, events, team, yield* now) })
  }
  return commit
})

/** Whose answer is kept, and what it says beside the team. */
interface Kept {
  readonly key: RequestKey
  readonly warnings: ReadonlyArray<Warning>
}

const answerFor = (
  { key: { scope, key, bodyHash, answer }, warnings }: Kept,
  events: ReadonlyArray<TeamEvent>,
  team: Team,
  at: Timestamp
) => ({
  scope,
  key,
  bodyHash,
  answer: answer(team, { operationNumber: operationNumberOf(events, team), warnings }),
  expiresAt: timestampOf(at + answersAreKept)
})

/** Chunks that are settled by `events` without having been asked for in them. */
const chunksBefore = Effect.fnUntraced(function* (
  id: TeamId,
  events: ReadonlyArray<TeamEvent>,
  store: TeamStore["Service"]
) {
  const before: Array<PeopleChunk> = []
  for (const event of events) {
    if (event._tag === "PeopleSettled") {
      const chunk = yield* store.chunk(id, event.chunk)
      if (Option.isSome(chunk)) before.push(chunk.value)
    }
  }
  return before
})

/**
 * The roster after what the platform just reported about people who were added, removed or made owners: they gain or
 * lose access at once. Undefined when nothing changes, or before the first check.
 */
const rosterAfter = Effect.fnUntraced(function* (
  team: Team,
  events: ReadonlyArray<TeamEvent>,
  chunks: ReadonlyArray<PeopleChunk>,
  store: TeamStore["Service"]
) {
  const changes = events.flatMap((event) =>
    event._tag === "OwnersEnsured" || (event._tag === "PeopleSettled" && event.done.length > 0) ? [event] : []
  )
  if (changes.length === 0) return undefined
  const seen = yield* store.roster(team.id)
  if (Option.isNone(seen)) return undefined
  const members = new Map(seen.value.members.map((member) => [member.id, member]))
  const named = [...team.people.owners, ...team.people.standbyOwners, ...chunks.flatMap(({ people }) => people)]
  const nameOf = (person: PersonId): string =>
    members.get(person)?.name ?? named.find(({ id }) => id === person)?.name ?? ""
  for (const event of changes) {
    if (event._tag === "OwnersEnsured") {
      for (const person of event.owners) members.set(person, { id: person, name: nameOf(person), role: "owner" })
    } else if (event.kind === "remove") {
      for (const person of event.done) members.delete(person)
    } else {
      for (const person of event.done) {
        if (!members.has(person)) members.set(person, { id: person, name: nameOf(person), role: "member" })
      }
    }
  }
  const roster: SeenRoster = { at: seen.value.at, members: [...members.values()] }
  return roster
})

/** The team, or TeamNotStored. */
export const loadTeam = (id: TeamId) =>
  Effect.flatMap(
    Effect.flatMap(TeamStore, (store) => store.load(id)),
    (stored) => (Option.isSome(stored) ? Effect.succeed(stored.value) : Effect.fail(new TeamNotStored({ id })))
  )

/** What a request asks of a team, worked out on what is stored at that moment. */
export interface Asked {
  readonly commands: ReadonlyArray<TeamCommand>
  readonly warnings?: ReadonlyArray<Warning>
}
export type Asking<E, R> = (stored: Stored, at: Timestamp) => Effect.Effect<Asked, E, R>

/**
 * Load, ask, decide, commit; on a conflict from the beginning, so that what was worked out on the stored team (its
 * people, its requests) is true of the team that the commit replaces. Several commands are decided one after another
 * and committed as one. Nothing is asked for a request that was answered before. The schedule's lease is carried over
 * as it was loaded, so a worker keeps what it holds.
 */
export const changeTeamBy = Effect.fn("changeTeam")(function* <E, R>(
  id: TeamId,
  asking: Asking<E, R>
): Effect.fn.Return<
  Changed,
  E | TeamRejection | TeamNotStored | IdempotencyKeyReused | StaleTeam | StoreUnavailable,
  R | TeamStore | PlatformTime | WorkBell
> {
  const store = yield* TeamStore
  const stored = yield* loadTeam(id)
  const replayed = yield* earlierAnswer(id)
  if (Option.isSome(replayed)) return { _tag: "Replayed", answer: replayed.value, stored }
  const { commands, warnings = [] } = yield* asking(stored, yield* now)
  const events = yield* Effect.fromResult(decideAll(commands, stored.team, teamDecider(yield* PlatformTime)))
  const kept = yield* keptFor(warnings)
  if (events.length === 0 && kept === undefined) return changed(stored, events, warnings)
  const commit = yield* commitOf(id, stored.team, events, stored.schedule, defined({ kept }))
  const committed = yield* written(store.commit(stored.version, commit), commit)
  yield* logChange(commit)
  yield* (yield* WorkBell).ring
  return changed(committed, events, warnings)
}, Effect.retry(onStale))

const changed = (stored: Stored, events: ReadonlyArray<TeamEvent>, warnings: ReadonlyArray<Warning>): Changed => ({
  _tag: "Changed",
  stored,
  operationNumber: operationNumberOf(events, stored.team),
  warnings
})

/** The same for one command that needs nothing else than the moment. */
export const changeTeam = (id: TeamId, command: (stored: Stored, at: Timestamp) => TeamCommand) =>
  changeTeamBy(id, (stored, at) => Effect.succeed({ commands: [command(stored, at)] }))

const keptFor = (warnings: ReadonlyArray<Warning>) =>
  Effect.map(CurrentRequestKey, (key): Kept | undefined => (key === undefined ? undefined : { key, warnings }))

const decideAll = (
  commands: ReadonlyArray<TeamCommand>,
  before: TeamState,
  decider: ReturnType<typeof teamDecider>
): Result.Result<ReadonlyArray<TeamEvent>, TeamRejection> =>
  commands.reduce<Result.Result<ReadonlyArray<TeamEvent>, TeamRejection>>(
    (decided, command) =>
      Result.flatMap(decided, (events) =>
        Result.map(decider.decide(command, replay(decider, events, before)), (more) => [...events, ...more])
      ),
    Result.succeed([])
  )

const namesOf = ({ events }: Commit) => events.map(({ _tag }) => _tag)

/** The write as a part of its trace. */
export const written = <A, E>(write: Effect.Effect<A, E>, commit: Commit): Effect.Effect<A, E> =>
  Effect.withSpan(write, "Commit", {
    attributes: { "incident_teams.team_id": commit.team.id, "incident_teams.events": namesOf(commit) }
  })

/** Which request led to which work: the log has the request's id beside it. Ids and names of events alone. */
const logChange = (commit: Commit) =>
  commit.events.length === 0
    ? Effect.void
    : Effect.annotateLogs(Effect.logInfo("Team changed"), { team: commit.team.id, events: namesOf(commit) })

/** The first commit of a team; a second one at the same time is refused by the decider or by the store. */
export const startTeam = Effect.fn("startTeam")(function* (
  id: TeamId,
  command: TeamCommand,
  warnings: ReadonlyArray<Warning> = []
) {
  const store = yield* TeamStore
  const decider = teamDecider(yield* PlatformTime)
  const events = yield* Effect.fromResult(decider.decide(command, noTeam))
  const commit = yield* commitOf(id, noTeam, events, { fence: 0 }, defined({ kept: yield* keptFor(warnings) }))
  const stored = yield* written(store.create(commit), commit)
  yield* logChange(commit)
  yield* (yield* WorkBell).ring
  return { stored, operationNumber: operationNumberOf(events, stored.team), warnings }
})

/** The answer that the current request got before, if it has a key; IdempotencyKeyReused if that was another request. */
export const earlierAnswer = Effect.fnUntraced(function* (id: TeamId) {
  const request = yield* CurrentRequestKey
  if (request === undefined) return Option.none<string>()
  const store = yield* TeamStore
  const earlier = yield* store.answered(id, request.scope, request.key)
  if (Option.isNone(earlier)) return Option.none<string>()
  return earlier.value.bodyHash === request.bodyHash
    ? Option.some(earlier.value.answer)
    : yield* new IdempotencyKeyReused({ key: request.key })
})
