import { createHash, randomBytes } from "node:crypto"
import * as MemoryEndedSessions from "@incident-teams/adapter-memory/MemoryEndedSessions"
import { EndedSessions } from "@incident-teams/application/ports/EndedSessions"
import { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { defined } from "@incident-teams/domain/defined"
import { Effect, Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cookieOf, markOf, publicUrl } from "../../../testing/pageVisitors.ts"
import { restUnderTest } from "../../../testing/restUnderTest.ts"
import { sample } from "../../../testing/sampleCallers.ts"
import { applicationToken, tokenOf } from "../../../testing/testTokens.ts"

const rest = restUnderTest()
let incident = ""
beforeAll(async () => {
  incident = (await rest.newIncident({ title: "Phishing" })).id
})
afterAll(() => rest.settled())

/** A browser: it keeps what it is given, and sends it where it belongs. */
const browser = () => {
  const cookies = new Map<string, { readonly value: string; readonly attributes: string }>()
  const visit = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set("cookie", [...cookies].map(([name, { value }]) => `${name}=${value}`).join("; "))
    const answer = await rest.app.request(path, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = "", attributes = ""] = /^([^=]+)=([^;]*)(.*)$/u.exec(line) ?? []
      if (/Max-Age=0/u.test(attributes)) cookies.delete(name)
      else cookies.set(name, { value, attributes })
    }
    return { status: answer.status, to: answer.headers.get("location") ?? "", text: await answer.text() }
  }
  return { cookies, visit }
}
type Browser = ReturnType<typeof browser>

const page = () => `/incidents/${encodeURIComponent(incident)}`

/** Goes to Entra ID, and tells with what. */
const begun = async ({ visit }: Browser, query = "") => {
  const { status, to } = await visit(`/sign-in?to=${encodeURIComponent(page())}${query}`)
  expect(status).toBe(302)
  const there = new URL(to)
  expect(there.origin).toBe("https://login.test")
  const { state = "", nonce = "", choose = "" } = Object.fromEntries(there.searchParams)
  return { state, nonce, choose }
}

const back = ({ visit }: Browser, query: Readonly<Record<string, string>>) =>
  visit(`/sign-in/callback?${new URLSearchParams(query).toString()}`)

const signedIn = async (who: keyof typeof sample = "dev") => {
  const one = browser()
  const { state, nonce } = await begun(one)
  const answer = await back(one, { state, code: `${who}~${nonce}` })
  expect(answer).toMatchObject({ status: 303, to: page() })
  return one
}

describe("signing in", () => {
  it("goes to Entra ID and back to the very page, and leaves nothing but a sealed session", async () => {
    const one = browser()
    expect(await one.visit(page())).toMatchObject({
      status: 302,
      to: `/sign-in?${new URLSearchParams({ to: page() }).toString()}`
    })
    const { state, nonce } = await begun(one)
    expect(state).not.toBe(nonce)
    expect((await back(one, { state, code: `dev~${nonce}` })).to).toBe(page())
    expect([...one.cookies.keys()]).toEqual(["__Secure-incident-teams-session", "__Secure-incident-teams-token-0"])
    const { value, attributes } = one.cookies.get("__Secure-incident-teams-session") ?? { value: "", attributes: "" }
    expect(attributes).toMatch(/^; Max-Age=3(?:599|600); Path=\/; HttpOnly; Secure; SameSite=Lax$/u)
    expect(one.cookies.get("__Secure-incident-teams-token-0")?.attributes).toBe(attributes)
    expect(value).not.toContain("Dev")
    const shown = await one.visit(page())
    expect(shown.status).toBe(200)
    expect(shown.text).toContain("Dev Sample")
  })

  it("asks which account where one is to choose", async () => {
    expect((await begun(browser())).choose).toBe("false")
    expect((await begun(browser(), "&choose=1")).choose).toBe("true")
  })

  it("keeps several windows apart, and no more sign-ins than a few", async () => {
    const one = browser()
    const [first, second] = [await begun(one), await begun(one)]
    expect((await back(one, { state: first.state, code: `dev~${first.nonce}` })).status).toBe(303)
    expect((await back(one, { state: second.state, code: `dev~${second.nonce}` })).status).toBe(303)
    for (let time = 0; time < 12; time++) await begun(one)
    expect(one.cookies.size).toBeLessThanOrEqual(6)
  })

  it("leads nowhere but to a page of ours, whatever is asked", async () => {
    for (const asked of [
      "//attacker.example",
      "https://attacker.example",
      "/v1/me",
      "",
      "/incidents/..//attacker.example",
      "/incidents/../v1/me",
      "/incidents/soc~a\\b",
      "/incidents//attacker.example",
      `/incidents?search=${"x".repeat(2_000)}`
    ]) {
      const answer = await browser().visit(`/sign-in?to=${encodeURIComponent(asked)}`)
      expect(answer).toMatchObject({ status: 404, to: "" })
    }
    const one = browser()
    const { state, nonce } = await begun(one, "&to=https://attacker.example&redirect_uri=https://attacker.example")
    const answer = await back(one, { state, code: `dev~${nonce}`, to: "https://attacker.example" })
    expect(answer.to).toBe(page())
  })
})

