import { freePort } from "@incident-teams/testkit/freePort"
import { sample } from "@incident-teams/testkit/sample"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  type Browser,
  browserRequired,
  chromiumPath,
  fits,
  launched,
  noBrowser,
  obstacles,
  openedBy,
  person,
  pictured
} from "../../testing/browser.ts"
import { type Proxy, startProxy } from "../../testing/proxy.ts"
import { type Client, clientOf, phase } from "../../testing/sampleServer.ts"

const missing = chromiumPath === undefined
const about = (what: string): string => (missing ? `${what} (${noBrowser})` : what)

it.skipIf(missing && !browserRequired)(about("there is a browser to try the page with"), () => {
  expect(chromiumPath, noBrowser).toBeDefined()
})

/** Of the sample tenant, by their last digits. */
const incidents = {
  /** With something of everything. */
  rich: "4112",
  closed: "4101",
  /** Its texts attack whoever shows them. */
  odd: "4104",
  bare: "4107",
  live: "4106",
  quiet: "4109",
  stuck: "4110"
} as const
const idOf = (which: keyof typeof incidents): string => `soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e${incidents[which]}`

describe.skipIf(missing)(about("the Incident page in a real browser"), () => {
  let tenant: Tenant
  let server: Server
  let browser: Browser
  let data: string
  let proxy: Proxy
  let inner: number
  let base: string
  let ben: Client

  const pageOf = (which: keyof typeof incidents): string => `${base}/incidents/${idOf(which)}`
  const at = (which: keyof typeof incidents): string => `/v1/incidents/${idOf(which)}`

  beforeAll(async () => {
    tenant = await newTenant()
    data = newFolder()
    inner = await freePort()
    const port = await freePort()
    base = `http://127.0.0.1:${port}`
    proxy = await startProxy(port, inner)
    server = startServer(serverEnvironment(tenant, data, { PORT: String(inner), PUBLIC_URL: base }))
    ben = await clientOf(tenant, server, "ben")
    for (const which of ["rich", "live", "closed"] as const) {
      if (which === "closed") await ben("PATCH", at(which), { status: "Active" })
      await ben("POST", `${at(which)}/team`, {
        people: [sample.person.elif, sample.person.hugo]
      })
      await phase(ben, at(which), "open")
    }
    await ben("PATCH", at("closed"), { status: "Closed", classification: "Undetermined" })
    await phase(ben, at("closed"), "archived")
    browser = await launched()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await proxy?.stop()
  })

  it("shows an analyst everything, and complains of nothing", async () => {
    const { page, context, complaints } = await person(browser)
    await openedBy(page, pageOf("rich"), "Ben Sample")
    await page.getByRole("heading", { level: 1, name: "Adversary-in-the-middle phishing" }).waitFor()
    for (const part of [
      "Timeline",
      "Alerts",
      "Entities",
      "Bookmarks",
      "Comments",
      "Tasks",
      "People",
      "Details",
      "Team"
    ]) {
      await page.getByRole("region", { name: part, exact: false }).first().waitFor()
    }
    const link = page.getByRole("link", { name: "Open the team in Teams" })
    expect(await link.getAttribute("href")).toMatch(/^https:\/\/teams\.microsoft\.com\//u)
    await page.locator("#alerts").getByText("Sign-in through a known AiTM proxy").click()
    await page.getByText("Revoke all sessions.").waitFor()
    await page.locator("#people").getByText("Hugo Sample").waitFor()
    // The simulator's own page has no icon.
    expect(complaints.filter((text) => !text.includes("404"))).toEqual([])
    expect(await page.evaluate("document.cookie")).toBe("")
    await context.close()
  })

  it("tells times in the reader's own zone, and in UTC without script", async () => {
    const [one, other] = [
      await person(browser, { timezoneId: "Asia/Tokyo" }),
      await person(browser, { javaScriptEnabled: false })
    ]
    const told: Array<string> = []
    for (const { page, context } of [one, other]) {
      await openedBy(page, pageOf("bare"), "Ben Sample")
      told.push((await page.locator(".glance time").first().textContent()) ?? "")
      await context.close()
    }
    expect(told[0]).not.toContain("UTC")
    expect(told[1]).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d UTC$/u)
  })

  it("shows a change as it happens, and leaves open what is open, typed what is typed, and focus where it was", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("live"), "Dev Sample")
    await page.getByText("Live: changes appear automatically.").waitFor()
    const alert = page.locator("#alerts details").first()
    await alert.locator("summary").click()
    await page.getByLabel("You aren't a member of this team.").fill("I run the gateway, and")
    await page.evaluate("globalThis.sameDocument = true")

    await ben("PATCH", at("live"), { status: "Closed", classification: "Undetermined" })
    await page.locator(".badge[data-status=Closed]").waitFor()
    await page.locator(".badge[data-phase=archived]").waitFor()
    expect(await page.getByRole("status").filter({ hasText: "This incident is now Closed" }).count()).toBe(1)
    expect(await page.evaluate("globalThis.sameDocument === true")).toBe(true)
    expect(await alert.getAttribute("open")).not.toBeNull()
    const field = page.getByLabel("You aren't a member of this team.")
    expect(await field.inputValue()).toBe("I run the gateway, and")
    expect(await page.evaluate("document.activeElement.id")).toBe("reason")

    await ben("PATCH", at("live"), { status: "Active" })
    await page.locator(".badge[data-phase=open]").waitFor()
    await context.close()
  })

  it("says which action is needed, and stops saying so once it is done", async () => {
    const fault = { kind: "answer", status: 403, code: "Forbidden", message: "No license." }
    const rule = { id: "stuck", surface: "graph", method: "PUT", path: "/groups/{id}/team", times: 1_000, fault }
    await tenant.inject(rule)
    await ben("POST", `${at("stuck")}/team`, {})
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("stuck"), "Ben Sample")
    await page.locator("#team").getByText("Action needed: the team can't be created.").waitFor()
    await pictured(page, "a-blocked-team")
    expect(await obstacles(page)).toEqual([])
    await tenant.control("DELETE", "/faults/stuck")
    const { body } = await ben("GET", `${at("stuck")}/team`)
    await ben("POST", `/v1/teams/${body.id}/retry`)
    await page.locator(".badge[data-phase=open]").waitFor()
    expect(await page.locator("#team").getByText("Action needed").count()).toBe(0)
    await context.close()
  })

  it("goes on by itself after the server was away", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("quiet"), "Ben Sample")
    await page.getByText("Live: changes appear automatically.").waitFor()
    await server.stop()
    await page.getByText(/^Not live since \d\d:\d\d\. Reconnecting …$/u).waitFor()
    server = startServer(serverEnvironment(tenant, data, { PORT: String(inner), PUBLIC_URL: base }))
    ben = await clientOf(tenant, server, "ben")
    await ben("PATCH", at("quiet"), { severity: "High" })
    await page.locator(".badge[data-severity=High]").first().waitFor()
    await context.close()
  })

  it("is live again after a proxy answered 502, asking only for what it hasn't got", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("quiet"), "Ben Sample")
    await page.locator("#live[data-live=on]").waitFor()
    const version = await page.evaluate("document.documentElement.dataset.version")
    await ben("PATCH", at("quiet"), { severity: "Low" })
    await page.locator(".badge[data-severity=Low]").first().waitFor()
    proxy.fail()
    await page.getByText(/^Not live since \d\d:\d\d\. Reconnecting …$/u).waitFor()
    expect(proxy.streams).toEqual([])
    proxy.heal()
    await page.locator("#live[data-live=on]").waitFor()
    const [stream = ""] = proxy.streams
    const have = new URL(stream, base).searchParams.get("have")
    expect(have).not.toBe("")
    expect(have).not.toBe(version)
    await context.close()
  })

  it("holds no connection while it is hidden, and catches up when it is shown", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("quiet"), "Ben Sample")
    await page.locator("#live[data-live=on]").waitFor()
    const turn = (hidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, "hidden", { configurable: true, value: ${hidden} }); document.dispatchEvent(new Event("visibilitychange"))`
      )
    await turn(true)
    await expect.poll(() => proxy.streams, { timeout: 30_000 }).toEqual([])
    await ben("PATCH", at("quiet"), { severity: "Informational" })
    await turn(false)
    await page.locator(".badge[data-severity=Informational]").first().waitFor()
    await page.locator("#live[data-live=on]").waitFor()
    await context.close()
  })

  it("leaves connections for clicks when eight pages are open over HTTP/1.1", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("quiet"), "Ben Sample")
    const pages = [page]
    while (pages.length < 8) {
      const another = await context.newPage()
      await another.goto(pageOf("quiet"))
      pages.push(another)
    }
    for (const one of pages) await one.locator("#live[data-live=on]").waitFor()
    const told = await Promise.all(pages.map((one) => one.locator("#live").textContent()))
    // The others look for a moment at a time, so the streams that are open are sometimes more than four.
    expect(told.filter((text) => text?.includes("changes appear automatically"))).toHaveLength(4)
    expect(told.filter((text) => text?.includes("Updated every 15 seconds"))).toHaveLength(4)
    await page.goto(pageOf("bare"))
    await page.getByRole("heading", { level: 1 }).waitFor()
    await context.close()
  })

  it("leads to the sign-in when its reader signed out elsewhere, unless that would lose what they typed", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("live"), "Dev Sample")
    const typing = await context.newPage()
    await typing.goto(pageOf("live"))
    await typing.getByLabel("You aren't a member of this team.").fill("I run the gateway")
    for (const one of [page, typing]) await one.locator("#live[data-live=on]").waitFor()
    const elsewhere = await context.newPage()
    await elsewhere.goto(pageOf("live"))
    await elsewhere.getByRole("button", { name: "Sign out" }).click()
    await elsewhere.getByRole("heading", { name: "You are signed out of Incident Teams" }).waitFor()
    await typing.getByText("Copy what you typed, then reload the page.").waitFor()
    expect(await typing.getByLabel("You aren't a member of this team.").inputValue()).toBe("I run the gateway")
    await context.close()
  })

  it("is useful without script: signing in, reading, requesting access, signing out", async () => {
    const { page, context } = await person(browser, { javaScriptEnabled: false })
    await openedBy(page, pageOf("rich"), "Dev Sample")
    await page.locator("#alerts summary").first().click()
    await page.getByText("Purge the message from all mailboxes.").waitFor()
    await page.getByLabel("You aren't a member of this team.").fill("I take over at six.")
    await page.getByRole("button", { name: "Request access" }).click()
    await page.getByText("You requested access").waitFor()
    await pictured(page, "asked-without-script")
    await page.getByRole("button", { name: "Sign out" }).click()
    await page.getByRole("heading", { name: "You are signed out of Incident Teams" }).waitFor()
    await page.getByRole("link", { name: "Sign in as someone else" }).click()
    await page.getByRole("button", { name: "Ana Sample" }).click()
    await page.getByText("Ana Sample").first().waitFor()
    const { body } = await ben("GET", `${at("rich")}/team`)
    expect(body.accessRequestsWaiting).toBe(1)
    await context.close()
  })

  it("shows nothing to whoever may not see it, and lets them in as a member of the team alone", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("bare"), "Elif Sample")
    await page.getByRole("heading", { name: "You don't have access to this incident" }).waitFor()
    expect(await page.content()).not.toContain("badges at the gate")
    await page.goto(pageOf("rich"))
    await page.getByRole("heading", { level: 1, name: "Adversary-in-the-middle phishing" }).waitFor()
    await page.getByText("You are a member of this team.").waitFor()
    await context.close()
  })

  it("runs nothing that an attacker wrote", async () => {
    const { page, context } = await person(browser)
    let ran = false
    page.on("dialog", (dialog) => {
      ran = true
      void dialog.dismiss()
    })
    await openedBy(page, pageOf("odd"), "Ben Sample")
    await page.locator("details").evaluateAll((all) => {
      for (const folded of all) folded.setAttribute("open", "")
    })
    await page.locator("#live[data-live=on]").waitFor()
    expect(ran).toBe(false)
    expect(await page.locator("main script, main img, main [onmouseover], main a[href^=javascript]").count()).toBe(0)
    await context.close()
  })

  it("is used with the keyboard alone", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("rich"), "Ben Sample")
    await page.keyboard.press("Tab")
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content")
    await page.keyboard.press("Enter")
    expect(await page.evaluate("document.activeElement.id")).toBe("main")
    await page.locator("#alerts summary").first().focus()
    await page.keyboard.press("Enter")
    expect(await page.locator("#alerts details").first().getAttribute("open")).not.toBeNull()
    await context.close()
  })

  describe.each([
    ["an incident with everything", "rich", "Ben Sample"],
    ["a closed one, its team archived", "closed", "Dev Sample"],
    ["one full of attacks", "odd", "Ben Sample"],
    ["one without anything", "bare", "Ben Sample"],
    ["a refusal", "bare", "Elif Sample"]
  ] as const)("%s", (what, which, who) => {
    const looks = [
      [320, "light"],
      [320, "dark"],
      [1_400, "light"],
      [1_400, "dark"]
    ] as const
    let visit: Awaited<ReturnType<typeof person>>

    const lookAt = async (width: number, colorScheme: "dark" | "light") => {
      await visit.page.setViewportSize({ width, height: 900 })
      await visit.page.emulateMedia({ colorScheme })
    }

    // Signing in takes longer than any look, so that one visit has them all.
    beforeAll(async () => {
      visit = await person(browser)
      await openedBy(visit.page, pageOf(which), who)
      await visit.page.getByRole("main").waitFor()
      for (const [width, colorScheme] of looks) {
        await lookAt(width, colorScheme)
        await pictured(visit.page, `${what.replaceAll(/\W+/gu, "-")}-${width}-${colorScheme}`)
      }
      await visit.page.locator("details").evaluateAll((all) => {
        for (const folded of all) folded.setAttribute("open", "")
      })
    })
    afterAll(() => visit?.context.close())

    it.each(looks)("fits at %d pixels, %s, and is in nobody's way", async (width, colorScheme) => {
      await lookAt(width, colorScheme)
      await fits(visit.page)
      expect(await obstacles(visit.page)).toEqual([])
    })
  })
})
