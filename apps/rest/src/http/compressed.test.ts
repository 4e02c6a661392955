import { gunzipSync } from "node:zlib"
import { Effect } from "effect"
import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { bearerOf } from "../../testing/testTokens.ts"
import { compressed } from "./compressed.ts"

const large = "An incident. ".repeat(500)
const sent = (text: string, accept: string | null) => Effect.runPromise(compressed(text, accept))

describe("a response", () => {
  it.each(["gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "*", "deflate, GZIP"])(
    "is compressed for a client that accepts %s",
    async (accept) => {
      const { body, headers } = await sent(large, accept)
      expect(headers).toEqual({ vary: "accept-encoding", "content-encoding": "gzip" })
      expect(body.length).toBeLessThan(large.length / 10)
    }
  )

  it.each([null, "", "identity", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip-not"])(
    "isn't compressed for a client that accepts %s",
    async (accept) => {
      expect(await sent(large, accept)).toEqual({ body: large, headers: { vary: "accept-encoding" } })
    }
  )

  it("always has the same text as it would have uncompressed", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 3_000 }), async (text) => {
        const { body } = await sent(text, "gzip")
        expect(typeof body === "string" ? body : gunzipSync(body).toString()).toBe(text)
      }),
      { numRuns: 50 }
    ))
})

describe("a list of incidents", () => {
  const rest = restUnderTest()
  afterAll(() => rest.settled())

  it("is compressed on its way, and the same", async () => {
    for (let incident = 0; incident < 10; incident++) await rest.newIncident()
    const path = "/v1/incidents?workspace=soc"
    const { body: expected } = await rest.send("GET", path, { as: "ben" })
    const headers = { authorization: await bearerOf("ben"), "accept-encoding": "gzip" }
    const response = await rest.app.request(path, { headers })
    expect(response.headers.get("content-encoding")).toBe("gzip")
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(JSON.parse(gunzipSync(bytes).toString())).toMatchObject({ items: expected.items })
  })
})
