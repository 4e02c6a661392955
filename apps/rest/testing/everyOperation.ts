import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { arbitraryCall, type Call } from "./arbitraryCall.ts"
import { faultsOf, headerSteps, isPromised, operations, type OperationUnderTest } from "./documentUnderTest.ts"
import { bearerOf } from "./testTokens.ts"
import { worldUnderTest } from "./worldUnderTest.ts"

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
export const surprises = async (
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

type Rest = Awaited<ReturnType<typeof worldUnderTest>>["rest"]

const settle = async (rest: Rest): Promise<void> => {
  await rest.work()
  await rest.settled()
}

/** Sends so many calls to each of some sixty operations, and up to 180 to one that none of them was right for. */
export const callEveryOperation = (numRuns: number): void => {
  /** Which operations succeeded, so that none of them only ever met its own gate. */
  const succeeded = new Set<string>()
  /** Shared by what only reads; what may change a world has its own. */
  let reading: ReturnType<typeof worldUnderTest> | undefined

  afterAll(async () => {
    if (reading !== undefined) await settle((await reading).rest)
  })

  describe("the answer to any request is one that the document describes:", () => {
    it.each(operations)("$name", async (under) => {
      const reads = under.method === "GET"
      const { rest, world } = await (reads ? (reading ??= worldUnderTest()) : worldUnderTest())
      const property = fc.asyncProperty(arbitraryCall(under, world), async (call) => {
        const answer = await rest.app.request(await requestOf(under.method, call))
        if (answer.ok) succeeded.add(under.name)
        expect(answer.status).toBeLessThan(500)
        expect(await surprises(under, answer)).toEqual([])
      })
      await fc.assert(property, { numRuns })
      for (let sent = numRuns; sent < 180 && !succeeded.has(under.name); sent += numRuns) {
        await fc.assert(property, { numRuns })
      }
      if (!reads) await settle(rest)
    })
  })

  it("let every operation succeed, too", () => {
    expect([...succeeded].toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
  })
}
