import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { nextStep } from "@incident-teams/domain/team/agenda"
import type { WriteOutcome } from "@incident-teams/domain/team/Outcome"
import { isWrite } from "@incident-teams/domain/team/Step"
import type { Team } from "@incident-teams/domain/team/Team"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import type { EventOf } from "@incident-teams/domain/team/TeamEvent"
import { timing } from "@incident-teams/domain/team/Timing"
import { Effect, Exit, Layer, Option, Random } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import * as WorkBell from "../changes/WorkBell.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { type Commit, type SeenRoster, StaleTeam, type Stored, TeamStore } from "../ports/TeamStore.ts"
import { start } from "../testing/StoreUnderTest.ts"
import { firstCommit, folded, personOf, storedOf } from "../testing/team-store/commits.ts"
import { callMillis, type Claim, commitUnderFence, FenceLost, leaseTerms } from "./Claim.ts"

/** Claimed under a lease that ends so many milliseconds after the start. */
const claimedFor = (millis: number): Claim => {
  const { commitId, schedule, team } = firstCommit(1)
  const lease = { holder: "ann", until: plus(start, millis) }
  return {
    stored: { id: team.id, version: "1", team, commitId, schedule: { ...schedule, lease } },
    fence: 1,
    terms: leaseTerms("ann"),
    begun: undefined,
    goesOn: () => true
  }
}

describe("a call under a lease of a minute", () => {
  it.each([
    [60_000, Option.some(50_000)],
    [45_000, Option.some(35_000)],
    [44_999, Option.none()],
    [1, Option.none()],
    [-1, Option.none()]
  ])("has, with %d ms of it left, %j", (left, millis) => {
    expect(callMillis(claimedFor(left), start)).toEqual(millis)
  })

  it("has none once the lease was given back", () => {
    const claim = claimedFor(60_000)
    expect(callMillis({ ...claim, stored: { ...claim.stored, schedule: { fence: 1 } } }, start)).toEqual(Option.none())
  })
})

