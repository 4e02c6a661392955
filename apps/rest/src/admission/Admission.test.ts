import { Effect } from "effect"
import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { verifier } from "../../testing/testTokens.ts"
import { Admission } from "./Admission.ts"

describe("admission", () => {
  it("never lets more in than there is room for, and always in where there is, whoever ends first and however", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.record({ ends: fc.boolean(), well: fc.boolean(), which: fc.nat() }), {
          maxLength: 40
        }),
        async (limit, moves) => {
          const admission = new Admission(limit)
          const inside: Array<{ readonly end: (well: boolean) => void; readonly done: Promise<unknown> }> = []
          for (const { ends, well, which } of moves) {
            if (ends) {
              const [one] = inside.splice(inside.length === 0 ? 0 : which % inside.length, 1)
              one?.end(well)
              await one?.done
              continue
            }
            const room = inside.length < limit
            const { promise, resolve, reject } = Promise.withResolvers<object>()
            const admitted = admission.admit<object>(() => promise)
            expect(admitted !== undefined).toBe(room)
            if (admitted === undefined) continue
            const end = (good: boolean) => (good ? resolve({}) : reject(new Error("It failed.")))
            inside.push({ end, done: admitted.catch(() => undefined) })
          }
        }
      )
    ))
})

describe("a server that has enough to do", () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const { promise: full, resolve: isFull } = Promise.withResolvers<void>()
  let inside = 0
  const server = restUnderTest({
    requestsAtOnce: 2,
    verifier: {
      ...verifier,
      verify: (token) =>
        Effect.promise(() => {
          inside += 1
          if (inside === 2) isFull()
          return opened
        }).pipe(Effect.andThen(verifier.verify(token)))
    }
  })
  afterAll(() => server.settled())

  it("asks the next ones to come again, in each surface's words, and still says that it lives", async () => {
    const ask = (path = "/v1/incidents?workspace=soc") => server.send("GET", path, { as: "ben" })
    const waiting = [ask(), ask()]
    await full
    const away = await ask()
    expect(away.status).toBe(503)
    expect(away.body).toMatchObject({ type: "/problems/server-busy", retryAfter: 1 })
    expect(away.headers.get("retry-after")).toBe("1")
    const arm = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/soc"
    const refused = await ask(`${arm}/providers/Microsoft.SecurityInsights/incidents?api-version=2025-09-01`)
    expect(refused).toMatchObject({ status: 503, body: { error: { code: "ServerBusy" } } })
    expect(refused.headers.get("retry-after")).toBe("1")
    expect((await server.send("GET", "/healthz")).status).toBe(200)
    open()
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200])
    expect((await ask()).status).toBe(200)
  })
})
