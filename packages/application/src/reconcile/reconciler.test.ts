import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { timing } from "@incident-teams/domain/team/Timing"
import { Clock, Effect, Layer, Logger, Option, Random } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import * as WorkBell from "../changes/WorkBell.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import * as WorkerHeartbeat from "../monitoring/WorkerHeartbeat.ts"
import { CollaborationPlatform } from "../ports/CollaborationPlatform.ts"
import { Directory } from "../ports/Directory.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { ProviderIncidents } from "../ports/ProviderIncidents.ts"
import { StoreUnavailable, type Stored, TeamStore } from "../ports/TeamStore.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { start } from "../testing/StoreUnderTest.ts"
import { firstCommit, storedOf } from "../testing/team-store/commits.ts"
import { leaseTerms } from "./Claim.ts"
import { reconcileOnce, reconciler, type WorkerTerms } from "./reconciler.ts"

const terms: WorkerTerms = { ...leaseTerms("ann", 90_000), concurrency: 2, waitAtMostMillis: 10_000 }
const away = new StoreUnavailable({ reason: "It is away.", cause: undefined })

/** A team that is held by nobody any more: there is nothing to do but to give it back. */
const lost = (number: number): Stored => ({ ...storedOf(firstCommit(number).team), schedule: { fence: number } })

interface World {
  /** What is claimed, round by round; nothing after that. */
  readonly rounds?: ReadonlyArray<ReadonlyArray<Stored> | StoreUnavailable>
  readonly nextDue?: Timestamp
  /** What chance gives, below 1. */
  readonly chance?: number
}

const worldOf = ({ rounds = [], nextDue, chance = 0 }: World) => {
  const left = [...rounds]
  /** When teams were claimed, in milliseconds since the start, and how many at most. */
  const claims: Array<readonly [at: number, limit: number]> = []
  const released: Array<readonly [Stored["id"], number]> = []
  const lines: Array<unknown> = []
  const store = Layer.mock(TeamStore, {
    claim: (worker, limit, leaseMillis) =>
      Effect.flatMap(Clock.currentTimeMillis, (at) => {
        expect([worker, leaseMillis]).toEqual(["ann", 90_000])
        claims.push([at - start, limit])
        const round = left.shift() ?? []
        return round instanceof StoreUnavailable
          ? Effect.fail(round)
          : Effect.succeed(round.map((stored) => ({ stored, takenOver: false })))
      }),
    nextDue: () => Effect.succeed(Option.fromUndefinedOr(nextDue)),
    release: (...lease) => Effect.sync(() => void released.push(lease))
  })
  const layer = Layer.mergeAll(
    TestClock.layer(),
    deploymentWith(),
    WorkBell.layer,
    WorkerHeartbeat.layer,
    Layer.succeed(PlatformTime, timing),
    Layer.mock(CollaborationPlatform, {}),
    Layer.mock(Directory, {}),
    Layer.mock(IncidentSource, { workspaces: [] }),
    Layer.mock(ProviderIncidents, {}),
    Logger.layer([Logger.make(({ message }) => void lines.push(message))]),
    store
  )
  const run = <A, E>(test: Effect.Effect<A, E, Layer.Success<typeof layer>>): Promise<A> =>
    Effect.runPromise(
      Effect.andThen(TestClock.setTime(start), test).pipe(
        Effect.provideService(Random.Random, { nextDoubleUnsafe: () => chance, nextIntUnsafe: () => 0 }),
        Effect.provide(layer)
      )
    )
  return { run, claims, released, lines }
}

/** When a worker claims, in so many milliseconds after the start. */
const claimedIn = async (world: World, millis = 30_000) => {
  const { run, ...seen } = worldOf(world)
  const silence = await run(
    Effect.gen(function* () {
      yield* Effect.forkChild(reconciler(terms))
      for (let part = 0; part < 30; part++) yield* TestClock.adjust(millis / 30)
      return yield* (yield* WorkerHeartbeat.WorkerHeartbeat).silence
    })
  )
  return { ...seen, silence, at: seen.claims.map(([at]) => at) }
}

describe("a worker that has nothing to do", () => {
  it("asks again after its wait, or up to a fifth sooner", async () => {
    expect((await claimedIn({})).at).toEqual([0, 10_000, 20_000, 30_000])
    expect((await claimedIn({ chance: 0.5 })).at).toEqual([0, 9_000, 18_000, 27_000])
  })

  it("asks when the next team becomes due, but not without a pause", async () => {
    expect((await claimedIn({ nextDue: plus(start, 3_000) }, 3_000)).at).toEqual([0, 3_000])
    expect((await claimedIn({ nextDue: plus(start, -1) }, 3)).at).toEqual([0, 1, 2, 3])
    expect((await claimedIn({ nextDue: plus(start, 60_000) })).at).toEqual([0, 10_000, 20_000, 30_000])
  })

  it("shows that it works", async () => {
    expect((await claimedIn({})).silence).toEqual(Option.some(0))
  })
})

describe("a worker", () => {
  it("claims as many teams as it has hands for, and asks for more at once while some are claimed", async () => {
    const { claims, released } = await claimedIn({ rounds: [[lost(1)], [lost(2)]] })
    expect(claims.slice(0, 2)).toEqual([
      [0, 2],
      [0, 2]
    ])
    expect(released.map(([, fence]) => fence)).toEqual([1, 2])
  })

  it("waits where the store can't be asked, says so, and asks again", async () => {
    const { at, lines } = await claimedIn({ rounds: [away, away] })
    expect(at).toEqual([0, 10_000, 20_000, 30_000])
    expect(lines).toEqual([
      expect.arrayContaining(["The store can't be asked for work"]),
      expect.arrayContaining(["The store can't be asked for work"])
    ])
  })

  it("works once on what is due, and says on how many teams", async () => {
    const { run, released, claims } = worldOf({ rounds: [[lost(1), lost(2)]] })
    expect(await run(reconcileOnce(terms))).toBe(2)
    expect(released.map(([, fence]) => fence)).toEqual([1, 2])
    expect(claims).toEqual([[0, 2]])
  })
})
