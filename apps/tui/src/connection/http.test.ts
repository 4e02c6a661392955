import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { TeamIdOnWire, IncidentIdOnWire } from "@incident-teams/api/values/Ids"
import { Clock, Effect, Exit, Fiber } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { boundedHttp, http } from "./http.ts"

const teamId = TeamIdOnWire.make("k3v5c2mqzt7n4wjy6abdxe2fho")
const incidentId = IncidentIdOnWire.make("soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5")
type Client = IncidentTeamsClient.IncidentTeamsClient
type Answer = (init: RequestInit | undefined) => Promise<Response>

/** The connection broke, before or after the server did what was asked. */
const lost: Answer = () => Promise.reject(new TypeError("fetch failed"))
const busy =
  (seconds: number): Answer =>
  () =>
    Promise.resolve(new Response("", { status: 503, headers: { "retry-after": String(seconds) } }))
const silent: Answer = (init) =>
  new Promise((_, reject) => {
    init?.signal?.addEventListener("abort", () => reject(new TypeError("aborted")))
  })

const turn = Effect.promise(
  () =>
    new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
)

/** Asks a server that answers like this again and again, for two minutes of a clock that doesn't keep anybody waiting. */
const asked = (ask: (client: Client) => Effect.Effect<unknown, unknown>, answer: Answer, over = http) => {
  const keys: Array<string | null> = []
  const seconds: Array<number> = []
  return Effect.runPromise(
    Effect.gen(function* () {
      const clock = yield* Clock.Clock
      const fetched: typeof fetch = (_, init) => {
        keys.push(new Headers(init?.headers).get("idempotency-key"))
        seconds.push(clock.currentTimeMillisUnsafe() / 1_000)
        return answer(init)
      }
      const client = yield* IncidentTeamsClient.make({ baseUrl: "http://server.test" }).pipe(Effect.provide(over))
      const fiber = yield* Effect.forkChild(
        Effect.provideService(Effect.exit(ask(client)), FetchHttpClient.Fetch, fetched)
      )
      for (let second = 0; second < 120; second++) {
        yield* turn
        yield* TestClock.adjust("1 second")
      }
      yield* turn
      return { keys, seconds, failed: Exit.isFailure(yield* Fiber.join(fiber)) }
    }).pipe(Effect.provide(TestClock.layer()))
  )
}

const retry = (headers: { readonly "idempotency-key"?: string }) => (client: Client) =>
  client.teams.retry({ params: { teamId }, headers })
const change = (headers: { readonly "if-match"?: string }) => (client: Client) =>
  client.incidents.change({ params: { incidentId }, headers, payload: { status: "Active" } })

describe("a request whose answer is lost", () => {
  it("is sent again under the very same Idempotency-Key, a few times", async () => {
    const { keys, failed } = await asked(retry({ "idempotency-key": "mine" }), lost)
    expect(keys).toEqual(["mine", "mine", "mine", "mine"])
    expect(failed).toBe(true)
  })

  it.each([
    ["reads", (client: Client) => client.me.get({}), 4],
    ["changes to a value that is told", change({}), 4],
    ["changes under If-Match, which their own success would fail", change({ "if-match": '"1"' }), 1],
    ["changes without a key", retry({}), 1]
  ])("is repeated, or not: %s", async (_, ask, times) => {
    expect((await asked(ask, lost)).keys).toHaveLength(times)
  })

  it("isn't sent again where somebody else sees to that", async () => {
    expect((await asked((client) => client.me.get({}), lost, boundedHttp)).keys).toHaveLength(1)
  })
})

describe("a server that is busy", () => {
  it("is asked again no sooner than it says", async () => {
    const { seconds } = await asked((client) => client.me.get({}), busy(7))
    expect(seconds).toHaveLength(4)
    for (const [at, second] of seconds.slice(1).entries()) {
      expect(second - (seconds[at] ?? 0)).toBeGreaterThanOrEqual(7)
    }
  })
})

describe("a server that says nothing", () => {
  it("is given up after 30 seconds", async () => {
    const { seconds, failed } = await asked(change({ "if-match": '"1"' }), silent)
    expect({ seconds, failed }).toEqual({ seconds: [0], failed: true })
  })
})
