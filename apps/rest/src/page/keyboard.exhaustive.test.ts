// Takes more than 40 seconds: the user guide is played twice against the simulator, key by key.
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Browser, openedBy, type Page, person } from "../../testing/browser.ts"
import { describePages } from "../../testing/describePages.ts"
import { keyboardOf } from "../../testing/keyboard.ts"
import { type Client, clientOf, phase } from "../../testing/sampleServer.ts"

describePages("the user guide by keyboard alone", (pages) => {
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
    let address: string
    let at: string
    let number: string
    let second: string
    /** Its id and link. */
    let team: { readonly id: string; readonly link: string }

    const newIncident = async (title: string) => {
      const properties = { title, severity: "Medium", status: "New" }
      return tenant.control("POST", "/arm/workspaces/soc-prod/incidents", properties)
    }
    beforeAll(async () => {
      const incident = await newIncident("Token theft")
      number = String(incident.incidentNumber)
      address = `${base}/incidents/soc~${incident.name}`
      at = `/v1/incidents/soc~${incident.name}`
      second = `${base}/incidents/soc~${(await newIncident("Another token theft")).name}`
      ben = (await person(browser, { javaScriptEnabled })).page
      await openedBy(ben, `${base}/incidents`, "Ben Sample")
    })
    afterAll(() => ben.context().close())

    /** The page shows what follows by itself, or when it is loaded again. */
    const shows = async (page: Page, part: string) => {
      if (javaScriptEnabled) return page.locator(part).first().waitFor()
      return expect
        .poll(async () => (await page.reload()) !== null && (await page.locator(part).count()) > 0, {
          timeout: 120_000
        })
        .toBe(true)
    }
    const search = async (page: Page, text: string) => {
      const { enter, send } = keyboardOf(page, !javaScriptEnabled)
      await enter("Add groups and members", text)
      await send()
    }
    const visitor = async (who: string, page = address) => {
      const visit = await person(browser, { javaScriptEnabled })
      await openedBy(visit.page, page, who)
      return visit.page
    }

    it("finds the incident in the list (F1)", async () => {
      const { enter, press } = keyboardOf(ben, !javaScriptEnabled)
      await enter("Title or number", number)
      await ben.keyboard.press("Enter")
      await ben.waitForURL((url) => url.searchParams.get("search") === number)
      await press("Token theft")
      await ben.waitForURL(address)
    })

    it("creates a team with another name, people, a group and a favorite (F2 to F5), and shows its link (F6)", async () => {
      const { press, enter, reach } = keyboardOf(ben, !javaScriptEnabled)
      await press("Create team")
      await ben.waitForURL(`${address}/team/new`)
      expect(await ben.getByLabel("Team name").inputValue()).toContain("Token theft")
      await enter("Team name", "War room")
      await enter("Description", "Who used the token.")
      await search(ben, "Dev")
      await ben.getByRole("button", { name: "Add Dev Sample" }).waitFor()
      await press("Favorite: Dev Sample")
      await ben.locator("button[aria-pressed=true][aria-label='Favorite: Dev Sample']").waitFor()
      await press("Add Dev Sample")
      await ben.locator("#chosen").getByText("Dev Sample").waitFor()
      await search(ben, "Elif")
      await press("Add Elif Sample")
      await ben.locator("#chosen").getByText("Elif Sample").waitFor()
      await search(ben, "SOC Tier 2")
      await press("Add SOC Tier 2")
      await ben.locator("#chosen").getByText("Group, 10 people").waitFor()
      // Out of this selection, and still a favorite.
      await press("Remove Dev Sample from the selection")
      await ben.locator("#chosen").getByText("Dev Sample").waitFor({ state: "detached" })
      expect(await ben.getByLabel("Team name").inputValue()).toBe("War room")
      expect(await ben.getByLabel("Description").inputValue()).toBe("Who used the token.")
      await press("Create team")
      await ben.waitForURL(`${address}#team`)
      await shows(ben, ".badge[data-phase=open]")
      await reach("Open the team in Teams")
      const { id, link } = await phase(ask, at, "open")
      team = { id, link }
      expect(await ben.getByRole("link", { name: "Open the team in Teams" }).first().getAttribute("href")).toBe(link)
      await shows(ben, "#people li:has-text('Elif Sample')")
    })

    it("preselects the favorite for the next team, until it is one no more (F5)", async () => {
      const { press } = keyboardOf(ben, !javaScriptEnabled)
      await ben.goto(`${second}/team/new`)
      await ben.locator("#chosen").getByText("Dev Sample").waitFor()
      await press("Favorite: Dev Sample")
      await ben.locator("#chosen button[aria-pressed=false][aria-label='Favorite: Dev Sample']").waitFor()
      await ben.goto(`${second}/team/new`)
      await ben.locator("#chosen").getByText("No one yet.").waitFor()
    })

    it("shows all about the incident, each part within reach (F7)", async () => {
      const { reach } = keyboardOf(ben, !javaScriptEnabled)
      await ben.goto(address)
      await reach("Skip to the content")
      await ben.keyboard.press("Enter")
      await reach(/^People \d+$/u)
      await ben.keyboard.press("Enter")
      await ben.waitForURL(`${address}#people`)
    })

    it("adds people later, removes them and renames the team (F8)", async () => {
      const { press, toggle, enter } = keyboardOf(ben, !javaScriptEnabled)
      await ben.goto(address)
      await press("Add or remove people")
      await ben.waitForURL(`${address}/team/people`)
      await search(ben, "Greta")
      await press(/^Add Greta /u)
      await ben.locator("#chosen li").first().waitFor()
      await press("Add to the team")
      await ben.waitForURL(`${address}#team`)
      await shows(ben, "#people li:has-text('Greta')")
      await press("Add or remove people")
      await ben.waitForURL(`${address}/team/people`)
      await toggle(/^Greta /u)
      await press("Remove selected")
      await ben.waitForURL(`${address}#team`)
      await press("Rename")
      await ben.waitForURL(`${address}/team/name`)
      await enter("Team name", "War room 2")
      await press("Rename")
      await ben.waitForURL(`${address}#team`)
      await ben.locator("#team").getByText("War room 2").first().waitFor()
    })

    it("refuses the team to those who may not create one, and says why (F11)", async () => {
      const chloe = await visitor("Chloe Sample", second)
      await chloe.getByText("You may not create a team for an incident of the workspace soc. Missing:").waitFor()
      expect(await chloe.getByRole("link", { name: "Create team" }).count()).toBe(0)
      await chloe.context().close()
    })

    it("lets a reader request access, who is let in (F12), and a stakeholder without a role see it (F13)", async () => {
      const dev = await visitor("Dev Sample")
      const keyboard = keyboardOf(dev, !javaScriptEnabled)
      // He is in the team by the group.
      await dev.getByText("You are a member of this team.").waitFor()
      await dev.goto(second)
      await dev.getByText("This incident has no team in Microsoft Teams.").waitFor()
      await ask("POST", `/v1/incidents/${second.split("/").at(-1) ?? ""}/team`, {})
      await phase(ask, `/v1/incidents/${second.split("/").at(-1) ?? ""}`, "open")
      await dev.reload()
      await keyboard.enter(/^You aren't a member of this team/u, "I run the gateway.")
      await keyboard.press("Request access")
      await dev.getByText("You requested access").waitFor()
      await ben.goto(second)
      await ben.locator("#team").getByText("I run the gateway.", { exact: true }).waitFor()
      await keyboardOf(ben, !javaScriptEnabled).press("Approve")
      await ben.waitForURL(`${second}#team`)
      await shows(dev, "#people li:has-text('Dev Sample')")
      await shows(dev, "#team:has-text('You are a member of this team.')")
      await dev.context().close()
      const elif = await visitor("Elif Sample")
      await elif.getByRole("heading", { level: 1, name: "Token theft" }).waitFor()
      await elif.context().close()
    })

    it("archives the team with the incident (F9), and reopens the same one with its people (F10, F14)", async () => {
      const { press, enter } = keyboardOf(ben, !javaScriptEnabled)
      const members = async () => {
        const { people } = (await ask("GET", `${at}/team`)).body
        return people
          .filter(({ role }: { readonly role?: string }) => role !== undefined)
          .map(({ name: one }: { readonly name: string }) => one)
          .toSorted((one: string, other: string) => one.localeCompare(other))
      }
      await expect.poll(members).not.toContain("Greta Guest")
      const before = await members()
      await ben.goto(address)
      await press("Take ownership")
      await ben.locator(".glance").getByText("Ben Sample").waitFor()
      await press("Change status, severity or owner")
      await ben.waitForURL(`${address}/change`)
      await enter("Severity", "High")
      await press("Change incident")
      await ben.waitForURL(`${address}#team`)
      await ben.locator(".badge[data-severity=High]").first().waitFor()
      await press("Close incident")
      await ben.waitForURL(`${address}/close`)
      await press("Close incident")
      await ben.locator("#classification-error").waitFor()
      await enter("Classification", "Benign")
      await press("Close incident")
      await ben.waitForURL(`${address}#team`)
      await shows(ben, ".badge[data-phase=archived]")
      await press("Reopen incident")
      await shows(ben, ".badge[data-phase=open]")
      expect(await phase(ask, at, "open")).toMatchObject(team)
      expect(await members()).toEqual(before)
    })
  })
})
