import { existsSync } from "node:fs"
import { mkdir, readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { defined } from "@incident-teams/domain/defined"
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Dialog,
  type FrameLocator,
  type Page,
  type Route
} from "playwright-core"
import { expect } from "vitest"

const usual = [
  // Without windows of its own, it takes a third less of the processor.
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable"
]
const told = process.env["CHROMIUM"]

/** Where a Chromium is, if there is one: CHROMIUM, or where Linux keeps it. */
export const chromiumPath = told === undefined || told === "" ? usual.find((path) => existsSync(path)) : told

/** Why tests that need one are skipped. */
export const noBrowser =
  "skipped: no Chromium here; install it (apt-get install chromium-headless-shell), or say where it is (CHROMIUM)"

/** Where nobody may skip them. */
export const browserRequired = process.env["CI"] !== undefined

/** It asks nobody outside: what isn't switched off here looks for Google's hosts at every start. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // The tests' own certificate authority isn't in its store.
  "--ignore-certificate-errors",
  // Teams is on the internet, and what is tried here on this machine.
  "--disable-features=LocalNetworkAccessChecks"
]

export const launched = (): Promise<Browser> =>
  chromium.launch({ ...defined({ executablePath: chromiumPath }), args: quiet })

/** A person at a browser of their own; what goes wrong in it is kept. */
export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  readonly complaints: ReadonlyArray<string>
}

/** Nothing moves: an animation costs a processor that draws more time than the test does. */
export const person = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "Asia/Tokyo",
    reducedMotion: "reduce",
    ...options
  })
  // Playwright's own 30 seconds are too few on a slow machine; this one only says that something hangs.
  context.setDefaultTimeout(240_000)
  const page = await context.newPage()
  const complaints: Array<string> = []
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text())
  })
  return { context, page, complaints }
}

/**
 * One visit for each person's name, kept for the whole file: a new one, and its sign-in, takes longer than most tests.
 * A visitor who isn't asked for leaves their page, which would otherwise go on following its incident.
 */
export const visitors = (browser: Browser): ((name: string) => Promise<Visit>) => {
  const visits = new Map<string, Visit>()
  return async (name) => {
    for (const [other, { page }] of visits) if (other !== name) await page.goto("about:blank")
    const visit = visits.get(name) ?? (await person(browser))
    visits.set(name, visit)
    return visit
  }
}

/** Opens an address and signs in on the simulator's page, if that is asked. */
export const openedBy = async (page: Page, address: string, name: string): Promise<void> => {
  await page.goto(address)
  const choice = page.getByRole("button", { name })
  if (await choice.isVisible()) await choice.click()
  await page.waitForURL(address)
}

/**
 * Types into the focused field as quickly as a person, in the page itself: however slow the machine is, a timer of 20 ms comes
 * before one of the pause after which the page searches.
 */
export const typeQuickly = (page: Page, text: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    for (const letter of ${JSON.stringify(text)}) {
      document.activeElement.value += letter
      document.activeElement.dispatchEvent(new InputEvent("input", { bubbles: true }))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()`)

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js")

/** What a person with a screen reader, a keyboard or weak sight would stumble over, by axe-core's rules. */
export const obstacles = async (page: Page): Promise<ReadonlyArray<string>> => {
  if (await page.evaluate("globalThis.axe === undefined")) await page.evaluate(await readFile(axe, "utf8"))
  const found: unknown = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
  const { violations } = found as {
    readonly violations: ReadonlyArray<{
      readonly id: string
      readonly nodes: ReadonlyArray<{ readonly html: string }>
    }>
  }
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

const folderAt = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** For people to look at, in `reports/page`, where PICTURES asks for that: a picture takes longer than a test. */
export const pictured = async (page: Page, name: string): Promise<void> => {
  if (!process.env["PICTURES"]) return
  await mkdir(folderAt("reports/page"), { recursive: true })
  await page.screenshot({ path: `${folderAt("reports/page")}/${name}.png`, fullPage: true })
}

/** A picture in the documents, where PICTURES is `docs`: `npm run pictures`. */
export const documented = async (page: Page, name: string): Promise<void> => {
  if (process.env["PICTURES"] !== "docs") return
  await mkdir(folderAt("docs/how-to/pictures"), { recursive: true })
  await page.setViewportSize({ width: 1_280, height: 800 })
  await page.screenshot({ path: `${folderAt("docs/how-to/pictures")}/${name}.png` })
}

/** Nothing is cut off at the right. */
export const fits = async (page: Page): Promise<void> => {
  const beyond = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
  expect(beyond).toBe(0)
}

export type { Browser, BrowserContext, Dialog, FrameLocator, Page, Route }