describe("coming back from Entra ID", () => {
  const refused = async (one: Browser, query: Readonly<Record<string, string>>, status: number) => {
    const answer = await back(one, query)
    expect(answer.status).toBe(status)
    expect([...one.cookies.keys()].filter((name) => name.endsWith("session"))).toEqual([])
    return answer
  }

  it("counts only in the browser that began it, with the state that it was given", async () => {
    const [one, other] = [browser(), browser()]
    const { state, nonce } = await begun(one)
    await refused(other, { state, code: `dev~${nonce}` }, 400)
    await refused(one, { state: `${state}x`, code: `dev~${nonce}` }, 400)
    await refused(one, { state: state.slice(0, 12), code: `dev~${nonce}` }, 400)
    await refused(browser(), { state: "", code: "dev~" }, 400)
    await refused(browser(), {}, 400)
  })

  it("counts once", async () => {
    const one = await signedIn()
    one.cookies.clear()
    const again = browser()
    const { state, nonce } = await begun(again)
    await back(again, { state, code: `dev~${nonce}` })
    again.cookies.delete("__Secure-incident-teams-session")
    await refused(again, { state, code: `dev~${nonce}` }, 400)
  })

  it("with somebody else's code, or one for another sign-in, signs nobody in", async () => {
    const one = browser()
    const { state } = await begun(one)
    const answer = await refused(one, { state, code: "dev~another-nonce" }, 403)
    expect(answer.text).toContain("That code isn&#39;t good.")
  })

  it("without a code says so without repeating what it was sent", async () => {
    const one = browser()
    const { state } = await begun(one)
    const answer = await refused(
      one,
      { state, error: "access_denied", error_description: "Call +1 555 0100 to unlock your account" },
      403
    )
    expect(answer.text).toContain("You canceled")
    expect(answer.text).not.toContain("555")
    expect(answer.text).toContain("Try again")
  })

  it("with a sign-in that somebody made up isn't one", async () => {
    const one = browser()
    const { state, nonce } = await begun(one)
    const [name = ""] = [...one.cookies.keys()]
    const kept = one.cookies.get(name)
    for (const value of ["x", `${kept?.value}A`, (await cookieOf("dev")).split("=")[1] ?? ""]) {
      one.cookies.set(name, { value, attributes: "" })
      await refused(one, { state, code: `dev~${nonce}` }, 400)
    }
  })
})

