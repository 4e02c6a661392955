import { freePort } from "@incident-teams/testkit/freePort"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe } from "vitest"
import { type Browser, chromiumPath, launched, noBrowser } from "./browser.ts"

interface Pages {
  readonly tenant: Tenant
  readonly server: Server
  /** The server's address. */
  readonly base: string
  readonly browser: Browser
}

/**
 * Tests of the pages of a server of its own, on a new sample tenant, in a real browser; skipped with the reason where there
 * is none. `pages` is there once the hooks run.
 */
export const describePages = (name: string, tests: (pages: () => Pages) => void): void => {
  const missing = chromiumPath === undefined
  describe.skipIf(missing)(missing ? `${name} (${noBrowser})` : name, () => {
    let pages: Pages | undefined
    beforeAll(async () => {
      const [tenant, browser, port] = await Promise.all([newTenant(), launched(), freePort()])
      const base = `http://127.0.0.1:${port}`
      const server = startServer(serverEnvironment(tenant, newFolder(), { PORT: String(port), PUBLIC_URL: base }))
      pages = { tenant, server, base, browser }
      await server.listening
    })
    afterAll(async () => {
      await pages?.browser.close()
      await pages?.server.stop()
    })
    tests(() => {
      if (pages === undefined) throw new Error("The pages are served only once the tests run.")
      return pages
    })
  })
}
