// Takes more than 40 seconds: a browser starts, and the user guide is played against the simulator, with and without script.
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { beforeAll, expect, it } from "vitest"
import {
  type Browser,
  documented,
  fits,
  obstacles,
  openedBy,
  type Page,
  person,
  pictured,
  typeQuickly
} from "../../testing/browser.ts"
import { describePages } from "../../testing/describePages.ts"

const idOf = (last: string): string => `soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e${last}`

describePages("the user guide", (pages) => {
  let tenant: Tenant
  let browser: Browser
  let base: string

  beforeAll(() => {
    ;({ tenant, base, browser } = pages())
  })

  /** At both widths and in both schemes nothing is cut off or in anyone's way. */
  const looksGood = async (page: Page, name: string): Promise<void> => {
    for (const width of [320, 1_400]) {
      await page.setViewportSize({ width, height: 900 })
      await fits(page)
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme })
        if (width === 320 || colorScheme === "light") expect(await obstacles(page)).toEqual([])
        await pictured(page, `${name}-${width}-${colorScheme}`)
      }
    }
    await page.emulateMedia({ colorScheme: "light" })
  }

  const searches = async (): Promise<number> => {
    const calls = await tenant.calls()
    return calls.filter(({ path, surface }) => surface === "graph" && /^\/users(?:\?|$)/u.test(path)).length
  }

  /** Someone at the page. */
  const visitor = async (name: string, address: string, javaScriptEnabled = true) => {
    const visit = await person(browser, { javaScriptEnabled })
    await openedBy(visit.page, address, name)
    return visit
  }

  it("leads from the list to an open team by keyboard", async () => {
    const { page, context, complaints } = await visitor("Ben Sample", `${base}/incidents`)
    await page.getByRole("heading", { level: 1, name: "Incidents" }).waitFor()
    await looksGood(page, "list")
    await documented(page, "list")
    await page.getByLabel("Title or number").fill("4107")
    await page.keyboard.press("Enter")
    await page.waitForURL((url) => url.searchParams.get("search") === "4107")
    await page.locator(".incidents tbody a").first().click()

    await page.getByRole("link", { name: "Create team" }).focus()
    await page.keyboard.press("Enter")
    const field = page.getByLabel("Add groups and members")
    const before = await searches()
    await field.focus()
    await typeQuickly(page, "Chlo")
    await page.getByRole("button", { name: "Add Chloe Sample" }).waitFor()
    // What was typed quickly was searched for once.
    expect((await searches()) - before).toBe(1)
    expect(await page.evaluate("document.activeElement.id")).toBe("search")
    await page.getByRole("button", { name: "Favorite: Chloe Sample" }).focus()
    await page.keyboard.press("Enter")
    await page.locator("button[aria-pressed=true][aria-label='Favorite: Chloe Sample']").waitFor()
    await page.getByRole("button", { name: "Add Chloe Sample" }).focus()
    await page.keyboard.press("Space")
    await page.getByRole("list", { name: "Selected groups and users" }).getByText("Chloe Sample").waitFor()
    await field.fill("Hugo")
    await page.getByRole("button", { name: "Add Hugo Sample" }).click()
    await page.locator("#chosen").getByText("Won't be added: The account is disabled.").waitFor()
    await looksGood(page, "create")
    await documented(page, "create")
    await page.getByRole("button", { name: "Remove Hugo Sample from the selection" }).click()
    await page.locator("#chosen").getByText("Hugo Sample").waitFor({ state: "detached" })
    await page.getByRole("button", { name: "Create team" }).focus()
    await page.keyboard.press("Enter")
    await page.locator(".badge[data-phase=open]").waitFor()
    await page.getByRole("link", { name: "Open the team in Teams" }).first().waitFor()
    await page.locator("#people").getByText("Chloe Sample").waitFor()
    await looksGood(page, "open")
    await page.getByRole("link", { name: "Close incident" }).click()
    await page.getByRole("button", { name: "Close incident" }).click()
    await page.locator("#classification-error").waitFor()
    await looksGood(page, "close")
    expect(await page.evaluate("document.cookie")).toBe("")
    // The simulator's own page has no icon, and a refused form is a response of its own.
    expect(complaints.filter((text) => !/40[04]|422/u.test(text))).toEqual([])
    await context.close()
  })

  it("closes the incident, which archives the team, and reopens both", async () => {
    const { page, context } = await visitor("Ben Sample", `${base}/incidents/${idOf("4107")}`)
    await page.getByRole("link", { name: "Close incident" }).click()
    await page.getByLabel("Classification").selectOption("BenignPositive/SuspiciousButExpected")
    await page.getByRole("button", { name: "Close incident" }).click()
    await page.locator(".badge[data-phase=archived]").waitFor()
    await page.getByRole("button", { name: "Reopen incident" }).click()
    await page.locator(".badge[data-phase=open]").waitFor()
    await page.getByRole("link", { name: "Add or remove people" }).click()
    await page.getByRole("group", { name: "Remove from the team" }).waitFor()
    await looksGood(page, "people")
    await context.close()
  })

  it("links another incident, and follows a merge by Microsoft Defender", async () => {
    const { page, context } = await visitor("Ben Sample", `${base}/incidents/${idOf("4099")}`)
    await page.getByRole("link", { name: "Create team" }).click()
    await page.getByRole("button", { name: "Create team" }).click()
    await page.locator(".badge[data-phase=open]").waitFor()
    await page.getByRole("link", { name: "Link another incident" }).click()
    await page.getByLabel("Link another incident").fill("4106")
    await page.getByRole("button", { name: "Link incident 4106" }).waitFor()
    await page.locator("#found").getByText("It has no team, so no one else is added.").waitFor()
    await looksGood(page, "incidents")
    await documented(page, "incidents")
    await page.getByRole("button", { name: "Link incident 4106" }).click()
    await page.locator(".served").getByRole("link", { name: "#4106" }).waitFor()
    const [, merged = ""] = idOf("4099").split("~")
    const [, survivor] = idOf("4100").split("~")
    await tenant.control("POST", `/arm/workspaces/soc-prod/incidents/${merged}/merge`, { into: survivor })
    await page
      .locator(".head")
      .getByText("by Microsoft Defender; the team continues there")
      .waitFor({ timeout: 240_000 })
    await page.locator(".served").getByRole("link", { name: "#4100" }).waitFor()
    await looksGood(page, "merged")
    await documented(page, "merged")
    await context.close()
  })

  it("creates a team, and requests access to it, without script", async () => {
    const address = `${base}/incidents/${idOf("4109")}`
    const { page, context } = await visitor("Ben Sample", address, false)
    await page.getByRole("link", { name: "Create team" }).click()
    await page.getByLabel("Add groups and members").fill("Legal")
    await page.getByRole("button", { name: "Search" }).click()
    await page.getByRole("button", { name: "Add Legal" }).click()
    await page.locator("#chosen").getByText("Group,").waitFor()
    await page.getByLabel("Team name").fill("War room")
    await page.getByRole("button", { name: "Create team" }).click()
    await page.waitForURL(`${address}#team`)
    await context.close()

    const reader = await visitor("Dev Sample", address, false)
    await reader.page.getByText("You may not change this incident of the workspace").waitFor()
    await reader.page.getByLabel("You aren't a member of this team.").fill("I take over at six.")
    await reader.page.getByRole("button", { name: "Request access" }).click()
    await reader.page.getByText("You requested access").waitFor()
    await reader.context.close()
  })

  it("approves the request and renames the team without script", async () => {
    const address = `${base}/incidents/${idOf("4109")}`
    const { page, context } = await visitor("Ben Sample", address, false)
    await page.getByText("I take over at six.", { exact: true }).waitFor()
    await page.getByRole("button", { name: "Approve" }).click()
    await page.waitForURL(`${address}#team`)
    await page.getByRole("link", { name: "Rename" }).click()
    await page.getByLabel("Team name").fill("War room 2")
    await page.getByRole("button", { name: "Rename" }).click()
    await page.waitForURL(`${address}#team`)
    await page.getByRole("link", { name: "Add or remove people" }).click()
    await page.getByRole("heading", { level: 1, name: "War room 2" }).waitFor()
    await context.close()
  })
})
