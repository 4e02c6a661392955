import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { afterAll, describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"

const rest = restUnderTest()
afterAll(() => rest.settled())

/** What Chromium sends for an address that was typed or clicked. */
const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

const asked = async (path: string, accept: string | undefined) => {
  const answer = await rest.app.request(path, { headers: accept === undefined ? {} : { accept } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

describe("/", () => {
  it("is a page for a person, of which every link leads somewhere", async () => {
    const { status, headers, text } = await asked("/", browser)
    expect(status).toBe(200)
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8")
    expect(headers.get("vary")).toContain("Accept")
    expect(oddWordsIn(text.replaceAll(/<[^>]*>/gu, " "))).toEqual([])
    const links = [...text.matchAll(/<a [^>]*href="(\/[^"]*)"/gu)].map(([, link = ""]) => link)
    expect(links).toEqual(["/openapi.json", "/incidents", "/docs"])
    // The list of incidents leads to the sign-in.
    for (const link of links) expect((await rest.app.request(link)).status).toBe(link === "/incidents" ? 302 : 200)
  })

  it.each([undefined, "*/*", "application/json"])("is JSON for a program that accepts %s", async (accept) => {
    const { status, headers, text } = await asked("/", accept)
    expect(status).toBe(200)
    expect(headers.get("content-type")).toContain("application/json")
    const { name, version, ...links }: Record<string, string> = JSON.parse(text)
    expect([name, version]).toEqual(["Incident Teams", expect.stringMatching(/^\d+\.\d+\.\d+/u)])
    expect(Object.keys(links)).toEqual(["documentation", "openapi", "me", "workspaces", "health"])
    for (const link of Object.values(links)) {
      const { pathname } = new URL(link, "http://rest.test/")
      // Without a token some answer 401.
      expect([200, 401]).toContain((await rest.app.request(pathname)).status)
    }
  })
})

describe("an address with another method than it takes", () => {
  it.each([
    ["PUT", "/", "GET, HEAD"],
    ["DELETE", "/", "GET, HEAD"],
    ["OPTIONS", "/", "GET, HEAD"],
    ["POST", "/docs", "GET, HEAD"],
    ["DELETE", "/incidents", "GET, HEAD"],
    ["PUT", "/incidents/soc~7/close", "GET, HEAD, POST"],
    ["GET", "/sign-out", "POST"]
  ])("%s %s is refused with those", async (method, path, allow) => {
    const { status, headers, body } = await rest.send(method, path)
    expect({ status, allow: headers.get("allow"), type: body.type }).toEqual({
      status: 405,
      allow,
      type: "/problems/method-not-allowed"
    })
  })

  it("is a page with a way on for a person", async () => {
    expect(await asked("/sign-out", browser)).toMatchObject({ status: 404, text: expect.stringContaining("<h1>") })
  })
})

describe("an address that doesn't exist", () => {
  it("is a page with a way on for a person, and a problem with one for a program", async () => {
    for (const path of ["/incident", "/incidents/4112", "/nowhere"]) {
      const { status, text } = await asked(path, browser)
      expect(status).toBe(404)
      expect(text).toContain('<a class="button" href="/">Go to the start page</a>')
    }
    expect((await rest.send("GET", "/nowhere")).body).toMatchObject({
      type: "/problems/no-such-route",
      remedy: "See all paths in the API reference: GET /docs, or GET /openapi.json."
    })
  })
})
