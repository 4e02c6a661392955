import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { timing } from "@incident-teams/domain/team/Timing"
import { Clock, Effect, Exit, Fiber, Layer, Logger, Option, Random, References } from "effect"
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
import { firstCommit, idOf, storedOf } from "../testing/team-store/commits.ts"
import { CallPurpose } from "../tracing/CallPurpose.ts"
import { leaseTerms } from "./Claim.ts"
import { reconcileOnce, reconciler, type WorkerTerms } from "./reconciler.ts"

const terms: WorkerTerms = { ...leaseTerms("ann", 90_000), concurrency: 2, waitAtMostMillis: 10_000 }
const away = new StoreUnavailable({ reason: "It is away.", cause: undefined })

/** A team that is held by nobody any more: there is nothing to do but to give it back. */
const lost = (number: number): Stored => ({ ...storedOf(firstCommit(number).team), schedule: { fence: number } })

/** A team whose page is to be pinned, which takes as many seconds as it has in its number; then it is checked. */
const unpinned = (number: number): Stored => ({
  ...storedOf({
    ...firstCommit(number).team,
    phase: "provisioning",
    place: {
      _tag: "Team",
      platformTeamId: PlatformTeamId.make(`11111111-0000-4000-8000-${String(number).padStart(12, "0")}`),
      link: `https://teams.test/${number}`,
      provisioned: false
    }
  }),
  schedule: { fence: number, lease: { holder: "ann", until: plus(start, 90_000) } }
})

/** In seconds since the start. */
const second: Effect.Effect<number> = Effect.map(Clock.currentTimeMillis, (at) => (at - start) / 1_000)

interface World {
  /** What is claimed, round by round; nothing after that. */
  readonly rounds?: ReadonlyArray<ReadonlyArray<Stored> | StoreUnavailable>
  readonly nextDue?: Timestamp
  /** What chance gives, below 1. */
  readonly chance?: number
  /** Nothing can be committed of this team. */
  readonly damaged?: Stored
}

/** More than any of these workers asks the store: one that asks more often asks for ever. */
const asksAtMost = 50

const worldOf = ({ rounds = [], nextDue, chance = 0, damaged }: World) => {
  const left = [...rounds]
  /** When teams were claimed, in milliseconds since the start, and how many at most. */
  const claims: Array<readonly [at: number, limit: number]> = []
  /** In which seconds it was asked what is due next. */
  const asked: Array<number> = []
  const purposes = new Set<string>()
  /** What was done with teams, by their fences, and in which second. */
  const done: Array<readonly [second: number, fence: number, what: string]> = []
  const released: Array<readonly [Stored["id"], number]> = []
  const lines: Array<Readonly<Record<string, unknown>>> = []
  const store = Layer.mock(TeamStore, {
    claim: (worker, limit, leaseMillis) =>
      Effect.gen(function* () {
        expect([worker, leaseMillis]).toEqual(["ann", 90_000])
        purposes.add(yield* CallPurpose)
        if (claims.length === asksAtMost) return yield* Effect.never
        claims.push([(yield* Clock.currentTimeMillis) - start, limit])
        const round = left.shift() ?? []
        return round instanceof StoreUnavailable
          ? yield* Effect.fail(round)
          : round.map((stored) => ({ stored, takenOver: false }))
      }),
    nextDue: () =>
      Effect.flatMap(second, (at) => {
        if (asked.length === asksAtMost) return Effect.never
        asked.push(at)
        return Effect.succeed(Option.fromUndefinedOr(nextDue))
      }),
    commit: (version, { commitId, events, schedule, team }) =>
      Effect.map(second, (at) => {
        if (team.id === damaged?.id) throw new Error("It is damaged.")
        done.push([at, schedule.fence, events.map(({ _tag }) => _tag).join(" ")])
        return { id: team.id, version: `${version}+`, commitId, schedule, team }
      }),
    roster: () => Effect.succeedNone,
    chunks: () => Effect.succeed([]),
    release: (...lease) =>
      Effect.map(second, (at) => {
        released.push(lease)
        done.push([at, lease[1], "released"])
      })
  })
  const logger = Logger.make(({ fiber, message }) => {
    lines.push({ message: String(message), ...fiber.getRef(References.CurrentLogAnnotations) })
  })
  const layer = Layer.mergeAll(
    TestClock.layer(),
    deploymentWith(),
    WorkBell.layer,
    WorkerHeartbeat.layer,
    Layer.succeed(PlatformTime, timing),
    Layer.mock(CollaborationPlatform, {
      pinPage: (id) => Effect.sleep(`${Number(id.slice(-12))} seconds`),
      read: () => Effect.succeed({ archived: false, members: [] }),
      expiresAt: () => Effect.succeedNone
    }),
    Layer.mock(Directory, {}),
    Layer.mock(IncidentSource, { workspaces: [] }),
    Layer.mock(ProviderIncidents, {}),
    Logger.layer([logger]),
    store
  )
  const run = <A, E>(test: Effect.Effect<A, E, Layer.Success<typeof layer>>): Promise<A> =>
    Effect.runPromise(
      Effect.andThen(TestClock.setTime(start), test).pipe(
        Effect.provideService(Random.Random, { nextDoubleUnsafe: () => chance, nextIntUnsafe: () => 0 }),
        Effect.provide(layer)
      )
    )
  return { run, claims, asked, purposes, done, released, lines }
}

