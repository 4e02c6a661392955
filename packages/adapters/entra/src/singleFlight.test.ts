import { setImmediate as tick } from "node:timers/promises"
import type { AccessToken, TokenCredential } from "@azure/core-auth"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CredentialsUnavailable } from "./CredentialsUnavailable.ts"
import { singleFlight } from "./singleFlight.ts"

/** A credential that answers when it is told to. */
const controlled = () => {
  const asked: Array<{
    readonly scope: string
    readonly answer: (token: string) => void
    readonly fail: (error: Error) => void
  }> = []
  const credential: TokenCredential = {
    getToken: (scope) =>
      new Promise<AccessToken>((resolve, reject) => {
        asked.push({
          scope: String(scope),
          answer: (token) => resolve({ token, expiresOnTimestamp: 0 }),
          fail: reject
        })
      })
  }
  return { asked, credential }
}

describe("singleFlight", () => {
  it("asks once for equal tokens that are asked for at once, and anew afterward", async () => {
    const { asked, credential } = controlled()
    const flight = singleFlight(() => Promise.resolve(credential), 1_000)
    const ten = Array.from({ length: 10 }, () => flight.getToken("graph"))
    await tick()
    expect(asked).toHaveLength(1)
    asked[0]!.answer("first")
    expect(new Set((await Promise.all(ten)).map((token) => token?.token))).toEqual(new Set(["first"]))
    const later = flight.getToken("graph")
    await tick()
    expect(asked).toHaveLength(2)
    asked[1]!.answer("second")
    expect((await later)?.token).toBe("second")
  })

  it("never mixes up tokens for different scopes or claims", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ scope: fc.constantFrom("graph", "arm"), claims: fc.constantFrom("", "a", "b") }), {
          minLength: 1,
          maxLength: 12
        }),
        async (requests) => {
          const made: Array<string> = []
          const flight = singleFlight(
            () =>
              Promise.resolve<TokenCredential>({
                getToken: (scope, options) => {
                  const token = `${String(scope)} ${options?.claims ?? ""}`
                  made.push(token)
                  return Promise.resolve({ token, expiresOnTimestamp: 0 })
                }
              }),
            1_000
          )
          const tokens = await Promise.all(requests.map(({ scope, claims }) => flight.getToken(scope, { claims })))
          const wanted = requests.map(({ scope, claims }) => `${scope} ${claims}`)
          expect(tokens.map((token) => token?.token)).toEqual(wanted)
          expect(made.toSorted()).toEqual([...new Set(wanted)].toSorted())
        }
      )
    )
  })

  it("gives up on a credential that never answers", async () => {
    const { credential } = controlled()
    const flight = singleFlight(() => Promise.resolve(credential), 20)
    await expect(flight.getToken("graph")).rejects.toMatchObject({
      _tag: "CredentialsUnavailable",
      kind: "unreachable"
    })
  })

  it("fails everybody who waits, in words, and tries again for the next one", async () => {
    const { asked, credential } = controlled()
    const flight = singleFlight(() => Promise.resolve(credential), 1_000)
    const both = Promise.allSettled([flight.getToken("graph"), flight.getToken("graph")])
    await tick()
    asked[0]!.fail(new Error("invalid_client: 7000215 - AADSTS7000215: Invalid client secret provided."))
    const reasons = (await both).flatMap((result): ReadonlyArray<unknown> =>
      result.status === "rejected" ? [result.reason] : []
    )
    expect(reasons).toHaveLength(2)
    for (const reason of reasons) {
      expect(reason).toBeInstanceOf(CredentialsUnavailable)
      expect(reason).toMatchObject({ kind: "refused", remedy: expect.stringContaining("AZURE_CLIENT_SECRET") })
    }
    const next = flight.getToken("graph")
    await tick()
    asked[1]!.answer("now")
    expect((await next)?.token).toBe("now")
  })

  it("makes the credential anew when making it failed", async () => {
    const { asked, credential } = controlled()
    let tries = 0
    const flight = singleFlight(() => {
      tries += 1
      return tries === 1 ? Promise.reject(new Error("no module")) : Promise.resolve(credential)
    }, 1_000)
    await expect(flight.getToken("graph")).rejects.toBeInstanceOf(CredentialsUnavailable)
    const next = flight.getToken("graph")
    await tick()
    asked[0]!.answer("now")
    expect((await next)?.token).toBe("now")
  })
})