describe("a session that somebody made up or changed", () => {
  it("is none", async () => {
    const good = await cookieOf("dev")
    const plain = Buffer.from(JSON.stringify({ person: sample.dev.id })).toString("base64url")
    for (const cookie of [
      `${good}x`,
      good.slice(0, -2),
      `__Secure-incident-teams-session=${plain}`,
      good.replace("__Secure-", "")
    ]) {
      const answer = await rest.app.request(page(), { headers: { cookie } })
      expect(answer.status).toBe(302)
    }
    expect((await rest.app.request(page(), { headers: { cookie: good } })).status).toBe(200)
  })

  it("opens nothing of the API, as little as a token opens the page", async () => {
    expect(await rest.send("GET", "/v1/me", { headers: { cookie: await cookieOf("dev") } })).toMatchObject({
      status: 401
    })
    const answer = await rest.app.request(page(), { headers: { authorization: `Bearer ${await tokenOf("dev")}` } })
    expect(answer.status).toBe(302)
  })
})

describe("in a frame", () => {
  const framed = { "sec-fetch-dest": "iframe" }
  const hash = (text: string) => createHash("sha256").update(text).digest("base64url")

  it("one is asked to sign in, as Entra's own pages can't be shown there", async () => {
    const answer = await rest.app.request(page(), { headers: framed })
    expect(answer.status).toBe(401)
    const text = await answer.text()
    expect(text).toContain("opens a window")
    expect(text).toMatch(/<script[^>]* src="\/page\/[^"]+\/signIn\.js"/u)
    expect(text).not.toContain("Phishing")
  })

  it("the window hands its session over to the frame that opened it, once and to it alone", async () => {
    const verifier = randomBytes(32).toString("base64url")
    const window = browser()
    const { state, nonce } = await begun(window, `&waiting=${hash(verifier)}`)
    const answer = await back(window, { state, code: `dev~${nonce}` })
    expect(answer.status).toBe(200)
    const [, handed = ""] = /data-handed="([^"]+)"/u.exec(answer.text) ?? []

    const taken = (frame: Browser, body: object, origin = publicUrl) =>
      frame.visit("/sign-in/frame", { method: "POST", body: JSON.stringify(body), headers: { origin } })
    const thief = browser()
    expect((await taken(thief, { handed, verifier: "guessed" })).status).toBe(400)
    expect((await taken(thief, { handed, verifier }, "https://attacker.example")).status).toBe(403)
    expect((await taken(thief, { handed: `${handed}x`, verifier })).status).toBe(400)
    expect((await taken(thief, { verifier })).status).toBe(403)
    expect(thief.cookies.size).toBe(0)

    const frame = browser()
    expect((await taken(frame, { handed, verifier })).status).toBe(204)
    expect(frame.cookies.get("__Secure-incident-teams-session")?.attributes).toMatch(
      /; Path=\/; HttpOnly; Secure; SameSite=None; Partitioned$/u
    )
    expect((await frame.visit(page(), { headers: framed })).status).toBe(200)
  })

  it("Teams' own token signs a person in, and nobody else's", async () => {
    const sent = async (authorization: string | undefined, origin = publicUrl) => {
      const frame = browser()
      const headers = { origin, ...defined({ authorization }) }
      const answer = await frame.visit("/sign-in/teams", { method: "POST", headers })
      return { status: answer.status, cookies: frame.cookies }
    }
    const good = await sent(`Bearer ${await tokenOf("dev")}`)
    expect(good.status).toBe(204)
    expect(good.cookies.get("__Secure-incident-teams-session")?.attributes).toContain("Partitioned")
    const refusals = [
      await sent(undefined),
      await sent("Bearer made-up"),
      await sent(`Bearer ${await tokenOf("dev", { lifetime: -600 })}`),
      await sent(`Bearer ${await tokenOf("dev", { claims: { aud: "https://graph.microsoft.com" } })}`),
      await sent(`Bearer ${await applicationToken("playbook")}`),
      await sent(`Bearer ${await tokenOf("dev")}`, "https://attacker.example")
    ]
    expect(refusals.map(({ status }) => status)).toEqual([401, 401, 401, 401, 403, 403])
    expect(refusals.every(({ cookies }) => cookies.size === 0)).toBe(true)
  })
})

