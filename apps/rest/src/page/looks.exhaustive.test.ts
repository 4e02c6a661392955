import { beforeAll } from "vitest"
import { type Visit, visitors } from "../../testing/browser.ts"
import { describePages } from "../../testing/describePages.ts"
import { createTeams, everyLook, everyPage, fitsAtLooks } from "../../testing/samplePages.ts"
import { clientOf } from "../../testing/sampleServer.ts"

// Takes more than 100 seconds: a browser draws every page at sixteen looks, and axe-core inspects each.
describePages("every page at every look", (pages) => {
  let visit: (name: string) => Promise<Visit>

  beforeAll(async () => {
    const { tenant, server, browser } = pages()
    await createTeams(await clientOf(tenant, server, "ben"))
    visit = visitors(browser)
  })

  fitsAtLooks(
    everyPage,
    everyLook,
    () => pages().base,
    (name) => visit(name)
  )
})
