import { afterAll, describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"

const rest = restUnderTest()
afterAll(() => rest.settled())

/** Where a page of ours asks for more, as a browser would resolve it. */
const askedBy = (html: string, page: string): ReadonlyArray<string> =>
  [...html.matchAll(/(?:src|href)="([^"]+)"/gu)].map(
    ([, address = ""]) => new URL(address, `http://rest.test${page}`).href
  )

describe("/docs", () => {
  it.each(["/docs", "/docs/signed-in"])("%s runs only files of ours, and none that stand in the page", async (page) => {
    const answer = await rest.app.request(page)
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8")
    expect(answer.headers.get("cache-control")).toBe("no-cache")
    const policy = answer.headers.get("content-security-policy") ?? ""
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
    expect(policy).toContain("connect-src 'self' https://login.test;")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain("unsafe")
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/u)
    for (const address of askedBy(html, page)) {
      expect(new URL(address).origin).toBe("http://rest.test")
      expect((await rest.app.request(address)).status).toBe(200)
    }
  })

  it("works behind a proxy that puts a path before ours", async () => {
    const html = await (await rest.app.request("/docs")).text()
    const addresses = askedBy(html, "/security/docs")
    expect(addresses.length).toBeGreaterThanOrEqual(6)
    for (const address of addresses) expect(address).toMatch(/^http:\/\/rest\.test\/security\//u)
  })

  it("serves the viewer's files with their types, for good, and asks nobody else to vouch for the document", async () => {
    const html = await (await rest.app.request("/docs")).text()
    const types = new Map<string, string | null>()
    for (const address of askedBy(html, "/docs").filter((one) => one.includes("/docs/files/"))) {
      const answer = await rest.app.request(address)
      types.set(address.split("/").at(-1) ?? "", answer.headers.get("content-type"))
      expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(500)
    }
    expect(Object.fromEntries(types)).toEqual({
      "favicon-32x32.png": "image/png",
      "swagger-ui.css": "text/css; charset=utf-8",
      "swagger-ui-bundle.js": "text/javascript; charset=utf-8"
    })
    const start = await (await rest.app.request("/docs/start.js")).text()
    expect(start).toContain("validatorUrl: null")
    expect(start).toContain("queryConfigEnabled: false")
  })

  it.each(["package.json", "..%2fpackage.json", "swagger-ui-bundle.js.map", "constructor"])(
    "serves no other file of the package (%s)",
    async (name) => {
      const html = await (await rest.app.request("/docs")).text()
      const folder = /docs\/files\/[^/]+\//u.exec(html)?.[0] ?? ""
      expect(await rest.send("GET", `/${folder}${name}`)).toMatchObject({
        status: 404,
        body: { type: "/problems/no-such-route" }
      })
    }
  )
})
