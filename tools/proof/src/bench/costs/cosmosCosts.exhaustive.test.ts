import { expect, it } from "vitest"
import { cosmosCosts } from "./cosmosCosts.ts"

it("reports the request units of a life and of idle days, and the calls of an idle day", async () => {
  const { cosmos, idleCallsPerDay } = await cosmosCosts([1, 3])
  const { create, archive, reopen } = cosmos.ruOf
  expect(Math.min(create, archive, reopen)).toBeGreaterThan(0)
  expect(Math.abs(cosmos.ruPerLife - create - archive - reopen)).toBeLessThanOrEqual(1)
  for (const { 1: few, 3: many } of [cosmos.ruPerIdleDay.open, cosmos.ruPerIdleDay.archived]) {
    expect(few!.oneWorker).toBeGreaterThan(0)
    // Waiting for work is what each worker does by itself.
    expect(few!.fourWorkers).toBeGreaterThan(2 * few!.oneWorker)
    expect(many!.oneWorker).toBeGreaterThan(few!.oneWorker)
  }
  // The team and its members are read once a day, the incident once an hour.
  expect(idleCallsPerDay.open.graph).toBeGreaterThanOrEqual(2)
  expect(idleCallsPerDay.open.arm).toBe(24)
  expect(idleCallsPerDay.archived).toEqual(idleCallsPerDay.open)
  expect(idleCallsPerDay.workspace).toEqual({ graph: 0, arm: 5_760 })
}, 480_000)
