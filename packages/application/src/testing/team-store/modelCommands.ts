import { plus } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { expect } from "vitest"
import { claimableAt, StaleTeam, type Stored, TeamAlreadyStored } from "../../ports/TeamStore.ts"
import { firstCommit, idOf, lastCommit, nextCommit, renamed } from "./commits.ts"
import { agree, type Command, dueAt, put, rescheduled, teamNumbers, written } from "./model.ts"

const create = (n: number, due: number | undefined): Command => ({
  check: () => true,
  run: async (model, real) => {
    const commit = firstCommit(n, { dueAt: dueAt(model, due) })
    if (model.teams.has(n)) {
      expect(await real.run(Effect.flip(real.store.create(commit)))).toBeInstanceOf(TeamAlreadyStored)
    } else {
      const stored = await real.run(real.store.create(commit))
      put(model, n, written(undefined, stored, commit, undefined), commit)
    }
    await agree(model, real, [n])
  },
  toString: () => `Create(${n}, due ${due ?? "never"})`
})

const commitOnTop = (n: number, due: number | undefined, names: ReadonlyArray<string>): Command => ({
  check: (model) => model.teams.has(n),
  run: async (model, real) => {
    const before = model.teams.get(n)!
    const { version } = before.stored
    const commit = nextCommit(before.stored, {
      dueAt: dueAt(model, due),
      events: names.map((name) => renamed(name))
    })
    const stored = await real.run(real.store.commit(version, commit))
    expect(stored).toMatchObject({ team: commit.team, schedule: commit.schedule, commitId: commit.commitId })
    put(model, n, written(before, stored, commit, version), commit)
    await agree(model, real, [n])
  },
  toString: () => `Commit(${n}, due ${due ?? "never"}, ${names.length} events)`
})

const commitOnFormer = (n: number, which: number): Command => ({
  check: (model) => (model.teams.get(n)?.former.length ?? 0) > 0,
  run: async (model, real) => {
    const { stored, former } = model.teams.get(n)!
    const version = former[which % former.length]!
    expect(await real.run(Effect.flip(real.store.commit(version, nextCommit(stored))))).toBeInstanceOf(StaleTeam)
    await agree(model, real, [n])
  },
  toString: () => `CommitOnFormer(${n}, ${which})`
})

const repeat = (n: number): Command => ({
  check: (model) => model.teams.has(n),
  run: async (model, real) => {
    const { stored, last } = model.teams.get(n)!
    const again: Effect.Effect<Stored, unknown> =
      last.expected === undefined ? real.store.create(last.commit) : real.store.commit(last.expected, last.commit)
    expect(await real.run(again)).toStrictEqual(stored)
    await agree(model, real, [n])
  },
  toString: () => `Repeat(${n})`
})

const claimDue = (who: string, limit: number, lease: number): Command => ({
  check: () => true,
  run: async (model, real) => {
    const claimable = [...model.teams].flatMap(([n, team]) => {
      const at = claimableAt(team.stored.schedule)
      return at !== undefined && at <= model.now ? [{ n, at, team }] : []
    })
    const claims = await real.run(real.store.claim(who, limit, lease))
    expect(claims).toHaveLength(Math.min(limit, claimable.length))
    const times = claims.map(({ stored }) => claimable.find(({ n }) => idOf(n) === stored.id)!.at)
    expect(times).toEqual(
      claimable
        .map(({ at }) => at)
        .toSorted((a, b) => a - b)
        .slice(0, limit)
    )
    for (const { stored, takenOver } of claims) {
      const { n, team } = claimable.find((one) => idOf(one.n) === stored.id)!
      const before = team.stored
      expect(takenOver).toBe(before.schedule.lease !== undefined)
      const schedule = {
        ...before.schedule,
        fence: before.schedule.fence + 1,
        lease: { holder: who, until: plus(model.now, lease) }
      }
      expect(stored).toStrictEqual({ ...before, version: stored.version, schedule })
      model.teams.set(n, rescheduled(team, stored))
      model.claims = [...model.claims, { worker: who, n, fence: schedule.fence }]
    }
    await agree(model, real, [])
  },
  toString: () => `Claim(${who}, ${limit}, ${lease} ms)`
})