describe("signing out", () => {
  const out = (one: Browser, fields: Readonly<Record<string, string>>, origin = publicUrl) =>
    one.visit("/sign-out", { method: "POST", body: new URLSearchParams(fields), headers: { origin } })

  it("ends the session, by a form of this session alone", async () => {
    const one = await signedIn()
    const { text } = await one.visit(page())
    const [, mark = ""] = /action="\/sign-out"[\s\S]*?name="mark" value="([^"]+)"/u.exec(text) ?? []
    expect((await out(one, { to: page(), mark: markOf("ben", "sign-out") })).status).toBe(403)
    expect((await out(one, { to: page(), mark }, "https://attacker.example")).status).toBe(403)
    expect(one.cookies.size).toBe(2)
    const answer = await out(one, { to: page(), mark })
    expect(answer).toMatchObject({
      status: 303,
      to: `/signed-out?${new URLSearchParams({ to: page() }).toString()}`
    })
    expect(one.cookies.size).toBe(0)
    expect((await one.visit(page())).status).toBe(302)
    const said = await one.visit(answer.to)
    expect(said.text).toContain("You are signed out of Incident Teams")
    expect(said.text).toContain("https://login.test/logout")
  })

  /** A copy of what a browser has, such as someone took from it. */
  const copyOf = ({ cookies }: Browser) => [...cookies].map(([name, { value }]) => `${name}=${value}`).join("; ")
  const signOut = async (one: Browser) => {
    const { text } = await one.visit(page())
    const [, mark = ""] = /action="\/sign-out"[\s\S]*?name="mark" value="([^"]+)"/u.exec(text) ?? []
    expect(await out(one, { to: page(), mark })).toMatchObject({ status: 303 })
  }

  it("ends it for a copy of its cookie too, at once, and no other session of the same person", async () => {
    const [one, other] = [await signedIn(), await signedIn()]
    const [copy, otherCopy] = [copyOf(one), copyOf(other)]
    const use = async (cookie: string, path = page(), init: RequestInit = {}) => {
      const headers = new Headers(init.headers)
      headers.set("cookie", cookie)
      const answer = await rest.app.request(path, { ...init, headers })
      await answer.body?.cancel()
      return answer.status
    }
    expect(await use(copy)).toBe(200)
    await signOut(one)
    expect(await use(copy)).toBe(302)
    expect(await use(copy, `${page()}/live`, { headers: { "sec-fetch-dest": "empty" } })).toBe(401)
    const form = { method: "POST", body: new URLSearchParams({ reason: "Please." }), headers: { origin: publicUrl } }
    expect(await use(copy, `${page()}/access`, form)).toBe(401)
    expect(await use(otherCopy)).toBe(200)
  })

  it("ends it in every process that shares the store", async () => {
    const ended = new Map()
    const here = restUnderTest({ endedSessions: MemoryEndedSessions.layerOn(ended) })
    const there = restUnderTest({ endedSessions: MemoryEndedSessions.layerOn(ended) })
    try {
      const cookie = await cookieOf("dev")
      const useThere = async () => (await there.app.request(page(), { headers: { cookie } })).status
      // That process has no such incident, but knows who asks.
      expect(await useThere()).toBe(404)
      const body = new URLSearchParams({ to: page(), mark: markOf("dev", "sign-out") })
      const signedOut = await here.app.request("/sign-out", {
        method: "POST",
        body,
        headers: { cookie, origin: publicUrl }
      })
      expect(signedOut.status).toBe(303)
      expect(await useThere()).toBe(302)
    } finally {
      await Promise.all([here.settled(), there.settled()])
    }
  })

  it("lets nobody in while the store can't say whether a session was ended", async () => {
    const reason = "The database is away."
    const away = Effect.fail(new StoreUnavailable({ reason, cause: undefined }))
    const server = restUnderTest({
      endedSessions: Layer.succeed(EndedSessions, { end: () => away, isEnded: () => away })
    })
    const answer = await server.app.request(page(), { headers: { cookie: await cookieOf("dev") } })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain(reason)
    await server.settled()
  })
})
