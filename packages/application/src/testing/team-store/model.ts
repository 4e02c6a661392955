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

/** What holds after every command: the store and the model say the same, and no version comes twice. */
export const agree = async (model: Model, real: Real): Promise<void> => {
  const due = [...model.teams.values()].flatMap(({ stored }) => claimableAt(stored.schedule) ?? [])
  expect(await real.run(real.store.nextDue())).toEqual(due.length === 0 ? Option.none() : Option.some(Math.min(...due)))
  for (let n = 0; n < teamNumbers; n++) {
    const expected = model.teams.get(n)
    expect(await real.run(real.store.load(idOf(n)))).toStrictEqual(Option.fromUndefinedOr(expected?.stored))
    expect((await real.run(real.store.timeline(idOf(n), 0, 1_000))).map(({ event }) => event)).toStrictEqual(
      expected?.events ?? []
    )
    if (expected !== undefined) expect(expected.former).not.toContain(expected.stored.version)
  }
}

export const dueAt = (model: Model, due: number | undefined): Timestamp | "never" =>
  due === undefined ? "never" : plus(model.now, due)
