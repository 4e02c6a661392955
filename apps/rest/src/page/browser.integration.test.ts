import { freePort } from "@incident-teams/testkit/freePort"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  type Browser,
  browserRequired,
  chromiumPath,
  type Dialog,
  launched,
  noBrowser,
  obstacles,
  openedBy,
  person,
  pictured,
  type Route,
  type Visit,
  visitors
} from "../../testing/browser.ts"
import { type Proxy, startProxy } from "../../testing/proxy.ts"
import { at, createTeams, fitsAtLooks, type Incident, pathOf, somePages, twoLooks } from "../../testing/samplePages.ts"
import { type Client, clientOf } from "../../testing/sampleServer.ts"

const missing = chromiumPath === undefined
const about = (what: string): string => (missing ? `${what} (${noBrowser})` : what)

it.skipIf(missing && !browserRequired)(about("there is a browser to try the page with"), () => {
  expect(chromiumPath, noBrowser).toBeDefined()
})

// Takes more than 20 seconds: a browser draws some thirty pages on the processor, and a page reconnects at its real pace.
describe.skipIf(missing)(about("the Incident page in a real browser"), () => {
  let tenant: Tenant
  let server: Server
  let browser: Browser
  let data: string
  let proxy: Proxy
  let inner: number
  let base: string
  let ben: Client

  let visit: (name: string) => Promise<Visit>

  const pageOf = (which: Incident): string => base + pathOf(which)

  beforeAll(async () => {
    tenant = await newTenant()
    data = newFolder()
    inner = await freePort()
    const port = await freePort()
    base = `http://127.0.0.1:${port}`
    proxy = await startProxy(port, inner)
    server = startServer(serverEnvironment(tenant, data, { PORT: String(inner), PUBLIC_URL: base }))
    ben = await clientOf(tenant, server, "ben")
    await createTeams(ben)
    browser = await launched()
    visit = visitors(browser)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await proxy?.stop()
  })

  it("shows an analyst everything, and complains of nothing", async () => {
    const { page, complaints } = await visit("Ben Sample")
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
  })

  it("tells times in the reader's own zone", async () => {
    const { page } = await visit("Ben Sample")
    await openedBy(page, pageOf("bare"), "Ben Sample")
    expect(await page.locator(".glance time").first().textContent()).toMatch(/\d{4}.*GMT\+9$/u)
  })

  it("shows a change as it happens, and leaves open what is open, typed what is typed, and focus where it was", async () => {
    const { page } = await visit("Dev Sample")
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
  })

  it("says which action is needed, and stops saying so once it is done", async () => {
    // A refused group blocks at once, a refused team only after 20 minutes of Teams' time.
    const fault = { kind: "answer", status: 400, code: "Request_BadRequest", message: "No more groups." }
    const rule = {
      id: "stuck",
      surface: "graph",
      method: "PATCH",
      path: "/groups(uniqueName='{key}')",
      times: 1_000,
      fault
    }
    await tenant.inject(rule)
    await ben("POST", `${at("stuck")}/team`, {})
    const { page } = await visit("Ben Sample")
    await openedBy(page, pageOf("stuck"), "Ben Sample")
    await page.locator("#team").getByText("Action needed: the team's group can't be created.").waitFor()
    await pictured(page, "a-blocked-team")
    expect(await obstacles(page)).toEqual([])
    await tenant.control("DELETE", "/faults/stuck")
    const { body } = await ben("GET", `${at("stuck")}/team`)
    await ben("POST", `/v1/teams/${body.id}/retry`)
    await page.locator(".badge[data-phase=open]").waitFor()
    expect(await page.locator("#team").getByText("Action needed").count()).toBe(0)
  })

  it("goes on by itself after the server was away", async () => {
    const { page } = await visit("Ben Sample")
    await openedBy(page, pageOf("quiet"), "Ben Sample")
    await page.getByText("Live: changes appear automatically.").waitFor()
    await server.stop()
    await page.getByText(/^Not live since \d{1,2}:\d\d\. Reconnecting …$/u).waitFor()
    server = startServer(serverEnvironment(tenant, data, { PORT: String(inner), PUBLIC_URL: base }))
    ben = await clientOf(tenant, server, "ben")
    await ben("PATCH", at("quiet"), { severity: "High" })
    await page.locator(".badge[data-severity=High]").first().waitFor()
  })

  it("is live again after a proxy answered 502, asking only for what it hasn't got", async () => {
    const { page } = await visit("Ben Sample")
    await openedBy(page, pageOf("quiet"), "Ben Sample")
    await page.locator("#live[data-live=on]").waitFor()
    const version = await page.evaluate("document.documentElement.dataset.version")
    await ben("PATCH", at("quiet"), { severity: "Low" })
    await page.locator(".badge[data-severity=Low]").first().waitFor()
    proxy.fail()
    await page.getByText(/^Not live since \d{1,2}:\d\d\. Reconnecting …$/u).waitFor()
    expect(proxy.streams).toEqual([])
    proxy.heal()
    await page.locator("#live[data-live=on]").waitFor()
    const [stream = ""] = proxy.streams
    const have = new URL(stream, base).searchParams.get("have")
    expect(have).not.toBe("")
    expect(have).not.toBe(version)
  })

  it("holds no connection while it is hidden, and catches up when it is shown", async () => {
    const { page } = await visit("Ben Sample")
    await openedBy(page, pageOf("quiet"), "Ben Sample")
    await page.locator("#live[data-live=on]").waitFor()
    const turn = (hidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, "hidden", { configurable: true, value: ${hidden} }); document.dispatchEvent(new Event("visibilitychange"))`
      )
    await turn(true)
    await expect.poll(() => proxy.streams).toEqual([])
    await ben("PATCH", at("quiet"), { severity: "Informational" })
    await turn(false)
    await page.locator(".badge[data-severity=Informational]").first().waitFor()
    await page.locator("#live[data-live=on]").waitFor()
  })

  it("leaves connections for clicks when as many pages are open as a browser has connections over HTTP/1.1", async () => {
    const { page, context } = await visit("Ben Sample")
    await openedBy(page, pageOf("quiet"), "Ben Sample")
    const pages = [page]
    while (pages.length < 6) {
      const another = await context.newPage()
      await another.goto(pageOf("quiet"))
      pages.push(another)
    }
    for (const one of pages) await one.locator("#live[data-live=on]").waitFor()
    const told = await Promise.all(pages.map((one) => one.locator("#live").textContent()))
    // The others look for a moment at a time, so the streams that are open are sometimes more than four.
    expect(told.filter((text) => text?.includes("changes appear automatically"))).toHaveLength(4)
    expect(told.filter((text) => text?.includes("Updated every 15 seconds"))).toHaveLength(2)
    await page.goto(pageOf("bare"))
    await page.getByRole("heading", { level: 1 }).waitFor()
    for (const another of pages.slice(1)) await another.close()
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
    // Otherwise the page looks again only after 15 seconds.
    await ben("PATCH", at("live"), { status: "Closed", classification: "Undetermined" })
    await typing.getByText("Copy what you typed, then reload the page.").waitFor()
    expect(await typing.getByLabel("You aren't a member of this team.").inputValue()).toBe("I run the gateway")
    await context.close()
  })

  it("doesn't cancel what its reader sent when they are signed out meanwhile", async () => {
    const { page, context } = await person(browser)
    await openedBy(page, pageOf("live"), "Dev Sample")
    await page.locator("#live[data-live=on]").waitFor()
    // A locator would wait for what is being sent.
    await page.evaluate("document.addEventListener('live', ({ detail }) => console.log(detail))")
    const told = page.waitForEvent("console", { predicate: (line) => line.text().includes("Reload the page.") })
    const held = Promise.withResolvers<Route>()
    await page.route("**/sign-out", held.resolve)
    const signingOut = page.getByRole("button", { name: "Sign out" }).click()
    const sent = await held.promise
    const elsewhere = await context.newPage()
    await elsewhere.goto(pageOf("live"))
    await elsewhere.getByRole("button", { name: "Sign out" }).click()
    await elsewhere.getByRole("heading", { name: "You are signed out of Incident Teams" }).waitFor()
    await ben("PATCH", at("live"), { severity: "Low" })
    await told
    await sent.continue()
    await signingOut
    await page.getByRole("heading", { name: "You are signed out of Incident Teams" }).waitFor()
    await context.close()
  })

  it("is useful without script: signing in, reading, times in UTC, requesting access, signing out", async () => {
    const { page, context } = await person(browser, { javaScriptEnabled: false })
    await openedBy(page, pageOf("rich"), "Dev Sample")
    expect(await page.locator(".glance time").first().textContent()).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d UTC$/u)
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

  it("shows nothing to a person who may not see it, and lets them in as a member of the team alone", async () => {
    const { page } = await visit("Elif Sample")
    await openedBy(page, pageOf("bare"), "Elif Sample")
    await page.getByRole("heading", { name: "You don't have access to this incident" }).waitFor()
    expect(await page.content()).not.toContain("badges at the gate")
    await page.goto(pageOf("rich"))
    await page.getByRole("heading", { level: 1, name: "Adversary-in-the-middle phishing" }).waitFor()
    await page.getByText("You are a member of this team.").waitFor()
  })

  it("runs nothing that an attacker wrote", async () => {
    const { page } = await visit("Ben Sample")
    let ran = false
    const dismissed = (dialog: Dialog) => {
      ran = true
      void dialog.dismiss()
    }
    page.on("dialog", dismissed)
    await openedBy(page, pageOf("odd"), "Ben Sample")
    await page.locator("details").evaluateAll((all) => {
      for (const folded of all) folded.setAttribute("open", "")
    })
    await page.locator("#live[data-live=on]").waitFor()
    page.off("dialog", dismissed)
    expect(ran).toBe(false)
    expect(await page.locator("main script, main img, main [onmouseover], main a[href^=javascript]").count()).toBe(0)
  })

  it("is used with the keyboard alone", async () => {
    const { page } = await visit("Ben Sample")
    await openedBy(page, pageOf("rich"), "Ben Sample")
    await page.keyboard.press("Tab")
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content")
    await page.keyboard.press("Enter")
    expect(await page.evaluate("document.activeElement.id")).toBe("main")
    await page.locator("#alerts summary").first().focus()
    await page.keyboard.press("Enter")
    expect(await page.locator("#alerts details").first().getAttribute("open")).not.toBeNull()
  })

  fitsAtLooks(
    somePages,
    twoLooks,
    () => base,
    (name) => visit(name)
  )
})
