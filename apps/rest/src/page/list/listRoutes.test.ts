import { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import { IncidentSource, NotAuthorized } from "@incident-teams/application/ports/IncidentSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { liveEvents } from "../../../testing/liveEvents.ts"
import { cookieOf, personCookies, tokenCookiesOf } from "../../../testing/pageVisitors.ts"
import { restUnderTest } from "../../../testing/restUnderTest.ts"
import type { SampleCaller } from "../../../testing/sampleCallers.ts"
import { tokenOf } from "../../../testing/testTokens.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(() => rest.settled())

const list = async (query = "", who: SampleCaller = "dev") => {
  const answer = await rest.app.request(`/incidents${query}`, { headers: { cookie: await personCookies(who) } })
  const text = await answer.text()
  return {
    status: answer.status,
    text,
    titles: [...text.matchAll(/<th scope="row"><a [^>]*>([^<]*)</gu)].map(([, title]) => title)
  }
}

describe("the list of incidents", () => {
  it("shows each incident with its team, its state and its link", async () => {
    const { id } = await rest.newIncident({ title: "Phishing" })
    await rest.newIncident({ title: "Malware" })
    await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
    await rest.work()
    const { status, text, titles } = await list()
    expect(status).toBe(200)
    expect(new Set(titles)).toEqual(new Set(["Malware", "Phishing"]))
    expect(text).toContain(`href="/incidents/${id}"`)
    expect(text).toMatch(/data-phase="open"[^>]*>Open<\/span/u)
    expect(text).toMatch(/<a class="link" href="https:[^"]+" target="_blank"/u)
    expect(text).toMatch(/Open<span class="hidden"> the team of incident \d+<\/span> in Teams/u)
  })

  it("shows what its address says, by status, severity, text, number and order", async () => {
    const first = await rest.newIncident({ title: "Phishing: finance", severity: "High" })
    await rest.newIncident({ title: "Malware", severity: "Low", status: "Active" })
    await rest.newIncident({ title: "Phishing: legal", severity: "Low", status: "Closed" })
    const { number } = first
    expect((await list("?status=New&status=Active&orderBy=number&direction=asc")).titles).toEqual([
      "Phishing: finance",
      "Malware"
    ])
    expect((await list("?severity=Low&status=Closed")).titles).toEqual(["Phishing: legal"])
    expect((await list("?search=phishing&orderBy=number")).titles).toEqual(["Phishing: legal", "Phishing: finance"])
    expect((await list(`?search=%23${number}`)).titles).toEqual(["Phishing: finance"])
    const { text } = await list("?search=phishing&status=New")
    expect(text).toContain('value="phishing"')
    expect(text).toMatch(/value="New" checked/u)
    expect((await list("?search=nothing+of+that+name")).text).toContain("No incident matches.")
  })

  it("goes on by pages that its address names, and begins again where that is too old or made up", async () => {
    for (let at = 0; at < 51; at++) await rest.newIncident({ title: `Incident ${at}` })
    const first = await list("?orderBy=number")
    expect(first.titles).toHaveLength(50)
    const [, next = ""] = /href="\/incidents([^"]*continuation=[^"]*)">Next page/u.exec(first.text) ?? []
    const second = await list(next.replaceAll("&amp;", "&"), "ana")
    expect(second.titles).toEqual(["Incident 0"])
    expect(second.text).toContain("First page")
    expect((await list("?orderBy=number&continuation=made-up")).titles).toEqual(first.titles)
  })

  it("asks Azure as often for a full page of incidents with teams as for one of them", async () => {
    const made = async () => [
      ...(await rest.use(handOn(IncidentSource), (hand) => hand.calls().map(({ method }) => method))),
      ...(await rest.use(handOn(AzureRightsSource), (hand) => hand.calls().map(({ method }) => method)))
    ]
    const callsForList = async (): Promise<number> => {
      const before = await made()
      await list()
      return (await made()).length - before.length
    }
    const create = async () => {
      const { id } = await rest.newIncident({ title: "Phishing" })
      await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
    }
    await create()
    const forOne = await callsForList()
    expect(forOne).toBeGreaterThan(0)
    for (let at = 0; at < 60; at++) await create()
    expect(await callsForList()).toBe(forOne)
  })

  it("goes back page by page", async () => {
    for (let at = 0; at < 101; at++) await rest.newIncident({ title: `Incident ${at}` })
    const shown = [await list("?orderBy=number")]
    for (const link of ["Next page", "Next page", "Previous page", "Previous page"]) {
      const [, query = ""] = new RegExp(`href="/incidents([^"]*)">${link}`, "u").exec(shown.at(-1)?.text ?? "") ?? []
      shown.push(await list(query.replaceAll("&amp;", "&")))
    }
    expect(shown.map(({ titles }) => titles[0])).toEqual([
      "Incident 100",
      "Incident 50",
      "Incident 0",
      "Incident 50",
      "Incident 100"
    ])
    expect(shown[4]?.text).not.toContain("Previous page")
    // What an address doesn't know any more, it leads nobody to.
    expect((await list("?continuation=a&continuation=b")).text).toContain("Previous page")
    expect((await list("?continuation=&continuation=b")).text).not.toContain("Previous page")
  })

  it("follows the incidents of its workspace as they are read", async () => {
    await rest.newIncident({ title: "Phishing" })
    const answer = await rest.app.request("/incidents/live?have=x", { headers: { cookie: await personCookies("dev") } })
    const live = liveEvents(answer)
    expect((await live.next())?.data.main).toContain("Phishing")
    // The list is read to know its workspace, and twice when following begins; then only every 5 minutes.
    const reads = () => rest.use(handOn(IncidentSource), (hand) => hand.calls("list").length)
    await expect.poll(reads).toBe(3)
    await rest.newIncident({ title: "Malware" })
    await rest.sweep()
    expect((await live.next())?.data.main).toContain("Malware")
    await live.close()
  })

  it.each([
    "?workspace=%00&status=Open&severity=&orderBy=title&direction=up&search=%F0",
    `?search=${"x".repeat(5_000)}`,
    "?status=New&status=New&status[]=x"
  ])("makes the best of an address that means nothing (%s)", async (query) => {
    await rest.newIncident({ title: "Phishing" })
    expect((await list(query)).status).toBe(200)
  })

  it("is live", async () => {
    const { id } = await rest.newIncident({ title: "Phishing" })
    const answer = await rest.app.request("/incidents/live?have=x", { headers: { cookie: await personCookies("dev") } })
    const live = liveEvents(answer)
    expect(await live.next()).toMatchObject({ event: "page" })
    await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
    const news = await live.next()
    expect(news?.data.main).toContain("Requested")
    await live.close()
  })

  it("leads to the sign-in and back to the same address where there is no token, or none that lasts", async () => {
    const expired = await tokenCookiesOf("dev", await tokenOf("dev", { lifetime: -10 }))
    for (const cookie of ["", await cookieOf("dev"), `${await cookieOf("dev")}; ${expired}`]) {
      const answer = await rest.app.request("/incidents?search=a&status=New", { headers: { cookie } })
      expect(answer.status).toBe(302)
      expect(answer.headers.get("location")).toBe(
        `/sign-in?${new URLSearchParams({ to: "/incidents?search=a&status=New" }).toString()}`
      )
    }
  })

  it("asks for the sign-in that a policy demands, and doesn't redirect there by itself", async () => {
    const demanded = new NotAuthorized({ reason: "Conditional Access demands more.", signIn: true, claims: "{}" })
    await rest.use(handOn(IncidentSource), (hand) => hand.failNext("list", demanded))
    const { status, text } = await list()
    expect(status).toBe(401)
    expect(text).toContain("Conditional Access demands more.")
    expect(text).toMatch(/href="\/sign-in\?to=%2Fincidents&amp;claims=[^"]+"/u)
  })

  it("says in words of the page, not of the API, that there is no such workspace or incident", async () => {
    const unknown = await list("?workspace=other")
    expect(unknown.status).toBe(404)
    expect(unknown.text).toContain("Choose a workspace in the list of incidents.")
    const gone = await rest.app.request("/incidents/soc~none", { headers: { cookie: await personCookies("ben") } })
    expect(gone.status).toBe(404)
    const words = `${unknown.text} ${await gone.text()}`
    expect(words).toContain("Go back to the list of incidents.")
    expect(words).not.toContain("/v1/")
  })

  it("isn't shown to someone who may read no workspace", async () => {
    const { status, text } = await list("", "elif")
    expect(status).toBe(403)
    expect(text).toContain("You don&#39;t have access to these incidents")
  })
})
