import { sample } from "@incident-teams/testkit/sample"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { beforeAll, beforeEach, expect, it } from "vitest"
import { openedBy, type Page, person, typeQuickly } from "../../testing/browser.ts"
import { describePages } from "../../testing/describePages.ts"

const incident = "soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4107"

describePages("searching as one types", (pages) => {
  let tenant: Tenant
  let page: Page

  beforeAll(async () => {
    const { base, browser } = pages()
    tenant = pages().tenant
    await tenant.control("POST", "/users", { count: 50_000 })
    ;({ page } = await person(browser))
    await openedBy(page, `${base}/incidents/${incident}/team/new`, "Ben Sample")
    // What is selected already isn't read again by a search.
    for (const [text, name] of [
      ["Chlo", "Chloe Sample"],
      ["Everyone", "Everyone"]
    ] as const) {
      await page.getByLabel("Add groups and members").fill(text)
      await page.getByRole("button", { name: `Add ${name}`, exact: true }).click()
      await page.locator("#chosen").getByText(name).waitFor()
    }
  })

  const typeFrom = async (text: string, how: (text: string) => Promise<unknown>) => {
    await page.locator("#search").fill("")
    await page.locator("#found li").first().waitFor({ state: "detached" })
    await tenant.forgetCalls()
    await page.locator("#search").focus()
    await how(text)
  }
  const found = (text: string) => page.locator("#found").getByText(text).first().waitFor()

  /** The calls of Graph, without ids. */
  const calls = async (): Promise<ReadonlyArray<string>> =>
    (await tenant.calls("graph"))
      .map(({ method, path, status }) => {
        const [address = ""] = path.replace(/^\/v1\.0/u, "").split("?")
        return `${method} ${address.replaceAll(/[0-9a-f-]{36}/gu, "{id}")} ${status}`
      })
      .toSorted((one, other) => one.localeCompare(other))

  /** The account of the person who searches, the people and the groups. */
  const perSearch = ["GET /groups 200", "GET /users 200", "GET /users/{id} 200"]

  beforeEach(async () => {
    await tenant.heal()
  })

  it("takes one search for what is typed quickly, and one call for each group that is found", async () => {
    await typeFrom("SOC Tier", (text) => typeQuickly(page, text))
    await found("SOC Tier 2")
    const size = "GET /groups/{id}/transitiveMembers 200"
    expect(await calls()).toEqual([perSearch[0], size, size, ...perSearch.slice(1)])
  })

  it("takes three calls for each pause of somebody who types slowly, and is never throttled", async () => {
    await typeFrom("Nadia Ald", async (text) => {
      for (const [at, letter] of text.split("").entries()) {
        const answered =
          at === 0 ? undefined : page.waitForResponse((response) => response.request().method() === "POST")
        await page.keyboard.type(letter)
        await answered
      }
    })
    await found("Nadia Alder")
    // One letter isn't searched for.
    expect(await calls()).toEqual(perSearch.flatMap((call) => Array.from({ length: 8 }, () => call)))
  })

  it("searches for what was typed before the script was there", async () => {
    const slow = await page.context().newPage()
    let isTyped = () => {}
    const typed = new Promise<void>((resolve) => {
      isTyped = resolve
    })
    await slow.route("**/pick*.js", async (route) => {
      await typed
      await route.continue()
    })
    await slow.goto(page.url(), { waitUntil: "commit" })
    await slow.locator("#search").fill("Chlo")
    isTyped()
    await slow.getByRole("button", { name: "Add Chloe Sample" }).waitFor()
    await slow.close()
  })

  it("gives up a search that something else was typed after, and shows the answer to the newest alone", async () => {
    await tenant.inject({ id: "slow", surface: "graph", method: "GET", path: "/users", fault: { kind: "hold" } })
    const given = page.waitForEvent("requestfailed")
    await typeFrom("Nadia", (text) => typeQuickly(page, text))
    await tenant.control("GET", "/faults/slow?untilHeld=60000")
    await typeQuickly(page, " Ald")
    await given
    await found("Nadia Alder")
    await tenant.control("POST", "/faults/slow/release")
    await expect.poll(async () => (await calls()).filter((call) => call === perSearch[1])).toHaveLength(2)
    const names = await page.locator("#found li strong").allTextContents()
    expect(names.filter((name) => !name.startsWith("Nadia Ald"))).toEqual([])
    await page.getByRole("list", { name: "Selected groups and users" }).getByText("Chloe Sample").waitFor()
    expect(await page.locator("#chosen input[name=chosen]").first().inputValue()).toBe(`Person:${sample.person.chloe}`)
  })
})
