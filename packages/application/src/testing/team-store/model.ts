import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { type Effect, Option } from "effect"
import type * as fc from "fast-check"
import { expect } from "vitest"
import { claimableAt, type Commit, type Stored, type TeamStore } from "../../ports/TeamStore.ts"
import { idOf } from "./commits.ts"

/** A team as it has to be, and every version that it ever had. */
export interface Expected {
  readonly stored: Stored
  readonly events: ReadonlyArray<TeamEvent>
  readonly former: ReadonlyArray<Stored["version"]>
  /** What wrote it last, and on which version (none: by creating). */
  readonly last: { readonly commit: Commit; readonly expected: string | undefined }
}

/** A claim that its worker still believes in. */
export interface Claim {
  readonly worker: string
  readonly n: number
  readonly fence: number
}

export interface Model {
  now: Timestamp
  readonly teams: Map<number, Expected>
  claims: ReadonlyArray<Claim>
  /** Places of the events of every commit that had any, team by team. */
  readonly told: Map<number, ReadonlyArray<readonly [number, number]>>
}

export interface Real {
  readonly run: <A>(effect: Effect.Effect<A, unknown>) => Promise<A>
  store: TeamStore["Service"]
  /** Another store on the same data, where that is possible. */
  readonly reopen: () => Promise<void>
  cursor: string
  /** What a follower has been told so far, each change once. */
  readonly told: Map<number, Array<readonly [number, number]>>
}

export type Command = fc.AsyncCommand<Model, Real>

export const teamNumbers = 4

export const written = (
  before: Expected | undefined,
  stored: Stored,
  commit: Commit,
  expected: string | undefined
): Expected => ({
  stored,
  events: [...(before?.events ?? []), ...commit.events],
  former: before === undefined ? [] : [...before.former, before.stored.version],
  last: { commit, expected }
})

export const rescheduled = (before: Expected, stored: Stored): Expected => ({
  ...before,
  stored,
  former: [...before.former, before.stored.version]
})

export const put = (model: Model, n: number, after: Expected, commit: Commit): void => {
  model.teams.set(n, after)
  if (commit.events.length === 0) return
  const to = after.events.length
  model.told.set(n, [...(model.told.get(n) ?? []), [to - commit.events.length + 1, to]])
}

const everyTeam = Array.from({ length: teamNumbers }, (_, n) => n)

/**
 * What holds after every command: the store and the model say the same, and no version comes twice. Every team is
 * looked at, and the history of `touched`: those that the command was about (all of them unless said otherwise).
 */
export const agree = async (model: Model, real: Real, touched: ReadonlyArray<number> = everyTeam): Promise<void> => {
  const due = [...model.teams.values()].flatMap(({ stored }) => claimableAt(stored.schedule) ?? [])
  expect(await real.run(real.store.nextDue())).toEqual(due.length === 0 ? Option.none() : Option.some(Math.min(...due)))
  const found = new Map((await real.run(real.store.loadMany(everyTeam.map(idOf)))).map((one) => [one.id, one]))
  for (const n of everyTeam) {
    const expected = model.teams.get(n)
    expect(found.get(idOf(n))).toStrictEqual(expected?.stored)
    if (expected !== undefined) expect(expected.former).not.toContain(expected.stored.version)
  }
  for (const n of touched) {
    const expected = model.teams.get(n)
    expect(await real.run(real.store.load(idOf(n)))).toStrictEqual(Option.fromUndefinedOr(expected?.stored))
    expect((await real.run(real.store.timeline(idOf(n), 0, 1_000))).map(({ event }) => event)).toStrictEqual(
      expected?.events ?? []
    )
  }
}

export const dueAt = (model: Model, due: number | undefined): Timestamp | "never" =>
  due === undefined ? "never" : plus(model.now, due)
