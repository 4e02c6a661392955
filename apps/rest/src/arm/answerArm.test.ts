import * as MemoryIncidentSource from "@incident-teams/adapter-memory/MemoryIncidentSource"
import { AzureRightsSource, RightsUnavailable } from "@incident-teams/application/ports/AzureRightsSource"
import {
  DocumentNotFound,
  type IncidentDocument,
  IncidentDocuments
} from "@incident-teams/application/ports/IncidentDocuments"
import { NotAuthorized } from "@incident-teams/application/ports/IncidentSource"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { handOn } from "@incident-teams/application/testing/Hand"
import { Effect, Layer, Tracer } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { refusal, team, version } from "../../testing/armRequests.ts"
import { restUnderTest, type Sent, type TestOptions } from "../../testing/restUnderTest.ts"
import { sample, workspace } from "../../testing/sampleCallers.ts"
import { sentinelAt } from "../../testing/sampleWorkspace.ts"
import { bearerOf } from "../../testing/testTokens.ts"
import { answerArm } from "./answerArm.ts"

/** What tasks with these names answer; any other one names its place. */
const answers = new Map<string | undefined, Effect.Effect<IncidentDocument, DocumentNotFound | NotAuthorized>>([
  ["missing", Effect.fail(new DocumentNotFound({ name: "missing" }))],
  ["policy", Effect.fail(new NotAuthorized({ reason: "MFA.", signIn: true, claims: "{}" }))],
  ["long", Effect.succeed({ text: "x".repeat(10_000) })]
])
const documents = Layer.mock(IncidentDocuments, {
  get: ({ below, incident }) => answers.get(below?.name) ?? Effect.succeed({ incident, ...below }),
  put: (_, document) => Effect.succeed({ document, created: true }),
  delete: ({ below }) => Effect.succeed(below?.name === "there"),
  evidence: (_, kind) => Effect.succeed({ kind })
})
const serverWith = (options: TestOptions = {}) =>
  restUnderTest({
    incidents: Layer.merge(MemoryIncidentSource.layer([{ alias: workspace }]), documents),
    ...options
  })

let rest = serverWith()
beforeEach(() => {
  rest = serverWith()
})
afterEach(() => rest.settled())

const base = `${sentinelAt}/incidents`
const task = `${base}/7/tasks/first`

const arm = (method: string, below: string, sent: Sent = {}) =>
  rest.send(method, `${base}${below}${below.includes("?") ? "&" : "?"}${version}`, { as: "ben", ...sent })

describe("an answer", () => {
  it("has ARM's ids of the request and the caller's allowance, and is logged with its route", async () => {
    rest = serverWith({ requestsPerMinute: 2 })
    const { body, headers, status } = await rest.send("GET", `${task}?${version}`, {
      as: "ben",
      headers: { "x-request-id": "0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e" }
    })
    expect({ status, body }).toMatchObject({ status: 200, body: { kind: "tasks", name: "first" } })
    expect(headers.get("content-type")).toBe("application/json")
    expect(headers.get("x-ms-request-id")).toBe("0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e")
    expect(headers.get("x-ms-correlation-request-id")).toBe("0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e")
    expect(headers.get("ratelimit-remaining")).toBe("1")
    expect(rest.logged.map((line) => JSON.parse(line))).toMatchObject([
      {
        message: "Request answered",
        annotations: {
          method: "GET",
          requestId: "0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e",
          route: "…/Microsoft.SecurityInsights/incidents/:incident/tasks/:name",
          status: 200,
          caller: sample.ben.id,
          millis: expect.toSatisfy((millis: number) => millis >= 0 && millis < 600_000)
        }
      }
    ])
  })

  it("is compressed where that is accepted, and has no body where there is nothing to say", async () => {
    const long = await rest.app.request(`${base}/7/tasks/long?${version}`, {
      headers: { authorization: await bearerOf("ben"), "accept-encoding": "gzip" }
    })
    expect(long.headers.get("content-encoding")).toBe("gzip")
    expect(await arm("DELETE", "/7/tasks/there", { as: "ana" })).toMatchObject({ status: 200, body: undefined })
    const gone = await arm("DELETE", "/7/tasks/gone", { as: "ana" })
    expect(gone).toMatchObject({ status: 204, body: undefined })
    expect(gone.headers.has("content-type")).toBe(false)
  })

  it("regards a body only where one is taken", async () => {
    const sent = { raw: "{", headers: { "content-type": "text/plain" } }
    expect(await arm("POST", "/7/alerts", sent)).toMatchObject({ status: 200, body: { kind: "alerts" } })
    expect(await arm("PUT", "/7/tasks/first", sent)).toMatchObject({ status: 415 })
  })

  it("is about the workspace that the path names, in any spelling", async () => {
    expect(await rest.send("GET", `${task.toUpperCase()}?${version}`, { as: "ben" })).toMatchObject({
      status: 200,
      body: { name: "FIRST" }
    })
  })
})

