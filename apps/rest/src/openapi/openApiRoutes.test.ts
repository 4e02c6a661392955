import { afterAll, describe, expect, it } from "vitest"
import { documentUnderTest } from "../../testing/documentUnderTest.ts"
import { restUnderTest } from "../../testing/restUnderTest.ts"

const rest = restUnderTest()
afterAll(() => rest.settled())

const get = (headers: Record<string, string> = {}) => rest.app.request("/openapi.json", { headers })

describe("/openapi.json", () => {
  it("is the document of this server, for anybody, from anywhere", async () => {
    const answer = await get()
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/json",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "cache-control": "public, max-age=300",
      "x-content-type-options": "nosniff",
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/u)
    })
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(documentUnderTest)))
  })

  it("isn't sent again to who has it, compressed or not", async () => {
    for (const encoding of ["identity", "gzip"]) {
      const first = await get({ "accept-encoding": encoding })
      const etag = first.headers.get("etag") ?? ""
      expect(etag).toMatch(/"[0-9a-f]{32}"$/u)
      const again = await get({ "accept-encoding": encoding, "if-none-match": etag })
      expect(again.status).toBe(304)
      expect(await again.text()).toBe("")
      expect(again.headers.get("cache-control")).toBe("public, max-age=300")
      expect(again.headers.get("access-control-allow-origin")).toBe("*")
    }
    expect((await get({ "if-none-match": '"another"' })).status).toBe(200)
  })

  it("goes compressed to who takes it so", async () => {
    const answer = await get({ "accept-encoding": "gzip" })
    expect(answer.headers.get("content-encoding")).toBe("gzip")
    const plain = new Response(answer.body?.pipeThrough(new DecompressionStream("gzip")))
    expect(await plain.json()).toMatchObject({ openapi: "3.1.0" })
  })

  it("is only read", async () => {
    expect(await rest.send("HEAD", "/openapi.json")).toMatchObject({ status: 200, body: undefined })
    expect(await rest.send("POST", "/openapi.json", { body: {} })).toMatchObject({
      status: 405,
      body: { type: "/problems/method-not-allowed", allow: ["GET", "HEAD"] }
    })
  })
})
