import { describe, expect, it } from "vitest"
import { operations } from "../../testing/documentUnderTest.ts"
import { callEveryOperation, surprises } from "../../testing/everyOperation.ts"

/** everyOperation.exhaustive.test.ts sends more. */
callEveryOperation(15)

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
