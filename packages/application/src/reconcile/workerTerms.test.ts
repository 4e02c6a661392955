import { ConfigProvider, Effect, Exit } from "effect"
import { describe, expect, it } from "vitest"
import { workerTerms } from "./workerTerms.ts"

const termsFrom = (environment: Readonly<Record<string, string>>) =>
  Effect.provide(workerTerms, ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))

describe("a worker's terms", () => {
  it("are those of a lease of a minute, on 32 teams at a time, unless the environment says otherwise", () => {
    expect(Effect.runSync(termsFrom({}))).toEqual({
      holder: expect.stringMatching(/^worker-.{12}$/u),
      leaseMillis: 60_000,
      callNeedsMillis: 45_000,
      callEndsBeforeMillis: 10_000,
      concurrency: 32,
      waitAtMostMillis: 1_000
    })
    expect(Effect.runSync(termsFrom({ WORKER_LEASE_SECONDS: "120", WORKER_CONCURRENCY: "1" }))).toMatchObject({
      leaseMillis: 120_000,
      callNeedsMillis: 90_000,
      callEndsBeforeMillis: 20_000,
      concurrency: 1
    })
  })

  it("name another holder at each start", () => {
    const [first, second] = [Effect.runSync(termsFrom({})), Effect.runSync(termsFrom({}))]
    expect(first.holder).not.toBe(second.holder)
  })

  it.each([
    ["1000", true],
    ["1001", false],
    ["0", false],
    ["1.5", false]
  ])("take %s teams at a time: %s", (concurrency, taken) => {
    expect(Exit.isSuccess(Effect.runSyncExit(termsFrom({ WORKER_CONCURRENCY: concurrency })))).toBe(taken)
  })
})
