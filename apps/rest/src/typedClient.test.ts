import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { Effect, Layer, Redacted, Stream } from "effect"
import { FetchHttpClient } from "effect/http"
import { afterAll, describe, expect, it } from "vitest"
import { publicUrl } from "../testing/pageVisitors.ts"
import { restUnderTest } from "../testing/restUnderTest.ts"
import { sample, type SampleCaller } from "../testing/sampleCallers.ts"
import { tokenOf } from "../testing/testTokens.ts"

const rest = restUnderTest()
afterAll(() => rest.settled())

/** The contract's own client, with the app in place of the network. */
const http = FetchHttpClient.layer.pipe(
  Layer.provide(Layer.succeed(FetchHttpClient.Fetch, async (input, init) => rest.app.request(new Request(input, init))))
)

const clientOf = (who: SampleCaller) =>
  IncidentTeamsClient.make({
    baseUrl: "http://rest.test",
    token: Effect.map(
      Effect.promise(() => tokenOf(who)),
      (token) => Redacted.make(token)
    )
  })

describe("the typed client", () => {
  it("creates a team, follows its operation and reads it", async () => {
    const { id } = await rest.newIncident({ title: "Phishing" })
    const read = await Effect.runPromise(
      Effect.gen(function* () {
        const client = yield* clientOf("ben")
        const { body, headers } = yield* client.incidents.createTeam({
          params: { incidentId: id },
          headers: { "idempotency-key": "client" },
          payload: { people: [sample.dev.id] }
        })
        yield* Effect.promise(rest.work)
        const operation = yield* client.operations.get({ params: { operationId: body.id } })
        const team = yield* client.teams.get({ params: { teamId: body.teamId } })
        return { operation: operation.body, location: headers["operation-location"], team }
      }).pipe(Effect.provide(http))
    )
    expect(read.operation).toMatchObject({ status: "Succeeded" })
    expect(read.location).toBe(`${publicUrl}/v1/operations/${read.operation.id}`)
    expect(read.team).toMatchObject({
      body: { phase: "open" },
      headers: { etag: expect.stringMatching(/^"\w+\.[\w-]{11}"$/u) }
    })
    expect(read.team.body.createdAt).toBeGreaterThan(Date.UTC(2020, 0, 1))
  })

  it("follows a team live", async () => {
    const { id } = await rest.newIncident()
    const seen = await Effect.runPromise(
      Effect.gen(function* () {
        const client = yield* clientOf("ben")
        const { body } = yield* client.incidents.createTeam({ params: { incidentId: id }, headers: {}, payload: {} })
        const events = yield* client.events.team({ params: { teamId: body.teamId }, headers: {} })
        yield* Effect.forkChild(Effect.delay(Effect.promise(rest.work), "50 millis"))
        return yield* events.pipe(
          Stream.takeUntil((event) => event.event === "team" && event.data.team.phase === "open"),
          Stream.runCollect
        )
      }).pipe(Effect.provide(http))
    )
    expect(seen[0]).toMatchObject({ event: "ready", data: {} })
    expect(seen.at(-1)).toMatchObject({ event: "team", data: { team: { incident: { id }, phase: "open" } } })
  })

  it("tells a refusal apart by its type", async () => {
    const { id } = await rest.newIncident()
    const refused = await Effect.runPromise(
      Effect.gen(function* () {
        const client = yield* clientOf("chloe")
        return yield* client.incidents.createTeam({ params: { incidentId: id }, headers: {}, payload: {} })
      }).pipe(
        Effect.catchTag("NotAllowedProblem", (problem) => Effect.succeed(problem)),
        Effect.provide(http)
      )
    )
    expect(refused).toMatchObject({ type: "/problems/not-allowed", status: 403, who: "Chloe Sample" })
  })
})
