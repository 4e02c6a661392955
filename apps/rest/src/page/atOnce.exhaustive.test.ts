// Takes more than 30 seconds: two people play each conflict in browsers of their own, with and without script.
import { sample } from "@incident-teams/testkit/sample"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Browser, openedBy, type Page, person } from "../../testing/browser.ts"
import { describePages } from "../../testing/describePages.ts"
import { type Client, clientOf, phase } from "../../testing/sampleServer.ts"

describePages("two people who change the same incident at once", (pages) => {
  let tenant: Tenant
  let browser: Browser
  let base: string
  let ask: Client

  beforeAll(async () => {
    ;({ tenant, base, browser } = pages())
    ask = await clientOf(tenant, pages().server, "ben")
  })

  describe.each([
    ["with script", true],
    ["without script", false]
  ])("%s", (_, javaScriptEnabled) => {
    let ben: Page
    let ana: Page
    beforeAll(async () => {
      ben = (await person(browser, { javaScriptEnabled })).page
      ana = (await person(browser, { javaScriptEnabled })).page
      await openedBy(ben, `${base}/incidents`, "Ben Sample")
      await openedBy(ana, `${base}/incidents`, "Ana Sample")
    })
    afterAll(async () => {
      await ben.context().close()
      await ana.context().close()
    })

    const newIncident = async () => {
      const properties = { title: "Token theft", severity: "Medium", status: "New" }
      const { name: incident } = await tenant.control("POST", "/arm/workspaces/soc-prod/incidents", properties)
      const path = `/incidents/soc~${incident}`
      return {
        page: base + path,
        at: `/v1${path}`,
        now: async () => (await ask("GET", `/v1${path}`)).body,
        inPortal: (change: Readonly<Record<string, string>>) =>
          tenant.control("PATCH", `/arm/workspaces/soc-prod/incidents/${incident}`, change)
      }
    }
    const withTeam = async (people: ReadonlyArray<string> = []) => {
      const incident = await newIncident()
      await ask("POST", `${incident.at}/team`, { people })
      return { ...incident, team: await phase(ask, incident.at, "open") }
    }
    const opened = (at: string) => Promise.all([ben.goto(at), ana.goto(at)])
    const press = (page: Page, button: string) => page.getByRole("button", { name: button, exact: true }).click()
    /** The page shows a change by itself, or when it is loaded again. */
    const shows = async (page: Page, part: string) => {
      if (!javaScriptEnabled) await page.reload()
      await page.locator(part).first().waitFor()
    }
    const told = (page: Page) => page.getByRole("alert").textContent()

    it("are told that the severity was changed while one was closing it, and it is closed with that severity", async () => {
      const { page, now } = await withTeam()
      await Promise.all([ben.goto(`${page}/close`), ana.goto(`${page}/change`)])
      await ben.getByLabel("Classification").selectOption("FalsePositive/InaccurateData")
      await ben.getByLabel("Comment (optional)").fill("A test account.")
      await ana.getByLabel("Severity").selectOption("High")
      await press(ana, "Change incident")
      await ana.waitForURL(`${page}#team`)
      await press(ben, "Close incident")
      expect(await told(ben)).toMatch(
        /Someone else changed the incident since you opened this form\. It is now: New, severity High/u
      )
      expect(await now()).toMatchObject({ status: "New", severity: "High" })
      expect(await ben.getByLabel("Classification").inputValue()).toBe("FalsePositive/InaccurateData")
      expect(await ben.getByLabel("Comment (optional)").inputValue()).toBe("A test account.")
      await press(ben, "Close incident")
      await ben.waitForURL(`${page}#team`)
      expect(await now()).toMatchObject({ status: "Closed", severity: "High", classification: "FalsePositive" })
      await shows(ana, ".badge[data-status=Closed]")
      await shows(ben, ".badge[data-severity=High]")
    })

    it("who press at the same moment never both succeed, and one of them is told", async () => {
      const { page, now } = await newIncident()
      await opened(`${page}/change`)
      await ben.getByLabel("Severity").selectOption("High")
      await ana.getByLabel("Status").selectOption("Active")
      await Promise.all([press(ben, "Change incident"), press(ana, "Change incident")])
      const outcomes = await Promise.all(
        [ben, ana].map((one) =>
          Promise.race([
            one.waitForURL(`${page}#team`).then(() => "done"),
            one
              .getByRole("alert")
              .waitFor()
              .then(() => "told")
          ])
        )
      )
      expect(outcomes.toSorted((one, other) => one.localeCompare(other))).toEqual(["done", "told"])
      expect(await now()).toMatchObject(
        outcomes[0] === "done" ? { severity: "High", status: "New" } : { severity: "Medium", status: "Active" }
      )
      const late = outcomes[0] === "done" ? ana : ben
      await press(late, "Change incident")
      await late.waitForURL(`${page}#team`)
      expect(await now()).toMatchObject({ severity: "High", status: "Active" })
    })

    it("don't take it from each other unseen, and leave the title that somebody gave it in the portal", async () => {
      const { page, now, inPortal } = await newIncident()
      await opened(`${page}/own`)
      await inPortal({ title: "Token theft, confirmed" })
      await press(ana, "Take ownership")
      await ana.waitForURL(`${page}#team`)
      await press(ben, "Take ownership")
      expect(await told(ben)).toContain("owner: Ana Sample")
      expect(await now()).toMatchObject({ owner: { name: "Ana Sample" }, title: "Token theft, confirmed" })
      await press(ben, "Take ownership")
      await ben.waitForURL(`${page}#team`)
      expect(await now()).toMatchObject({ owner: { name: "Ben Sample" }, title: "Token theft, confirmed" })
      await ana.reload()
      await ana.locator(".glance").getByText("Ben Sample").waitFor()
      await ana.getByRole("heading", { level: 1, name: "Token theft, confirmed" }).waitFor()
    })

    it("get one team, and the second one to send the form is led to it", async () => {
      const { page, at } = await newIncident()
      const room = `Ana's room ${String(javaScriptEnabled)}`
      await opened(`${page}/team/new`)
      await ben.getByLabel("Add groups and members").fill("Chlo")
      await press(ben, "Search")
      await press(ben, "Add Chloe Sample")
      await ben.locator("#chosen").getByText("Chloe Sample").waitFor()
      await ana.getByLabel("Team name").fill(room)
      await press(ana, "Create team")
      await ana.waitForURL(`${page}#team`)
      await press(ben, "Create team")
      await ben.getByText("Go back to the incident: the page shows its team.").waitFor()
      await ben.getByRole("link", { name: /Back to the incident|Try again/u }).click()
      await ben.locator("#team").getByText(room).first().waitFor()
      const team = await phase(ask, at, "open")
      expect(team).toMatchObject({ name: room, createdBy: { name: "Ana Sample" } })
      const { teams } = await tenant.control("GET", "/truth")
      const names = teams.map(({ displayName }: { readonly displayName: string }) => displayName)
      expect(names.filter((one: string) => one === room)).toHaveLength(1)
    })

    it("add and remove people without undoing what the other did", async () => {
      const { page, at } = await withTeam([sample.person.elif, sample.person.dev])
      await opened(`${page}/team/people`)
      await ben.getByLabel("Add groups and members").fill("Chlo")
      await press(ben, "Search")
      await press(ben, "Add Chloe Sample")
      await ben.locator("#chosen").getByText("Chloe Sample").waitFor()
      await ana.getByRole("checkbox", { name: "Elif Sample" }).check()
      await press(ana, "Remove selected")
      await ana.waitForURL(`${page}#team`)
      await press(ben, "Add to the team")
      await ben.waitForURL(`${page}#team`)
      const members = async () =>
        (await ask("GET", `${at}/team`)).body.people
          .filter(({ role }: { readonly role?: string }) => role === "member")
          .map(({ name: one }: { readonly name: string }) => one)
          .toSorted((one: string, other: string) => one.localeCompare(other))
      await expect.poll(members).toEqual(["Chloe Sample", "Dev Sample"])
      for (const one of [ben, ana]) {
        if (!javaScriptEnabled) await one.reload()
        await one.locator("#people li", { hasText: "Chloe Sample" }).waitFor()
        await one.locator("#people .kind", { hasText: "Removed" }).getByText("Elif Sample").waitFor()
      }
    })

    it("are told of the other's name for the team, which stays until they insist", async () => {
      const { page, at } = await withTeam()
      await opened(`${page}/team/name`)
      await ana.getByLabel("Team name").fill("Ana's")
      await press(ana, "Rename")
      await ana.waitForURL(`${page}#team`)
      await ben.getByLabel("Team name").fill("Ben's")
      await press(ben, "Rename")
      expect(await told(ben)).toContain("The team has changed since it was read.")
      await ben.getByText("Now: Ana's").waitFor()
      expect((await ask("GET", `${at}/team`)).body).toMatchObject({ name: "Ana's" })
      await press(ben, "Rename")
      await ben.waitForURL(`${page}#team`)
      expect((await ask("GET", `${at}/team`)).body).toMatchObject({ name: "Ben's" })
      if (!javaScriptEnabled) await ana.reload()
      await ana.locator("#team").getByText("Ben's").waitFor()
    })
  })
})
