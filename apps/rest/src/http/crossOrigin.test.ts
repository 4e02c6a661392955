import { afterAll, describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"

const portal = "https://portal.example.org"
const namesIn = (headers: Headers, list: string) => headers.get(list)?.toLowerCase().split(",")

describe("a script of another site", () => {
  const rest = restUnderTest({ corsOrigins: [portal] })
  afterAll(() => rest.settled())

  const preflight = (origin: string, path: string) =>
    rest.send("OPTIONS", path, {
      headers: { origin, "access-control-request-method": "PATCH", "access-control-request-headers": "if-match" }
    })

  it.each(["/v1/incidents", "/subscriptions/x"])(
    "of CORS_ORIGINS may call %s and read what it answers",
    async (path) => {
      const asked = await preflight(portal, path)
      expect(asked.status).toBe(204)
      expect(asked.headers.get("access-control-allow-origin")).toBe(portal)
      expect(namesIn(asked.headers, "access-control-allow-headers")).toEqual(
        expect.arrayContaining(["authorization", "idempotency-key", "if-match", "last-event-id"])
      )
      expect(asked.headers.get("access-control-allow-methods")).toContain("PATCH")
      // A refusal too has to be read.
      const answer = await rest.send("GET", path, { headers: { origin: portal } })
      expect(answer.status).toBe(401)
      expect(answer.headers.get("access-control-allow-origin")).toBe(portal)
      expect(namesIn(answer.headers, "access-control-expose-headers")).toEqual(
        expect.arrayContaining(["etag", "location", "operation-location", "retry-after", "x-request-id"])
      )
      expect(answer.headers.has("access-control-allow-credentials")).toBe(false)
      expect(answer.headers.get("vary")?.toLowerCase()).toContain("origin")
    }
  )

  it("of no such site is allowed nothing", async () => {
    const origin = "https://portal.example.org.evil.example"
    expect((await preflight(origin, "/v1/incidents")).headers.has("access-control-allow-origin")).toBe(false)
    const answer = await rest.send("GET", "/v1/incidents", { headers: { origin } })
    expect(answer.headers.has("access-control-allow-origin")).toBe(false)
  })

  it("is allowed nothing on pages, which go by a cookie", async () => {
    const answer = await rest.app.request("/incidents/soc~1", { headers: { origin: portal } })
    expect(answer.headers.has("access-control-allow-origin")).toBe(false)
  })
})

describe("without CORS_ORIGINS", () => {
  const rest = restUnderTest()
  afterAll(() => rest.settled())

  it("no script of another site is allowed anything", async () => {
    const asked = await rest.send("OPTIONS", "/v1/incidents", { headers: { origin: portal } })
    expect(asked.status).toBe(405)
    expect(asked.headers.has("access-control-allow-origin")).toBe(false)
  })
})
