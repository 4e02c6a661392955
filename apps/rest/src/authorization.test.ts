import { inspectRoutes } from "hono/dev"
import { afterAll, describe, expect, it } from "vitest"
import { serverToAsk } from "../testing/authorization/AuthorizationPlace.ts"
import { authorizationTable } from "../testing/authorization/authorizationTable.ts"
import { isArmRoute, testWhoMay } from "../testing/authorization/testWhoMay.ts"
import { armRoutes } from "./arm/armRoutes.ts"

const server = serverToAsk()
afterAll(() => server.settled())

/** Everything that is answered: what Hono knows, and what it hands to the Sentinel-shaped routes. */
const routes: ReadonlyArray<string> = [
  ...new Set([
    ...inspectRoutes(server.app).flatMap(({ isMiddleware, method, path }) =>
      isMiddleware ? [] : [`${method} ${path}`]
    ),
    ...armRoutes.map(({ method, path }) => `ARM ${method} ${path}`)
  ])
]

describe("every route", () => {
  it.each(routes)("%s has a row in the authorization table", (route) => {
    expect(
      Object.keys(authorizationTable),
      `Nothing says who may call it. Add to apps/rest/testing/authorization/authorizationTable.ts:\n` +
        `  "${route}": { may: seeing }\n` +
        "with those who may in place of `seeing` (Row says what else can be told), and to docs/architecture.md, Who may do what."
    ).toContain(route)
  })

  it("of the authorization table is there", () => {
    expect(Object.keys(authorizationTable).filter((route) => !routes.includes(route))).toEqual([])
  })
})

// Those of ARM need Sentinel's documents: src/arm/armAuthorization.integration.test.ts.
testWhoMay(server, (route) => !isArmRoute(route))
