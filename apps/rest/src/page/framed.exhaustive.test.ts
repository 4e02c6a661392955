import { freePort } from "@incident-teams/testkit/freePort"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import {
  type Browser,
  type BrowserContext,
  chromiumPath,
  type FrameLocator,
  launched,
  noBrowser,
  person
} from "../../testing/browser.ts"
import { tlsForTests } from "../../testing/tlsForTests.ts"

const missing = chromiumPath === undefined

/** As much of a Teams client as TeamsJS asks for: it frames the page, and answers with a token where it has one. */
const teamsHost = (page: string, token: string | undefined): string => `<!doctype html>
  <html lang="en"><title>Teams</title><body>
  <iframe name="tab" src="${page}" width="600" height="500"></iframe>
  <script>
    const token = ${JSON.stringify(token ?? null)}
    const runtime = JSON.stringify({ apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: { pages: { config: {} } } })
    const answers = {
      initialize: () => [location.pathname === "/settings" ? "settings" : "content", "web", runtime, "2.0.0"],
      "authentication.getAuthToken": () => (token === null ? [false, "resourceDisabled"] : [true, token]),
      getContext: () => [{ theme: "dark", locale: "en-gb", sessionId: "s", hostName: "Teams", entityId: "e" }],
      registerHandler: ([what]) => void (document.body.dataset[what] = "registered"),
      // Somebody presses Save as soon as they may.
      "settings.setValidityState": ([valid], say) => void (valid && say({ func: "settings.save", args: [{}] })),
      "settings.setSettings": ([settings]) => {
        document.title = JSON.stringify(settings)
        return [true]
      },
      "settings.save.success": () => void (document.title += " saved")
    }
    addEventListener("message", ({ data, source, origin }) => {
      const say = (what) => source.postMessage(what, origin)
      const args = answers[data.func]?.(data.args, say)
      if (args) say({ id: data.id, uuid: data.uuid, uuidAsString: data.uuidAsString, args })
    })
  </script></body></html>`

const incident = "soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4109"

