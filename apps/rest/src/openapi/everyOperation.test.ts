import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { arbitraryCall, type Call } from "../../testing/arbitraryCall.ts"
import {
  faultsOf,
  headerSteps,
  isPromised,
  operations,
  type OperationUnderTest
} from "../../testing/documentUnderTest.ts"
import { bearerOf } from "../../testing/testTokens.ts"
import { worldUnderTest } from "../../testing/worldUnderTest.ts"

const requestOf = async (method: string, { as, path, query, headers, body }: Call): Promise<Request> => {
  const sent = new Headers(headers.map(([name, value]): [string, string] => [name, value]))
  const authorization = typeof as === "object" ? as.raw : as === undefined ? undefined : await bearerOf(as)
  if (authorization !== undefined) sent.set("authorization", authorization)
  if (body?.type !== undefined) sent.set("content-type", body.type)
  const search = new URLSearchParams(query.map(([name, value]): [string, string] => [name, value]))
  return new Request(`http://rest.test${path}${search.size === 0 ? "" : `?${search.toString()}`}`, {
    method,
    headers: sent,
    ...(body === undefined || method === "GET" ? {} : { body: body.text })
  })
}

/** Everything about an answer that its document doesn't tell. */
const surprises = async (
  { path, method, operation }: OperationUnderTest,
  answer: Response
): Promise<ReadonlyArray<string>> => {
  const documented = operation.responses[answer.status]
  if (documented === undefined) return [`${answer.status} isn't documented: ${await answer.text()}`]
  const at = ["paths", path, method.toLowerCase(), "responses", String(answer.status)]
  const headers = Object.keys(documented.headers).flatMap((name) => headerFaults(answer, name, at))
  // Such as 304.
  if (documented.content === undefined) return (await answer.text()) === "" ? headers : [...headers, "It has a body."]
  const type = answer.headers.get("content-type") ?? ""
  if (!Object.hasOwn(documented.content ?? {}, type)) return [...headers, `${type} isn't documented`]
  // A stream goes on for as long as somebody listens; its own tests listen.
  if (type.startsWith("text/event-stream")) {
    await answer.body?.cancel()
    return headers
  }
  const text = await answer.text()
  const body: unknown = type.endsWith("json") ? JSON.parse(text) : text
  const leaks = /\bat .+\.[jt]s:\d+|node_modules/u.test(text) ? ["It tells of the server's inside."] : []
  return [...headers, ...leaks, ...faultsOf(body, ...at, "content", type, "schema")]
}

const headerFaults = (answer: Response, name: string, at: ReadonlyArray<string>): ReadonlyArray<string> => {
  const value = answer.headers.get(name)
  const steps = headerSteps(name, ...at)
  if (value !== null) {
    const asText = faultsOf(value, ...steps, "schema")
    const isRight =
      asText.length === 0 || (/^[0-9]+$/u.test(value) && faultsOf(Number(value), ...steps, "schema").length === 0)
    return isRight ? [] : asText
  }
  return isPromised(steps) ? [`${name} is missing`] : []
}

/** Calls of each of some sixty operations; more for a campaign: `CONTRACT_RUNS=5000 vitest run everyOperation`. */
const numRuns = Number(process.env["CONTRACT_RUNS"] ?? 100)

/** Which operations succeeded, so that none of them only ever met its own gate. */
const succeeded = new Set<string>()

describe("whatever is sent to it, the answer is one that the document tells of:", () => {
  it.each(operations)("$name", async (under) => {
    const { rest, world } = await worldUnderTest()
    await fc.assert(
      fc.asyncProperty(arbitraryCall(under, world), async (call) => {
        const answer = await rest.app.request(await requestOf(under.method, call))
        if (answer.ok) succeeded.add(under.name)
        expect(answer.status).toBeLessThan(500)
        expect(await surprises(under, answer)).toEqual([])
      }),
      { numRuns }
    )
    await rest.work()
    await rest.settled()
  })
})

it("let every operation succeed, too", () => {
  expect([...succeeded].toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
})

describe("the check itself", () => {
  const health = operations.find(({ path }) => path === "/healthz")
  const answer = (status: number, body: unknown, headers: Record<string, string>) => {
    if (health === undefined) throw new Error("There is no liveness.")
    return surprises(health, new Response(JSON.stringify(body), { status, headers }))
  }
  const right = { "content-type": "application/json", "x-request-id": "0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e" }

  it("finds nothing wrong with the right answer", async () =>
    expect(await answer(200, { status: "ok" }, right)).toEqual([]))

  it.each([
    ["another status", 418, { status: "ok" }, right, /418 isn't documented/u],
    ["a field too many", 200, { status: "ok", more: 1 }, right, /additional properties/u],
    ["a field too few", 200, {}, right, /required property 'status'/u],
    ["another value", 200, { status: "fine" }, right, /equal to one of the allowed values/u],
    ["another content type", 200, { status: "ok" }, { ...right, "content-type": "text/html" }, /text\/html isn't/u],
    ["a header that is no id", 200, { status: "ok" }, { ...right, "x-request-id": "7" }, /format "uuid"/u],
    ["no header", 200, { status: "ok" }, { "content-type": "application/json" }, /x-request-id is missing/u],
    ["a stack trace", 200, { status: "at f (main.ts:1)" }, right, /inside/u]
  ])("finds %s", async (_, status, body, headers, what) =>
    expect((await answer(status, body, headers)).join("; ")).toMatch(what)
  )
})
