import { freePort } from "@incident-teams/testkit/freePort"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe } from "vitest"
import { type Browser, chromiumPath, launched, noBrowser, type Visit, visitors } from "../../testing/browser.ts"
import { createTeams, everyLook, everyPage, fitsAtLooks } from "../../testing/samplePages.ts"
import { clientOf } from "../../testing/sampleServer.ts"

const missing = chromiumPath === undefined

// Takes more than 100 seconds: a browser draws every page at sixteen looks, and axe-core inspects each.
describe.skipIf(missing)(missing ? `every page at every look (${noBrowser})` : "every page at every look", () => {
  let server: Server
  let browser: Browser
  let base: string
  let visit: (name: string) => Promise<Visit>

  beforeAll(async () => {
    const tenant = await newTenant()
    const port = await freePort()
    base = `http://127.0.0.1:${port}`
    server = startServer(serverEnvironment(tenant, newFolder(), { PORT: String(port), PUBLIC_URL: base }))
    await createTeams(await clientOf(tenant, server, "ben"))
    browser = await launched()
    visit = visitors(browser)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  fitsAtLooks(
    everyPage,
    everyLook,
    () => base,
    (name) => visit(name)
  )
})