describe("a refusal", () => {
  it("of a request without a good token says where to sign in, and is counted as such", async () => {
    const challengeOf = async (path: string, sent: Sent) =>
      (await rest.send("GET", `${path}?${version}`, sent)).headers.get("www-authenticate")
    const where = 'Bearer realm="incident-teams", authorization_uri="https://login.test/'
    const none = await challengeOf(task, {})
    expect(none?.startsWith(where)).toBe(true)
    expect(none).not.toContain("error=")
    expect(await challengeOf(task, { headers: { authorization: "Bearer x" } })).toContain('error="invalid_token"')
    expect(rest.logged.filter((line) => line.includes("Request answered"))).toEqual([])
    expect(rest.logged.map((line) => JSON.parse(line).annotations)).toContainEqual(
      expect.objectContaining({ caller: "nobody", address: "unknown" })
    )
    expect(await challengeOf(`${base}/7/tasks/policy`, { as: "ben" })).toMatch(
      /error="insufficient_claims", error_description="MFA\. [^"]+", claims="e30="$/u
    )
    expect(await challengeOf(`${base}/7/tasks/missing`, { as: "ben" })).toBeNull()
    expect(rest.logged.filter((line) => line.includes("Request answered"))).toHaveLength(2)
  })

  it("names the caller, the action and the scope", async () => {
    expect(await arm("DELETE", "/7/tasks/there", { as: "dev" })).toMatchObject(
      refusal(
        403,
        "AuthorizationFailed",
        `The client 'Dev Sample' with object id '${sample.dev.id}' does not have authorization to perform action ` +
          `'Microsoft.SecurityInsights/incidents/tasks/delete' over scope '${base}/7/tasks/there'`
      )
    )
  })

  it("says as /v1 does why a caller can't act at all, and not that a role is missing", async () => {
    const disabled = new NotAuthorized({ reason: "The account is disabled.", remedy: "Enable it." })
    const fails = () => rest.use(handOn(AzureRightsSource), (hand) => hand.failNext("rightsOf", disabled))
    await fails()
    const me = await rest.send("GET", "/v1/me", { as: "ben" })
    await fails()
    const { status, body } = await arm("GET", "/7/tasks/there", { as: "ben" })
    expect({ status, message: body.error.message }).toEqual({
      status: me.status,
      message: `${me.body.detail} ${me.body.remedy}`
    })
  })

  it("tells the allowance too", async () => {
    rest = serverWith({ requestsPerMinute: 1 })
    expect((await arm("GET", "/7/tasks/missing")).headers.get("ratelimit-remaining")).toBe("0")
    expect(await arm("GET", "/7/tasks/first")).toMatchObject(refusal(429, "TooManyRequests"))
    expect(rest.logged.filter((line) => line.includes("Request answered"))).toHaveLength(1)
  })

  it("says which types and methods there are", async () => {
    const namespaceOf = async (path: string) =>
      /namespace '(.*)' for api version '2024-10-01-preview'\.$/u.exec(
        (await rest.send("GET", `${path}?${version}`, { as: "ben" })).body.error.message
      )?.[1]
    expect(await namespaceOf("/subscriptions")).toBe("")
    expect(await namespaceOf("/subscriptions/1/providers/Microsoft.Compute/disks")).toBe("Microsoft.Compute")
    expect(await namespaceOf(base.replace("incidents", "watchlists"))).toBe("Microsoft.SecurityInsights")
    const comments = await arm("PUT", "/7/comments", { body: {} })
    expect(comments).toMatchObject(
      refusal(405, "MethodNotAllowed", "The requested resource does not support http method 'PUT'.")
    )
    expect(comments.headers.get("allow")).toBe("GET")
  })

  it("of a workspace that isn't served names it and its group", async () => {
    const elsewhere = base.replace("workspace-soc", "workspace-other")
    expect(await rest.send("GET", `${elsewhere}/7?${version}`, { as: "ben" })).toMatchObject(
      refusal(
        404,
        "ResourceNotFound",
        "The Resource 'Microsoft.OperationalInsights/workspaces/workspace-other' under resource group 'rg-soc' " +
          "was not found. Incident Teams serves the workspaces that it is configured with."
      )
    )
    for (const [ours, other] of [
      ["rg-soc", "rg-other"],
      ["11111111", "22222222"]
    ] as const) {
      expect(await rest.send("GET", `${base.replace(ours, other)}/7?${version}`, { as: "ben" })).toMatchObject(
        refusal(404, "ResourceNotFound")
      )
    }
  })

  it.each([
    ["", "MissingApiVersionParameter"],
    ["?api-version=latest", "InvalidApiVersionParameter"],
    ["?api-version=2020-01-01", "UnsupportedApiVersion"],
    ["?api-version=2021-02-01-preview", "UnsupportedApiVersion"],
    ["?api-version=2025-11-01-preview", "UnsupportedApiVersion"]
  ])("the api-version %j", async (query, code) => {
    expect(await rest.send("GET", `${base}${query}`, { as: "ben" })).toMatchObject(refusal(400, code))
  })

  it("what isn't served, and what isn't taken", async () => {
    for (const path of [
      "/subscriptions",
      base.replace("incidents", "watchlists"),
      `${base}/a/b/c/d`,
      `${base}/a/%ff`
    ]) {
      expect(await rest.send("GET", `${path}?${version}`, { as: "ben" })).toMatchObject(
        refusal(404, "InvalidResourceType")
      )
    }
    const patched = await arm("PATCH", "/some-incident", { body: {} })
    expect(patched).toMatchObject(refusal(405, "MethodNotAllowed"))
    expect(patched.headers.get("allow")).toBe("DELETE, GET, PUT")
    expect(await arm("GET", "/..%2F..%2Fx")).toMatchObject(refusal(400, "BadRequest", "name"))
  })

  it.each<[string, Sent, number, string]>([
    ["no JSON", { raw: "{", headers: { "content-type": "application/json" } }, 400, "BadRequest"],
    ["another type", { raw: "{}", headers: { "content-type": "text/plain" } }, 415, "UnsupportedMediaType"],
    ["too much", { raw: " ".repeat(300 * 1_024) }, 413, "RequestEntityTooLarge"],
    ["a list", { body: [] }, 400, "BadRequest"]
  ])("a body that is %s", async (_, sent, status, code) => {
    expect(await arm("PUT", "/some-incident", sent)).toMatchObject(refusal(status, code))
  })

  it("Azure that can't be asked", async () => {
    const busy = new RightsUnavailable({ reason: "Azure is busy.", afterMillis: 7_000, cause: undefined })
    await rest.use(handOn(AzureRightsSource), (hand) => hand.failNext("rightsOf", busy))
    const answer = await arm("GET", "")
    expect(answer).toMatchObject(refusal(503, "ServiceUnavailable", "Azure is busy."))
    expect(answer.headers.get("retry-after")).toBe("7")
  })

  it("a fault of ours, which is logged and tells nothing of its inside", async () => {
    const broken = restUnderTest({
      store: Layer.mock(TeamStore, { load: () => Effect.die(new Error("the inside")) })
    })
    const { armId } = await broken.newIncident()
    const answer = await broken.send("POST", `${armId}/createTeam?${version}`, { as: "ben", body: team })
    expect(answer).toMatchObject(refusal(500, "InternalServerError", "An error in the server."))
    expect(JSON.stringify(answer.body)).not.toContain("inside")
    expect(broken.complaints).toEqual([
      expect.objectContaining({ message: ["A request failed because of an error in the server"] })
    ])
    expect(broken.logged.join("\n")).toContain("the inside")
  })
})

