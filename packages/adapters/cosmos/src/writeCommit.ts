import type { OperationInput } from "@azure/cosmos"
import { type Commit, type Stored, type StoreUnavailable, unchanged } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option } from "effect"
import type { CosmosContainer, Read } from "./CosmosContainer.ts"
import { allInPlace, fitsOneBatch, keepParts, layDown } from "./largeCommit.ts"
import { unlessPointer } from "./PointerItem.ts"
import { type PreparedCommit, prepared } from "./PreparedCommit.ts"
import { type Counts, readStoredTeam, teamItemId, versionOf } from "./TeamItem.ts"
import { type CallFailure, NotDone, type ReadFailure } from "./wire/CallFailure.ts"
import { notProvisioned } from "./wire/failureOf.ts"
import { persistentWrite, type Refused } from "./wire/persistently.ts"

/** On top of what a commit is written: nothing, or the team as it was loaded. */
export type Ground = { readonly _tag: "Nothing" } | ({ readonly _tag: "Loaded"; readonly etag: string } & Counts)

/** The team as it is stored, with everything of its last commit in place; none where there is none. */
export const loadTeam = (teams: CosmosContainer, id: TeamId): Effect.Effect<Option.Option<Stored>, ReadFailure> =>
  Effect.flatMap(teams.read(id, teamItemId), (found) => teamIn(teams, found))

const teamIn = (
  teams: CosmosContainer,
  found: Option.Option<Read>
): Effect.Effect<Option.Option<Stored>, ReadFailure> =>
  Option.match(Option.flatMap(found, unlessPointer), {
    onNone: () => Effect.succeedNone,
    onSome: (read) => Effect.map(allInPlace(teams, read), (whole) => Option.some(readStoredTeam(whole)))
  })

/** The same, unless the team's item still has this etag. */
export const loadTeamIfChanged = (
  teams: CosmosContainer,
  id: TeamId,
  etag: string
): Effect.Effect<Option.Option<Stored> | typeof unchanged, ReadFailure> =>
  Effect.flatMap(teams.readIfChanged(id, teamItemId, etag), (found): ReturnType<typeof loadTeamIfChanged> =>
    found === unchanged ? Effect.succeed(unchanged) : teamIn(teams, found)
  )

/** The team's own item: only where there is none, or only as it was loaded. Never an upsert, which does neither. */
const teamOperation = (ground: Ground, resourceBody: PreparedCommit["team"]["item"]): OperationInput =>
  ground._tag === "Nothing"
    ? { operationType: "Create", resourceBody }
    : { operationType: "Replace", id: teamItemId, resourceBody, ifMatch: ground.etag }

const inOneBatch = (
  teams: CosmosContainer,
  ground: Ground,
  ready: PreparedCommit
): Effect.Effect<Stored, CallFailure> => {
  const { team, schedule, commitId } = ready.commit
  return Effect.flatMap(
    teams.batch(team.id, [
      teamOperation(ground, ready.team.item),
      ...ready.beside.map(({ item }): OperationInput => ({ operationType: "Upsert", resourceBody: item }))
    ]),
    ([etag]) =>
      etag === undefined
        ? Effect.fail(new NotDone({ reason: "The answer of Cosmos DB to a batch has no etag." }))
        : Effect.succeed({ id: team.id, version: versionOf(ready.counts, etag), team, schedule, commitId })
  )
}

/** Larger than a batch may be; see `largeCommit.ts`. */
const inParts = Effect.fnUntraced(function* (teams: CosmosContainer, ground: Ground, ready: PreparedCommit) {
  const { id } = ready.commit.team
  const unfinished = yield* layDown(teams, ready)
  yield* teams.batch(id, [teamOperation(ground, { ...ready.team.item, unfinished }), ...keepParts(unfinished)])
  return Option.getOrThrow(yield* loadTeam(teams, id))
})

/** All or nothing, once: a commit whose answer was lost is recognized by its id as long as nobody else has committed. */
export const writeCommit = (
  teams: CosmosContainer,
  ground: Ground,
  commit: Commit,
  now: Timestamp
): Effect.Effect<Stored, Refused | StoreUnavailable> => {
  const ready = prepared(commit, ground._tag === "Nothing" ? { events: 0, commits: 0 } : ground, now)
  const write = (fitsOneBatch(ready) ? inOneBatch : inParts)(teams, ground, ready)
  return persistentWrite(
    // Where nothing has to be there, it is the container that isn't.
    ground._tag === "Loaded"
      ? write
      : Effect.catchTag(write, "Missing", (missing) => Effect.fail(notProvisioned(missing))),
    Effect.map(
      loadTeam(teams, commit.team.id),
      Option.filter((stored) => stored.commitId === commit.commitId)
    )
  )
}