/** A worker reports: accepted under its own fence only, as the reconciler does it. */
const finish = (which: number, due: number | undefined): Command => ({
  check: (model) => model.claims.length > 0,
  run: async (model, real) => {
    const claim = model.claims[which % model.claims.length]!
    model.claims = model.claims.filter((other) => other !== claim)
    const before = model.teams.get(claim.n)!
    const loaded = Option.getOrThrow(await real.run(real.store.load(idOf(claim.n))))
    expect(loaded.schedule.fence).toBe(before.stored.schedule.fence)
    if (loaded.schedule.fence !== claim.fence) return
    const commit = lastCommit(loaded, { dueAt: dueAt(model, due) })
    const stored = await real.run(real.store.commit(loaded.version, commit))
    put(model, claim.n, written(before, stored, commit, loaded.version), commit)
    await agree(model, real, [claim.n])
  },
  toString: () => `Finish(${which}, due ${due ?? "never"})`
})

const release = (which: number): Command => ({
  check: (model) => model.claims.length > 0,
  run: async (model, real) => {
    const claim = model.claims[which % model.claims.length]!
    model.claims = model.claims.filter((other) => other !== claim)
    await real.run(real.store.release(idOf(claim.n), claim.fence))
    const before = model.teams.get(claim.n)!
    const { lease, ...schedule } = before.stored.schedule
    if (lease !== undefined && lease.until > model.now && schedule.fence === claim.fence) {
      const after = Option.getOrThrow(await real.run(real.store.load(idOf(claim.n))))
      model.teams.set(claim.n, rescheduled(before, { ...before.stored, version: after.version, schedule }))
    }
    await agree(model, real, [claim.n])
  },
  toString: () => `Release(${which})`
})

const pass = (millis: number): Command => ({
  check: () => true,
  run: async (model, real) => {
    model.now = plus(model.now, millis)
    await real.run(TestClock.setTime(model.now))
  },
  toString: () => `Pass(${millis} ms)`
})

/** A worker is gone with all that it knew; its leases are left behind. */
const crash = (who: string): Command => ({
  check: (model) => model.claims.some((claim) => claim.worker === who),
  run: async (model) => {
    model.claims = model.claims.filter((claim) => claim.worker !== who)
  },
  toString: () => `Crash(${who})`
})

export const restart = (): Command => ({
  check: () => true,
  run: async (model, real) => {
    await real.reopen()
    await agree(model, real)
  },
  toString: () => "Restart"
})

export const follow = (limit: number): Command => ({
  check: () => true,
  run: async (_model, real) => {
    const { changes, cursor } = await real.run(real.store.changes(Option.some(real.cursor), limit))
    expect(changes.length).toBeLessThanOrEqual(limit)
    real.cursor = cursor
    for (const change of changes) {
      if (!("team" in change)) throw new Error("nothing was published")
      const { team, from, to } = change
      const n = Array.from({ length: teamNumbers }, (_, index) => index).find((index) => idOf(index) === team)!
      const told = real.told.get(n) ?? []
      // Told again is allowed; commits without events can't be told apart, so they aren't counted.
      if (from <= to && !told.some(([f]) => f === from)) real.told.set(n, [...told, [from, to]])
    }
  },
  toString: () => `Follow(${limit})`
})

const due = fc.option(fc.integer({ min: -60_000, max: 60_000 }), { nil: undefined, freq: 4 })
const number = fc.nat({ max: teamNumbers - 1 })
const worker = fc.constantFrom("ann", "bob", "cid")

/** Every command but a restart, which not every store survives. */
export const commands: Array<fc.Arbitrary<Command>> = [
  fc.tuple(number, due).map(([n, at]) => create(n, at)),
  fc
    .tuple(number, due, fc.array(fc.string({ maxLength: 5 }), { maxLength: 2 }))
    .map(([n, at, names]) => commitOnTop(n, at, names)),
  fc.tuple(number, fc.nat()).map(([n, which]) => commitOnFormer(n, which)),
  number.map((n) => repeat(n)),
  fc
    .tuple(worker, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 60_000 }))
    .map(([who, limit, lease]) => claimDue(who, limit, lease)),
  fc.tuple(fc.nat(), due).map(([which, at]) => finish(which, at)),
  fc.nat().map((which) => release(which)),
  fc.integer({ min: 1, max: 90_000 }).map((millis) => pass(millis)),
  worker.map((who) => crash(who)),
  fc.integer({ min: 1, max: 5 }).map((limit) => follow(limit))
]