// Takes more than 30 seconds: every form is sent in a frame, and Teams' operations take their time.
describe.skipIf(missing)(
  missing ? `the Incident page in a frame (${noBrowser})` : "the Incident page in a frame",
  () => {
    let tenant: Tenant
    let server: Server
    let browser: Browser
    let folder: string
    let page: string

    beforeAll(async () => {
      tenant = await newTenant()
      folder = newFolder()
      const tls = await tlsForTests(folder)
      const port = await freePort()
      page = `https://localhost:${port}/incidents/${encodeURIComponent(incident)}`
      server = startServer(
        serverEnvironment(tenant, folder, {
          HOST: "localhost",
          PORT: String(port),
          PUBLIC_URL: `https://localhost:${port}`,
          TLS_CERT_FILE: tls.certFile,
          TLS_KEY_FILE: tls.keyFile,
          TEAMS_APP_ID: "7a1e0000-0000-4000-8000-000000000777"
        })
      )
      await server.listening
      browser = await launched()
    })
    afterAll(async () => {
      await browser?.close()
      await server?.stop()
    })

    const framedBy = async (context: BrowserContext, host: string, token?: string, shown = page) => {
      await context.route(`${host}/**`, (route) =>
        route.fulfill({ contentType: "text/html", body: teamsHost(shown, token) })
      )
      const tab = await context.newPage()
      await tab.goto(`${host}/`)
      return tab.frameLocator("iframe[name=tab]")
    }
    it("signs in by the token that Teams gives, keeps a cookie of the frame alone, and follows Teams' theme", async () => {
      const { context } = await person(browser)
      const tab = await framedBy(context, "https://teams.microsoft.com", await tenant.token({ user: "ben" }))
      await tab.locator("#main:not(.message)").waitFor()
      await tab.locator("html[data-theme=dark]").waitFor({ state: "attached" })
      await tab.getByRole("heading", { level: 1, name: "Illicit consent grant to an OAuth application" }).waitFor()
      const cookie = expect.objectContaining({
        httpOnly: true,
        secure: true,
        sameSite: "None",
        partitionKey: expect.stringContaining("microsoft.com")
      })
      // The session's, and that of the token for what the person does.
      expect(await context.cookies()).toEqual([cookie, cookie])
      await tab.getByRole("link", { name: "Change status, severity or owner" }).click()
      await tab.getByLabel("Severity").selectOption("High")
      await tab.getByRole("button", { name: "Change incident" }).click()
      await tab.locator(".badge[data-severity=High]").first().waitFor()
      const alone = await context.newPage()
      await alone.goto(page)
      // It has to sign in: the frame's cookie isn't sent from anywhere else.
      await alone.getByRole("button", { name: "Ben Sample" }).waitFor()
      await context.close()
    })

    describe("forms", () => {
      const teams = "https://teams.microsoft.com"
      let number: string
      let other: string
      let shown: string
      let context: BrowserContext
      let ben: FrameLocator

      const newIncident = async (title: string) =>
        tenant.control("POST", "/arm/workspaces/soc-prod/incidents", { title, severity: "Medium", status: "New" })
      const visitor = async (user: string) => {
        const visit = await person(browser)
        const frame = await framedBy(visit.context, teams, await tenant.token({ user }), shown)
        await frame.locator("#main:not(.message)").waitFor()
        return { frame, close: () => visit.context.close() }
      }
      const open = (link: string) => ben.getByRole("link", { name: link, exact: true }).click()
      const press = (button: string) => ben.getByRole("button", { name: button, exact: true }).click()
      const isIn = (state: string) => ben.locator(`.badge[data-phase=${state}]`).first().waitFor()

      beforeAll(async () => {
        const mine = await newIncident("Token theft")
        number = String(mine.incidentNumber)
        other = String((await newIncident("Another one")).incidentNumber)
        shown = page.replace(/soc[^/]*$/u, encodeURIComponent(`soc~${mine.name}`))
        ;({ context } = await person(browser))
        ben = await framedBy(context, teams, await tenant.token({ user: "ben" }), shown)
        await ben.locator("#main:not(.message)").waitFor()
      })
      afterAll(() => context.close())

      it("creates the team, and tries again what was refused", async () => {
        const fault = { kind: "answer", status: 400, code: "Request_BadRequest", message: "No more groups." }
        const path = "/groups(uniqueName='{key}')"
        await tenant.inject({ id: "stuck", surface: "graph", method: "PATCH", path, times: 1_000, fault })
        await open("Create team")
        await ben.getByLabel("Team name").fill("War room")
        await ben.getByLabel("Add groups and members").fill("Elif")
        await press("Add Elif Sample")
        await ben.locator("#chosen").getByText("Elif Sample").waitFor()
        await press("Favorite: Elif Sample")
        await ben.locator("#chosen button[aria-pressed=true]").waitFor()
        await press("Create team")
        await ben.locator("#team").getByText("Action needed: the team's group can't be created.").waitFor()
        await tenant.heal()
        await press("Retry")
        await isIn("open")
      })

      it("adds and removes people, and renames the team", async () => {
        await open("Add or remove people")
        await ben.getByLabel("Add groups and members").fill("Greta")
        await press("Add Greta Guest")
        await ben.locator("#chosen").getByText("Greta Guest").waitFor()
        await press("Add to the team")
        await ben.locator("#people li", { hasText: "Greta Guest" }).first().waitFor()
        await open("Add or remove people")
        await ben.getByRole("checkbox", { name: "Elif Sample" }).check()
        await press("Remove selected")
        await open("Rename")
        await ben.getByLabel("Team name").fill("War room 2")
        await press("Rename")
        await ben.locator("#team").getByText("War room 2").first().waitFor()
      })

      it("requests access, which is denied, and joins", async () => {
        const dev = await visitor("dev")
        await dev.frame.getByLabel("You aren't a member of this team.").fill("I run the gateway.")
        await dev.frame.getByRole("button", { name: "Request access" }).click()
        await dev.frame.getByText("You requested access").waitFor()
        await press("Deny")
        await dev.frame.getByText("Your access request was denied").waitFor()
        await dev.close()
        const chloe = await visitor("chloe")
        await chloe.frame.getByRole("button", { name: "Join the team" }).click()
        await ben.locator("#people li", { hasText: "Chloe Sample" }).first().waitFor()
        await chloe.close()
      })

      it("changes, closes and reopens the incident", async () => {
        await press("Take ownership")
        await ben.locator(".glance").getByText("Ben Sample").waitFor()
        await open("Change status, severity or owner")
        await ben.getByLabel("Severity").selectOption("High")
        await ben.getByLabel("Status").selectOption("Active")
        await press("Change incident")
        await ben.locator(".badge[data-severity=High]").first().waitFor()
        await open("Close incident")
        await press("Close incident")
        await ben.locator("#classification-error").waitFor()
        await ben.getByLabel("Classification").selectOption("Undetermined")
        await press("Close incident")
        await isIn("archived")
        await press("Reopen incident")
        await isIn("open")
      })

      it("links another incident, makes it the lead, and unlinks it", async () => {
        await open("Link another incident")
        await ben.getByLabel("Link another incident").fill(other)
        await press(`Link incident ${other}`)
        await ben
          .locator(".served")
          .getByRole("link", { name: `#${other}` })
          .waitFor()
        await open("Link or unlink incidents")
        await press(`Make incident ${other} the lead`)
        await ben
          .locator(".served")
          .getByRole("link", { name: `#${other}` })
          .waitFor()
        await open("Link or unlink incidents")
        await press(`Make incident ${number} the lead`)
        await ben
          .locator(".served")
          .getByRole("link", { name: `#${other}` })
          .waitFor()
        await open("Link or unlink incidents")
        await press(`Unlink incident ${other}`)
        await ben
          .locator(".served")
          .getByRole("link", { name: `#${other}` })
          .waitFor({ state: "detached" })
      })
    })

    it("signs in through a window of its own where Teams gives none", async () => {
      const { context } = await person(browser)
      const tab = await framedBy(context, "https://teams.microsoft.com")
      await tab.getByText("Teams couldn't sign you in automatically.").waitFor()
      const [window] = await Promise.all([
        context.waitForEvent("page"),
        tab.getByRole("link", { name: "Sign in with Microsoft Entra ID" }).click()
      ])
      const closed = window.waitForEvent("close")
      await window.getByRole("button", { name: "Ben Sample" }).click()
      await closed
      await tab.locator("#main:not(.message)").waitFor()
      await context.close()
    })

    it("signs in once, and says why it isn't shown, where the browser drops the frame's cookie", async () => {
      const { context } = await person(browser, { ignoreHTTPSErrors: true })
      let signIns = 0
      await context.route("**/sign-in/teams", async (route) => {
        signIns++
        const answer = await route.fetch()
        // The fetch itself kept it.
        await context.clearCookies()
        const { "set-cookie": _, ...headers } = answer.headers()
        await route.fulfill({ response: answer, headers })
      })
      const tab = await framedBy(context, "https://teams.microsoft.com", await tenant.token({ user: "ben" }))
      await tab.getByText("this browser doesn't keep the sign-in here").waitFor()
      const link = tab.getByRole("link", { name: "Open the incident in a browser window" })
      expect(await link.getAttribute("href")).toBe(new URL(page).pathname)
      expect(signIns).toBe(1)
      await context.close()
    })

    it("is chosen by its address where somebody adds the tab by hand", async () => {
      const { context } = await person(browser)
      const origin = new URL(page).origin
      await context.route("https://teams.microsoft.com/**", (route) =>
        route.fulfill({ contentType: "text/html", body: teamsHost(`${origin}/teams/configure`, undefined) })
      )
      const host = await context.newPage()
      await host.goto("https://teams.microsoft.com/settings")
      const field = host.frameLocator("iframe[name=tab]").getByLabel("Address of its Incident page")
      // Until TeamsJS is there, nobody listens to what is typed.
      await host.waitForFunction("document.body.dataset.save === 'registered'")
      await field.fill("https://elsewhere.example.org/incidents/soc~1")
      expect(await host.title()).toBe("Teams")
      await field.fill(`${page}?from=here#team`)
      await host.waitForFunction("document.title.endsWith(' saved')")
      expect(JSON.parse((await host.title()).replace(/ saved$/u, ""))).toEqual({
        entityId: incident,
        contentUrl: page,
        websiteUrl: page,
        suggestedDisplayName: "Incident page"
      })
      await context.close()
    })

    it("isn't shown by a site that may not frame it", async () => {
      const { context } = await person(browser)
      const refused = new Promise<string>((resolve) => {
        context.on("console", (said) => {
          if (said.text().includes("frame-ancestors")) resolve(said.text())
        })
      })
      const tab = await framedBy(context, "https://elsewhere.example.org", await tenant.token({ user: "ben" }))
      expect(await refused).toContain(new URL(page).origin)
      expect(await tab.locator("#main").count()).toBe(0)
      await context.close()
    })
  }
)