/** Lets so many seconds pass, in parts, in each of which all that is due is done. */
const pass = (seconds: number) => {
  const part = seconds < 1 ? 1 : 100
  const parts = Array.from({ length: Math.round((seconds * 1_000) / part) })
  const settled = Effect.repeat(Effect.yieldNow, { times: 20 })
  return Effect.forEach(parts, () => Effect.andThen(settled, TestClock.adjust(part)), { discard: true })
}

/** What a worker does in so many seconds. It is interrupted after `stop` of them; `over`: by which second it had ended. */
const workedFor = async (world: World, seconds = 30, stop = seconds) => {
  const { run, ...seen } = worldOf(world)
  const { over, silence } = await run(
    Effect.gen(function* () {
      // Detached: the test ends, too, if the worker doesn't.
      const fiber = yield* Effect.forkDetach(reconciler(terms))
      yield* pass(stop)
      const pause = yield* (yield* WorkerHeartbeat.WorkerHeartbeat).silence
      const end = yield* Effect.forkDetach(Effect.andThen(Fiber.interrupt(fiber), second))
      yield* pass(seconds - stop)
      const ended = end.pollUnsafe()
      return { silence: pause, over: ended?._tag === "Success" ? ended.value : undefined }
    })
  )
  return { ...seen, silence, over, at: seen.claims.map(([at]) => at) }
}

describe("a worker that has nothing to do", () => {
  it("asks again after its wait, or up to a fifth sooner", async () => {
    expect((await workedFor({})).at).toEqual([0, 10_000, 20_000, 30_000])
    expect((await workedFor({ chance: 0.5 })).at).toEqual([0, 9_000, 18_000, 27_000])
  })

  it("asks when the next team becomes due, but not without a pause", async () => {
    expect((await workedFor({ nextDue: plus(start, 3_000) }, 3)).at).toEqual([0, 3_000])
    expect((await workedFor({ nextDue: plus(start, -1) }, 0.003)).at).toEqual([0, 1, 2, 3])
    expect((await workedFor({ nextDue: plus(start, 60_000) })).at).toEqual([0, 10_000, 20_000, 30_000])
  })

  it("shows that it works, and that its calls are for no request", async () => {
    const { purposes, silence } = await workedFor({})
    expect(silence).toEqual(Option.some(0))
    expect(purposes).toEqual(new Set(["claim"]))
  })

  it("ends at once when it is interrupted", async () => {
    const { at, over } = await workedFor({}, 30, 15)
    expect(at).toEqual([0, 10_000])
    expect(over).toBe(15)
  })
})

