import { describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { handlers } from "../routes/handlers.ts"
import { contractRoutes } from "./contractRoutes.ts"

const rest = restUnderTest()

/**
 * What Hono serves, less the middleware that stands before everything, the reference, which tells of the contract, and
 * the pages for people.
 */
const served = rest.app.routes
  .filter(
    ({ path }) => path !== "/" && path !== "/*" && !/^\/(?:openapi\.json|docs|incidents|page|sign|teams)/u.test(path)
  )
  .map(({ method, path }) => `${method} ${path}`)

describe("the contract", () => {
  it("is served whole, each endpoint once, and nothing else is", () => {
    expect(served.toSorted()).toEqual(contractRoutes.map(({ method, path }) => `${method} ${path}`).toSorted())
    expect(new Set(served).size).toBe(served.length)
  })

  it("has a handler for each endpoint, and no other handler", () => {
    const answered = Object.entries(handlers).flatMap(([group, endpoints]) =>
      Object.keys(endpoints).map((endpoint) => `${group}.${endpoint}`)
    )
    expect(answered.toSorted()).toEqual(contractRoutes.map(({ group, endpoint }) => `${group}.${endpoint}`).toSorted())
  })

  it("asks who calls everywhere but for liveness, readiness and how to sign in", () => {
    expect(contractRoutes.filter(({ authenticated }) => !authenticated).map(({ path }) => path)).toEqual([
      "/v1/sign-in",
      "/healthz",
      "/readyz"
    ])
  })

  it.each(contractRoutes.filter(({ authenticated }) => authenticated))(
    "$method $path answers 401 without a token",
    async ({ method, path }) => {
      expect(await rest.send(method, path.replaceAll(/:\w+/gu, "x"))).toMatchObject({
        status: 401,
        body: { type: "/problems/unauthenticated" }
      })
    }
  )
})