describe("what a worker commits under its lease", () => {
  const terms = leaseTerms("ann", 90_000)
  const renewed = { holder: "ann", until: plus(start, 90_000) }
  const requested = firstCommit(1).team
  const held = (team: Team = requested, change: Partial<Stored["schedule"]> = {}, version = "1"): Stored => ({
    ...storedOf(team),
    version,
    schedule: { fence: 3, lease: { holder: "ann", until: plus(start, 1) }, ...change }
  })
  const first = nextStep(requested, start)
  if (first === undefined || !isWrite(first)) throw new Error("A requested team begins with a write.")
  const begin = (at: Timestamp): TeamCommand => ({ _tag: "BeginStep", step: first, at })
  const begun: EventOf<"StepBegun"> = {
    _tag: "StepBegun",
    step: first,
    attempt: 1,
    at: start,
    giveUpAt: plus(start, 2 * 60_000),
    readFrom: plus(start, 10 * 60_000)
  }
  const creating = folded([begun], requested)
  const report =
    (outcome: WriteOutcome) =>
    (at: Timestamp): TeamCommand => ({ _tag: "ReportWrite", attempt: 1, step: first, outcome, at })
  const created = report({
    _tag: "GroupEnsured",
    platformTeamId: PlatformTeamId.make("11111111-0000-4000-8000-000000000001"),
    found: false
  })

  /** It says nothing of a team that is being created. */
  const checked = (at: Timestamp): TeamCommand => ({
    _tag: "ReportRead",
    step: { _tag: "Verify" },
    outcome: { _tag: "TeamRead", began: start, reading: { _tag: "Missing" } },
    at
  })

  /** What is committed on which version, and what comes of it. */
  const committing = async (
    stored: Stored,
    command: (at: Timestamp) => TeamCommand,
    {
      claim = {},
      late = 0,
      newer = [],
      roster
    }: {
      readonly claim?: Partial<Claim>
      /** What chance gives, below 1. */
      readonly late?: number
      /** What others commit meanwhile, one after the other. */
      readonly newer?: ReadonlyArray<Stored>
      readonly roster?: SeenRoster
    } = {}
  ) => {
    const commits: Array<readonly [version: string, commit: Commit]> = []
    const others = [...newer]
    const store = Layer.mock(TeamStore, {
      commit: (version, commit) => {
        commits.push([version, commit])
        return others.length > 0
          ? Effect.fail(new StaleTeam({ id: requested.id }))
          : Effect.succeed({ ...stored, ...commit, version: `${version}+` })
      },
      load: () => Effect.succeed(Option.fromUndefinedOr(others.shift())),
      roster: () => Effect.succeedNone
    })
    const exit = await Effect.runPromiseExit(
      TestClock.setTime(start).pipe(
        Effect.andThen(
          commitUnderFence({ stored, fence: 3, terms, begun: undefined, goesOn: () => true, ...claim }, command, roster)
        ),
        Effect.provideService(Random.Random, { nextDoubleUnsafe: () => late, nextIntUnsafe: () => 0 }),
        Effect.provide(Layer.mergeAll(TestClock.layer(), WorkBell.layer, Layer.succeed(PlatformTime, timing), store))
      )
    )
    return { exit, commits, schedule: commits[0]?.[1].schedule }
  }

  it.each([
    ["the fence is another worker's", held(requested, { fence: 4 })],
    ["the lease is", held(requested, { lease: { holder: "bob", until: plus(start, 1) } })],
    ["no one has it", { ...held(), schedule: { fence: 3 } }]
  ])("is nothing once %s", async (_, stored) => {
    const { exit, commits } = await committing(stored, begin)
    expect(exit).toEqual(Exit.fail(new FenceLost()))
    expect(commits).toEqual([])
  })

  it("is nothing where there is nothing to say", async () => {
    const { exit, commits } = await committing(held(creating), checked, { claim: { begun } })
    expect(exit).toMatchObject({ value: { stored: { version: "1" }, begun: undefined } })
    expect(commits).toEqual([])
  })

  it("is the write that it begins, with the lease renewed", async () => {
    const origins = { team: { requestId: "r-1" } } as const
    const { exit, commits, schedule } = await committing(held(requested, { origins }), begin)
    expect(exit).toMatchObject({ value: { stored: { version: "1+" }, fence: 3, begun } })
    expect(commits.map(([version, { events }]) => [version, events])).toEqual([["1", [begun]]])
    expect(schedule).toMatchObject({ fence: 3, lease: renewed, origins })
  })

  it("is an outcome that comes late, and the write that is due", async () => {
    const { exit, commits, schedule } = await committing(held(), created)
    expect(commits.map(([, { events }]) => events.map(({ _tag }) => _tag))).toEqual([["LateResult", "StepBegun"]])
    expect(exit).toMatchObject({ value: { begun } })
    expect(schedule?.lease).toEqual(renewed)
  })

  it("begins nothing more once the worker is to stop", async () => {
    const { exit, commits, schedule } = await committing(held(), created, { claim: { goesOn: () => false } })
    expect(commits.map(([, { events }]) => events.map(({ _tag }) => _tag))).toEqual([["LateResult"]])
    expect(exit).toMatchObject({ value: { begun: undefined } })
    expect(schedule).toMatchObject({ lease: renewed, dueAt: start })
  })

  it("gives the lease back where nothing is due, and comes back up to a twentieth of the pause later", async () => {
    const wait = report({ _tag: "FailedForNow", reason: "Throttled.", afterMillis: 60_000 })
    const pause = async (late: number) => {
      const { exit, schedule } = await committing(held(creating), wait, { late })
      expect(exit).toMatchObject({ value: { begun: undefined } })
      expect(schedule).not.toHaveProperty("lease")
      return (schedule?.dueAt ?? start) - start
    }
    const shortest = await pause(0)
    expect(shortest).toBeGreaterThanOrEqual(60_000)
    expect(await pause(0.5)).toBeCloseTo(shortest * 1.025, 3)
  })

  it("comes back for what has been due already as if there were no pause, and not at all for what a person has to do", async () => {
    const earlier = plus(start, -10_000)
    const overdue = held(folded([{ ...begun, at: earlier }], requested))
    const stopping = { claim: { goesOn: () => false }, late: 0.5 }
    expect((await committing(overdue, (at) => ({ _tag: "TakeOver", at }), stopping)).schedule?.dueAt).toBe(earlier)
    const refused = report({ _tag: "Refused", reason: "No.", remedy: "Ask." })
    expect((await committing(held(creating), refused, { late: 0.5 })).schedule).toEqual({ fence: 3 })
  })

  it("is decided again on what others committed meanwhile, as long as the team is held", async () => {
    const second = held(requested, {}, "2")
    expect((await committing(held(), begin, { newer: [second] })).commits.map(([version]) => version)).toEqual([
      "1",
      "2"
    ])
    const lost = await committing(held(), begin, { newer: [held(requested, { fence: 4 }, "2")] })
    expect(lost.exit).toEqual(Exit.fail(new FenceLost()))
    expect(lost.commits).toHaveLength(1)
  })

  it("has with it who was seen in the team", async () => {
    const roster: SeenRoster = { at: start, members: [{ id: personOf(1), name: "Ada", role: "owner" }] }
    const again = await committing(held(), begin, { newer: [held(requested, {}, "2")], roster })
    expect(again.commits.map(([, commit]) => commit.roster)).toEqual([roster, roster])
  })
})