describe("a worker", () => {
  it("works on several teams at the same time, and claims no more than it has hands for", async () => {
    const { claims, done } = await workedFor({ rounds: [[unpinned(1)], [unpinned(2)], [unpinned(4)]] }, 12)
    expect(done).toEqual([
      [0, 1, "StepBegun"],
      [0, 2, "StepBegun"],
      [1, 1, "ChoreDone Provisioned"],
      [1, 1, "Verified"],
      [1, 1, "released"],
      [1, 4, "StepBegun"],
      [2, 2, "ChoreDone Provisioned"],
      [2, 2, "Verified"],
      [2, 2, "released"],
      [5, 4, "ChoreDone Provisioned"],
      [5, 4, "Verified"],
      [5, 4, "released"]
    ])
    // It asks at once when it has claimed some, and when it is done with one.
    expect(claims).toEqual([
      [0, 2],
      [0, 1],
      [1_000, 1],
      [2_000, 1],
      [5_000, 2]
    ])
  })

  it("asks the store for nothing while it has no hands, and shows that it works", async () => {
    const { asked, claims, lines, silence } = await workedFor(
      { rounds: [[unpinned(13), unpinned(14)]], nextDue: plus(start, -1) },
      12
    )
    expect(claims).toEqual([[0, 2]])
    expect(asked).toEqual([])
    expect(silence).toEqual(Option.some(2_000))
    expect(lines).toEqual([])
  })

  it("goes on to the next team where there is nothing to do for one", async () => {
    const { claims, released } = await workedFor({ rounds: [[lost(1)], [lost(2)]] })
    expect(claims.slice(0, 2)).toEqual([
      [0, 2],
      [0, 2]
    ])
    expect(released).toEqual([
      [idOf(1), 1],
      [idOf(2), 2]
    ])
  })

  it("waits where the store can't be asked, says so, and asks again", async () => {
    const { at, lines } = await workedFor({ rounds: [away, away] })
    expect(at).toEqual([0, 10_000, 20_000, 30_000])
    expect(lines.map(({ message }) => message)).toEqual([
      "The store can't be asked for work",
      "The store can't be asked for work"
    ])
  })

  it("leaves a team that it can't work on to the next one, and says which; the others go on", async () => {
    const { claims, done, lines } = await workedFor({
      rounds: [[unpinned(1), unpinned(2)]],
      damaged: unpinned(1)
    })
    expect(lines).toContainEqual({
      message: "Work on a team failed; another worker takes it over when the lease ends",
      team: idOf(1)
    })
    expect(done.map(([, fence, what]) => [fence, what])).toEqual([
      [2, "StepBegun"],
      [2, "ChoreDone Provisioned"],
      [2, "Verified"],
      [2, "released"]
    ])
    expect(claims.slice(0, 2)).toEqual([
      [0, 2],
      [0, 1]
    ])
  })
})

describe("a worker that is interrupted", () => {
  it("lets its calls end, records what came of them, begins nothing more, and gives its leases back", async () => {
    const { claims, done, over } = await workedFor({ rounds: [[unpinned(2), unpinned(4)]] }, 12, 1)
    expect(done.slice(2)).toEqual([
      [2, 2, "ChoreDone Provisioned"],
      [2, 2, "released"],
      [4, 4, "ChoreDone Provisioned"],
      [4, 4, "released"]
    ])
    expect(over).toBe(4)
    expect(claims).toEqual([[0, 2]])
  })

  it("waits for five seconds at most, then gives its leases back", async () => {
    const { done, over, released } = await workedFor({ rounds: [[unpinned(2), unpinned(7)]] }, 12, 1)
    expect(done.slice(2)).toEqual([
      [2, 2, "ChoreDone Provisioned"],
      [2, 2, "released"],
      [6, 7, "released"]
    ])
    expect(released).toContainEqual([idOf(7), 7])
    expect(over).toBe(6)
  })
})

describe("a worker that works once", () => {
  it("claims what is due, works on all of it at the same time, and says on how many teams", async () => {
    const { claims, done, run } = worldOf({ rounds: [[unpinned(1), unpinned(2), lost(3)]] })
    const teams = await run(
      Effect.gen(function* () {
        const once = yield* Effect.forkDetach(reconcileOnce(terms))
        yield* pass(2)
        return once.pollUnsafe()
      })
    )
    expect(teams).toEqual(Exit.succeed(3))
    expect(claims).toEqual([[0, 2]])
    expect(done.filter(([, , what]) => what === "Verified" || what === "released")).toEqual([
      [0, 3, "released"],
      [1, 1, "Verified"],
      [1, 1, "released"],
      [2, 2, "Verified"],
      [2, 2, "released"]
    ])
  })
})
