import { createHash } from "node:crypto"
import { InternalProblem } from "@incident-teams/api/problems/requestProblems"
import { IncidentNotFound, NotAuthorized, UnknownWorkspace } from "@incident-teams/application/ports/IncidentSource"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Caller } from "@incident-teams/domain/permissions/Caller"
import { Cause, Effect, Layer, Logger, Predicate, Redacted, References, Result, Stream, Tracer } from "effect"
import { describe, expect, it } from "vitest"
import { applications, sample, tenant, workspace } from "../../testing/sampleCallers.ts"
import * as Admission from "../admission/Admission.ts"
import { TokenRefused, TokenVerifier } from "../authentication/TokenVerifier.ts"
import type { Failure } from "../problems/problemOf.ts"
import * as RateLimit from "../rate/RateLimit.ts"
import { answer } from "./answer.ts"
import { type ContractRoute, EncodedAnswer } from "./contractRoutes.ts"

/** An endpoint that tells what its handler was given. */
const echo: ContractRoute = {
  group: "things",
  endpoint: "read",
  method: "GET",
  path: "/v1/things/:id",
  authenticated: true,
  takesBody: false,
  bodyLimit: 100,
  decode: ({ headers, ...parts }) => Result.succeed({ ...parts, headers: headers() }),
  declares: () => true,
  encode: (answered) => ({ status: 200, text: JSON.stringify(answered), headers: { etag: '"1"' } }),
  streams: false
}
const posting: ContractRoute = { ...echo, method: "POST", takesBody: true }

const callers: Readonly<Record<string, Caller>> = {
  "Bearer ben": { _tag: "User", id: sample.ben.id, name: sample.ben.name },
  "Bearer trigger": { _tag: "Application", ...applications.trigger }
}
const signIn = "https://login.test"
const verify = (authorization = "none") => {
  const caller = callers[authorization]
  return caller === undefined
    ? Effect.fail(new TokenRefused({ missing: authorization === "none", detail: "No good token.", remedy: "Sign in." }))
    : Effect.succeed({ caller, tenant, token: Redacted.make(authorization), expiresAt: 3_600_000 })
}
const verifier: TokenVerifier["Service"] = {
  verify,
  signInUrl: signIn,
  tokens: {
    authority: signIn,
    tenant,
    consoleClient: undefined,
    tokenUrl: `${signIn}/token`,
    scope: "ours/access",
    applicationScope: "ours/.default"
  }
}

interface Handled {
  readonly bodyHash: () => string
}
const isHandled = (request: unknown): request is Handled =>
  Predicate.hasProperty(request, "bodyHash") && typeof request.bodyHash === "function"
const told: Parameters<typeof answer<never>>[1] = (request) =>
  Effect.succeed(isHandled(request) ? { ...request, bodyHash: request.bodyHash() } : request)