describe("a place", () => {
  it("is kept until the answer has been taken, also if that is a failure", async () => {
    rest = serverWith({ admission: { requestsAtOnce: 8 } })
    const taken: Array<() => void> = []
    const authorization = await bearerOf("ben")
    const asked = async (path: string) => {
      await rest.send("GET", "/healthz")
      const request = new Request(`https://teams.test${path}?${version}`, { headers: { authorization } })
      const connection = { address: "192.0.2.1", whenTaken: (leave: () => void) => void taken.push(leave) }
      return (await rest.run(answerArm(request, "r-1", connection))).status
    }
    expect(await asked(task)).toBe(200)
    expect(await asked(task)).toBe(429)
    for (const leave of taken.splice(0)) leave()
    expect(await asked(`${base}/7/tasks/missing`)).toBe(404)
    expect(await asked(task)).toBe(429)
    for (const leave of taken.splice(0)) leave()
    expect(await asked(task)).toBe(200)
  })
})

it("the trace of a request names its route, once that is found", async () => {
  await rest.send("GET", "/healthz")
  const authorization = await bearerOf("ben")
  const routeOf = async (path: string) => {
    const spans: Array<Tracer.Span> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const request = new Request(`https://teams.test${path}?${version}`, { headers: { authorization } })
    const connection = { address: "192.0.2.1", whenTaken: (leave: () => void) => leave() }
    await rest.run(Effect.provideService(answerArm(request, "r-1", connection), Tracer.Tracer, tracer))
    return spans.flatMap(({ attributes, kind, name }) =>
      kind === "server" ? [name, attributes.get("http.route")] : []
    )
  }
  expect(await routeOf(task)).toEqual([
    "GET Microsoft.SecurityInsights",
    "…/Microsoft.SecurityInsights/incidents/:incident/tasks/:name"
  ])
  expect(await routeOf("/subscriptions/x")).toEqual(["GET Microsoft.SecurityInsights", "/subscriptions/*"])
})
