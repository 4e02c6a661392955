import { ConfigProvider, Effect } from "effect"
import { describe, expect, it } from "vitest"
import { graphSettings } from "./GraphSettings.ts"

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  graphSettings.pipe(Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(environment)))

describe("graphSettings", () => {
  it("is the public cloud unless said otherwise", async () => {
    expect(await Effect.runPromise(settingsOf({}))).toEqual({
      url: "https://graph.microsoft.com",
      scale: 1,
      timeoutMillis: 30_000
    })
  })

  it("takes an address with or without a slash at the end", async () => {
    for (const url of ["https://localhost:8443", "https://localhost:8443/"]) {
      expect(await Effect.runPromise(settingsOf({ GRAPH_URL: url, PLATFORM_TIME_SCALE: "100" }))).toMatchObject({
        url: "https://localhost:8443",
        scale: 100
      })
    }
  })

  it.each(["0.0004", "1.2345678", "30", "1e9"])("has a timeout that timers take: %s seconds", async (seconds) => {
    const { timeoutMillis } = await Effect.runPromise(settingsOf({ GRAPH_TIMEOUT_SECONDS: seconds }))
    expect(timeoutMillis).toBeGreaterThan(0)
    expect(AbortSignal.timeout(timeoutMillis).aborted).toBe(false)
  })

  it.each([
    [{ GRAPH_URL: "http://localhost:8443" }, "begins with https://"],
    [{ GRAPH_URL: "graph" }, "begins with https://"],
    [{ GRAPH_URL: "graph" }, 'GRAPH_URL is "graph".'],
    [{ GRAPH_TIMEOUT_SECONDS: "0" }, "above 0"],
    [{ GRAPH_TIMEOUT_SECONDS: "0" }, "GRAPH_TIMEOUT_SECONDS is 0."],
    [{ PLATFORM_TIME_SCALE: "10" }, "Leave PLATFORM_TIME_SCALE out"]
  ])("says what to set: %j", async (environment, words) => {
    const failure = await Effect.runPromise(Effect.flip(settingsOf(environment)))
    expect(failure.message).toContain(words)
  })
})