/** A server that answers by one route. It keeps its counts from one request to the next. */
const serverOf = ({ perMinute = 100, requestsAtOnce = 800 } = {}) => {
  const refused: Array<unknown> = []
  const lines: Array<Record<string, unknown>> = []
  const spans: Array<string> = []
  const taken: Array<() => void> = []
  const admission = Admission.make({ ...Admission.defaultAdmissionTerms, requestsAtOnce })
  const tracer = Tracer.make({
    span: (options) => {
      spans.push(options.name)
      return new Tracer.NativeSpan(options)
    }
  })
  const layer = Layer.mergeAll(
    Layer.succeed(TokenVerifier, verifier),
    Layer.succeed(RateLimit.RateLimit, RateLimit.make(perMinute)),
    Layer.succeed(Admission.Admission, {
      ...admission,
      refused: (why, about) => Effect.sync(() => void refused.push([why, about]))
    }),
    Layer.succeed(Tracer.Tracer, tracer),
    Logger.layer([
      Logger.make(({ logLevel, message, cause, fiber }) => {
        lines.push({
          logLevel,
          message: String(message),
          cause: Cause.pretty(cause),
          ...fiber.getRef(References.CurrentLogAnnotations)
        })
      })
    ])
  )
  const ask = async (
    route: ContractRoute,
    { as = "ben", path = "/v1/things/7", body, headers = {} }: Sent = {},
    handler: Parameters<typeof answer<never>>[1] = told
  ) => {
    const request = new Request(`https://teams.test${path}`, {
      method: route.method,
      ...(body === undefined ? {} : { body, duplex: "half" }),
      headers: {
        ...(as === "nobody" ? {} : { authorization: `Bearer ${as}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers
      }
    })
    const connection = { address: "192.0.2.1", whenTaken: (leave: () => void) => void taken.push(leave) }
    const response = await Effect.runPromise(
      Effect.provide(answer(route, handler, { request, requestId: "r-1", params: { id: "7" }, connection }), layer)
    )
    return { response, status: response.status, body: await jsonOf(response) }
  }
  return { ask, refused, lines, spans, taken, admission }
}
interface Sent {
  readonly as?: string
  readonly path?: string
  readonly body?: string | ReadableStream<Uint8Array>
  readonly headers?: Readonly<Record<string, string>>
}
// A test compares what it reads of an answer, so a wrong guess fails it.
// oxlint-disable-next-line typescript/no-explicit-any
const jsonOf = async (response: Response): Promise<any> => {
  if (response.headers.get("content-type") === "text/event-stream") return undefined
  const text = await response.text()
  return text === "" ? undefined : JSON.parse(text)
}

const failing = (failure: Failure) => () => Effect.fail(failure)
const unread = (): ReadableStream<Uint8Array> =>
  new ReadableStream(
    {
      pull: () => {
        throw new Error("The body was read.")
      }
    },
    { highWaterMark: 0 }
  )

describe("who calls", () => {
  it("is known to the handler, and to the log", async () => {
    const { ask, lines, refused, spans } = serverOf()
    const { response, body } = await ask(echo)
    expect(body).toMatchObject({ params: { id: "7" }, session: { caller: { name: "Ben Sample" } } })
    expect(response.headers.get("x-request-id")).toBe("r-1")
    expect(lines).toEqual([
      expect.objectContaining({
        message: "Request answered",
        status: 200,
        caller: sample.ben.id,
        millis: expect.toSatisfy((millis: number) => millis >= 0 && millis < 600_000),
        requestId: "r-1",
        method: "GET",
        route: "/v1/things/:id"
      })
    ])
    expect(refused).toEqual([])
    expect(spans).toContain("GET /v1/things/:id")
  })

  it("isn't asked where the contract doesn't: nothing is counted or traced of a health check", async () => {
    const { ask, lines, spans } = serverOf({ perMinute: 1 })
    const open: ContractRoute = { ...echo, group: "health", authenticated: false }
    for (let request = 0; request < 3; request++) {
      const { response, status, body } = await ask(open, { as: "nobody" }, (asked) =>
        Effect.withSpan(told(asked), "within")
      )
      expect(status).toBe(200)
      expect(body).not.toHaveProperty("session")
      expect(response.headers.has("ratelimit-limit")).toBe(false)
    }
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatchObject({ caller: "nobody" })
    expect(spans).toEqual([])
  })

  it("is refused without a token, and with a bad one, before anything is done", async () => {
    const { ask, lines, refused } = serverOf()
    const never = () => Effect.die("The handler ran.")
    const none = await ask(echo, { as: "nobody" }, never)
    expect(none).toMatchObject({ status: 401, body: { type: "/problems/unauthenticated", detail: "No good token." } })
    const where = `Bearer realm="incident-teams", authorization_uri="${signIn}"`
    expect(none.response.headers.get("www-authenticate")).toBe(where)
    const bad = await ask(echo, { as: "mallory" }, never)
    expect(bad.status).toBe(401)
    expect(bad.response.headers.get("www-authenticate")).toBe(
      `${where}, error="invalid_token", error_description="No good token."`
    )
    expect(refused).toEqual([
      ["unauthenticated", { caller: "nobody", address: "192.0.2.1" }],
      ["unauthenticated", { caller: "nobody", address: "192.0.2.1" }]
    ])
    expect(lines).toEqual([])
  })

  it("is told the claims that a sign-in lacks, and nothing of a sign-in where a role is missing", async () => {
    const { ask, lines, refused } = serverOf()
    const claims = await ask(echo, {}, failing(new NotAuthorized({ reason: "MFA.", claims: "{}" })))
    expect(claims.status).toBe(401)
    expect(claims.response.headers.get("www-authenticate")).toMatch(
      /error="insufficient_claims", error_description="MFA\.", claims="e30="$/u
    )
    const denied = await ask(echo, {}, failing(new NotAuthorized({ reason: "No role." })))
    expect(denied.status).toBe(403)
    expect(denied.response.headers.has("www-authenticate")).toBe(false)
    expect(lines).toMatchObject([{ status: 401 }, { status: 403 }])
    expect(refused).toEqual([])
  })
})

describe("a caller's allowance", () => {
  const limits = ({ headers }: Response) =>
    ["limit", "remaining", "reset"].map((name) => headers.get(`ratelimit-${name}`))

  it("is told on every answer to a caller: of success, of refusal, and once it is used up", async () => {
    const { ask, refused } = serverOf({ perMinute: 2 })
    expect(limits((await ask(echo)).response)).toEqual(["2", "1", "30"])
    const denied = await ask(echo, {}, failing(new NotAuthorized({ reason: "No role." })))
    expect(limits(denied.response)).toEqual(["2", "0", "60"])
    const { response, body } = await ask(echo)
    expect(body).toMatchObject({ status: 429, type: "/problems/too-many-requests" })
    expect(response.headers.get("retry-after")).toBe("30")
    expect(limits(response)).toEqual(["2", "0", "60"])
    expect(refused).toEqual([["rate", { caller: sample.ben.id, address: "192.0.2.1" }]])
  })

  it("isn't told to those without a token, who are counted by their address", async () => {
    const { ask } = serverOf({ perMinute: 1 })
    expect((await ask(echo, { as: "nobody" })).status).toBe(401)
    const { response, status } = await ask(echo, { as: "nobody" })
    expect(status).toBe(429)
    expect(limits(response)).toEqual([null, null, null])
    expect((await ask(echo)).status).toBe(200)
  })
})

describe("a body", () => {
  it("is read as JSON where the contract takes one, and only so far as it goes", async () => {
    const { ask } = serverOf()
    expect(await ask(posting, { body: `{"name":"x"}` })).toMatchObject({
      status: 200,
      body: { payload: { name: "x" } }
    })
    expect(await ask(posting, { body: JSON.stringify({ name: "x".repeat(100) }) })).toMatchObject({ status: 413 })
  })

  it("is refused where there is nothing to say, and not read of a GET", async () => {
    const { ask } = serverOf()
    const bare: ContractRoute = { ...posting, takesBody: false }
    expect(await ask(bare, { body: `{"name":"x"}` })).toMatchObject({ status: 422, body: { field: "name" } })
    const empty = await ask(bare, { body: "{}" })
    expect(empty.status).toBe(200)
    expect(empty.body).not.toHaveProperty("payload")
    const head = await ask({ ...echo, decode: (raw) => Result.succeed({ payload: raw.payload ?? "none" }) })
    expect(head.body.payload).toBe("none")
  })

  it("isn't read of somebody whom the token already shows not to have the right", async () => {
    const { ask } = serverOf()
    const hook: ContractRoute = { ...posting, group: "hooks", endpoint: "sentinel" }
    const refusal = await ask(hook, { body: unread() })
    expect(refusal).toMatchObject({ status: 403, body: { what: "announce changes of incidents" } })
    expect(await ask(hook, { as: "trigger", body: "{}" })).toMatchObject({ status: 200 })
    expect(await ask({ ...hook, endpoint: "other" }, { body: "{}" })).toMatchObject({ status: 200 })
    expect(await ask({ ...hook, group: "other" }, { body: "{}" })).toMatchObject({ status: 200 })
  })

  it("of somebody unknown counts as their address's", async () => {
    const { ask, admission } = serverOf({ requestsAtOnce: 8 })
    const busy = Effect.forkChild(admission.receive("192.0.2.1", () => Effect.never))
    const open: ContractRoute = { ...posting, authenticated: false }
    await Effect.runPromise(
      Effect.gen(function* () {
        yield* busy
        yield* Effect.yieldNow
        expect((yield* Effect.promise(() => ask(open, { as: "nobody", body: "{}" }))).status).toBe(429)
        expect((yield* Effect.promise(() => ask(posting, { body: "{}" }))).status).toBe(200)
      })
    )
  })

  it("stands with method and path for what an idempotency key repeats", async () => {
    const { ask } = serverOf()
    const hash = (text: string) => createHash("sha256").update(text).digest("base64url")
    const post = await ask(posting, { path: "/v1/things/7?a=b", body: `{ "name": "x" }` })
    expect(post.body.bodyHash).toBe(hash(`POST /v1/things/7\n{"name":"x"}`))
    expect((await ask({ ...posting, takesBody: false })).body.bodyHash).toBe(hash("POST /v1/things/7\nnull"))
  })
})

describe("what a client accepts", () => {
  const streaming: ContractRoute = {
    ...echo,
    streams: true,
    encode: () => ({ status: 200, events: Stream.make("data: 1\n\n") })
  }

  it.each([
    [
      "JSON",
      echo,
      "text/event-stream",
      { field: "Accept", remedy: "Send Accept: application/json, application/problem+json." }
    ],
    ["events", streaming, "application/json", { field: "Accept", remedy: "Send Accept: text/event-stream." }]
  ])("has to be %s where that is the answer", async (_, route, accept, problem) => {
    const { ask } = serverOf()
    const refusal = await ask(route, { headers: { accept } }, () => Effect.die("The handler ran."))
    expect(refusal).toMatchObject({ status: 406, body: problem })
    expect(refusal.body.detail).toMatch(/which the request doesn't accept\.$/u)
  })

  it("is answered: events keep no place, and tell the allowance and the request's id too", async () => {
    const { ask, taken, admission } = serverOf({ requestsAtOnce: 8 })
    const { response, status } = await ask(streaming, { headers: { accept: "text/event-stream" } })
    expect(status).toBe(200)
    expect(response.headers.get("content-type")).toBe("text/event-stream")
    expect(response.headers.get("ratelimit-limit")).toBe("100")
    expect(response.headers.get("x-request-id")).toBe("r-1")
    const first = await response.body?.getReader().read()
    expect(new TextDecoder().decode(first?.value)).toBe("data: 1\n\n")
    expect(taken).toEqual([])
    await Effect.runPromise(admission.enter(sample.ben.id))
  })
})

describe("a place", () => {
  it("is kept until the answer has been taken, that of a failure as well", async () => {
    const { ask, taken, refused } = serverOf({ requestsAtOnce: 8 })
    await ask(echo)
    const busy = await ask(echo)
    expect(busy).toMatchObject({ status: 429, body: { detail: expect.stringContaining("already have 1 requests") } })
    expect(refused).toEqual([["caller-busy", { caller: sample.ben.id, address: "192.0.2.1" }]])
    for (const leave of taken.splice(0)) leave()
    await ask(echo, {}, failing(new NotAuthorized({ reason: "No role." })))
    expect((await ask(echo)).status).toBe(429)
    for (const leave of taken.splice(0)) leave()
    expect((await ask(echo)).status).toBe(200)
  })

  it("isn't taken by what nobody signs in for", async () => {
    const { ask, taken } = serverOf({ requestsAtOnce: 8 })
    for (let request = 0; request < 3; request++) {
      expect((await ask({ ...echo, authenticated: false }, { as: "nobody" })).status).toBe(200)
    }
    expect(taken).toEqual([])
  })
})

describe("the parts of a request", () => {
  it("come as they were sent: a parameter that is repeated as a list, tags of states without what follows them", async () => {
    const { ask } = serverOf()
    const { body } = await ask(echo, {
      path: "/v1/things/7?one=1&many=1&many=2&none=",
      headers: { "if-match": '"3.abcdefghijk"', "x-other": "kept" }
    })
    expect(body.query).toEqual({ one: "1", many: ["1", "2"], none: "" })
    expect(body.headers).toMatchObject({ "if-match": '"3"', "x-other": "kept" })
    const plain = await ask(echo)
    expect(plain.body.query).toEqual({})
    expect(plain.body.headers).not.toHaveProperty("if-match")
  })

  it.each([
    ["payload", "name", "/problems/invalid-body", 422],
    ["query", "top", "/problems/invalid-parameter", 400],
    ["params", "", "/problems/invalid-parameter", 400]
  ] as const)("that don't fit are named (%s)", async (part, field, type, status) => {
    const { ask } = serverOf()
    const errors = [{ field, problem: "Expected a number." }] as const
    const { body } = await ask({ ...posting, decode: () => Result.fail({ part, errors }) }, { body: "{}" }, () =>
      Effect.die("The handler ran.")
    )
    expect(body).toMatchObject({
      status,
      type,
      detail: field === "" ? "Expected a number." : `${field}: Expected a number.`,
      remedy: "See the API reference of this endpoint.",
      errors
    })
    expect(body.field).toBe(field === "" ? undefined : field)
  })
})

describe("an answer", () => {
  it("has a tag of all that it shows, and no body for somebody who has it", async () => {
    const { ask } = serverOf()
    const constant = () => Effect.succeed("shown")
    const first = await ask(echo, {}, constant)
    const etag = first.response.headers.get("etag") ?? ""
    expect(etag).toMatch(/^"1\.[\w-]{11}"$/u)
    const again = await ask(echo, { headers: { "if-none-match": etag } }, constant)
    expect(again).toMatchObject({ status: 304, body: undefined })
    expect(again.response.headers.get("etag")).toBe(etag)
    expect(await ask(echo, { headers: { "if-none-match": '"2"' } }, constant)).toMatchObject({
      status: 200,
      body: "shown"
    })
    const posted = await ask(posting, { body: "{}", headers: { "if-none-match": "*" } }, constant)
    expect(posted).toMatchObject({ status: 200, body: "shown" })
    expect(posted.response.headers.get("etag")).toBe('"1"')
    const untagged: ContractRoute = {
      ...echo,
      encode: (text) => ({ status: 200, text: JSON.stringify(text), headers: {} })
    }
    const { response, status } = await ask(untagged, { headers: { "if-none-match": "*" } }, constant)
    expect(status).toBe(200)
    expect(response.headers.has("etag")).toBe(false)
  })

  it("that its handler encoded goes out as it is, compressed if that is accepted", async () => {
    const { ask } = serverOf()
    const text = JSON.stringify({ long: "x".repeat(10_000) })
    const encoded = () => Effect.succeed(new EncodedAnswer({ status: 202, text, headers: {} }))
    expect(await ask(echo, {}, encoded)).toMatchObject({ status: 202, body: JSON.parse(text) })
    const request = serverOf().ask(
      { ...echo, encode: () => ({ status: 200, text, headers: {} }) },
      { headers: { "accept-encoding": "gzip" } }
    )
    await expect(request).rejects.toThrow(SyntaxError)
  })
})

describe("a failure", () => {
  const incident = IncidentId.make(`${workspace}~7`)
  it.each([
    ["incidentId", { params: { incidentId: incident } }],
    ["incident", { params: { teamId: "7" }, query: undefined, payload: { count: 7, incident } }],
    [undefined, { params: { incidentId: `not-${incident}` } }]
  ])("about an unknown workspace, or an incident that isn't found, names what named it (%s)", async (field, parts) => {
    const { ask } = serverOf()
    const route = { ...echo, decode: () => Result.succeed(parts) }
    for (const failure of [new UnknownWorkspace({ workspace }), new IncidentNotFound({ id: incident })]) {
      const { status, body } = await ask(route, {}, failing(failure))
      expect(status).toBe(404)
      expect(body.field).toBe(field)
    }
  })

  it("about an unknown workspace names the parameter that is it", async () => {
    const { ask } = serverOf()
    const route = { ...echo, decode: () => Result.succeed({ query: { status: "New", workspace } }) }
    expect((await ask(route, {}, failing(new UnknownWorkspace({ workspace })))).body.field).toBe("workspace")
  })

  it("that a handler puts as a problem is that problem, and is told if the contract doesn't declare it", async () => {
    const { ask, lines } = serverOf()
    const problem = new InternalProblem({ detail: "As it is.", remedy: "None." })
    expect((await ask(echo, {}, () => Effect.fail(problem))).body).toMatchObject({ status: 500, detail: "As it is." })
    expect(lines.filter(({ logLevel }) => logLevel === "Warn")).toEqual([])
    await ask({ ...echo, declares: (one) => one.status !== 500 }, {}, () => Effect.fail(problem))
    expect(lines.filter(({ logLevel }) => logLevel === "Warn")).toMatchObject([
      { message: expect.stringContaining(`The contract doesn't declare ${problem.type} for this endpoint`) }
    ])
  })

  it.each([
    ["GET", "An error in the server.", "Report the instance to the operator of the server."],
    [
      "POST",
      "An error in the server. It isn't known whether the request took effect.",
      "Check whether the change was made before you try again. Report the instance to the operator of the server."
    ]
  ])("of ours is logged in full and told without its inside (%s)", async (method, detail, remedy) => {
    const { ask, lines } = serverOf()
    const broken = await ask({ ...echo, method }, {}, () => Effect.die(new Error("the inside")))
    expect(broken.body).toMatchObject({ status: 500, instance: "urn:uuid:r-1", detail, remedy })
    expect(JSON.stringify(broken.body)).not.toContain("inside")
    expect(lines).toMatchObject([
      {
        logLevel: "Error",
        message: expect.stringContaining("A request failed because of an error in the server"),
        cause: expect.stringContaining("the inside")
      },
      { message: "Request answered", status: 500 }
    ])
  })
})
