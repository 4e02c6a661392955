import { setImmediate as tick } from "node:timers/promises"
import type { AccessToken, TokenCredential } from "@azure/core-auth"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
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

  it("asks with a new credential after a failure, which the old one would repeat from memory", async () => {
    let made = 0
    const flight = singleFlight(() => {
      made += 1
      const number = made
      return Promise.resolve<TokenCredential>({
        getToken: () =>
          number === 1
            ? Promise.reject(new Error("temporarily_unavailable: AADSTS90033"))
            : Promise.resolve({ token: `from ${number}`, expiresOnTimestamp: 0 })
      })
    }, 1_000)
    await expect(flight.getToken("graph")).rejects.toMatchObject({ kind: "unreachable" })
    expect(await flight.getToken("graph")).toMatchObject({ token: "from 2" })
    expect(await flight.getToken("graph")).toMatchObject({ token: "from 2" })
  })

  it.each([
    ["a valid one is used while Entra ID can't be reached", 600_000, "temporarily_unavailable: AADSTS90033", "old"],
    ["an expiring one isn't", 30_000, "temporarily_unavailable: AADSTS90033", "unreachable"],
    ["none is used once Entra ID denied one", 600_000, "invalid_client: AADSTS7000215", "refused"]
  ])("remembers the last token: %s", async (_, lives, failure, wanted) => {
    let calls = 0
    const flight = singleFlight(
      () =>
        Promise.resolve<TokenCredential>({
          getToken: () => {
            calls += 1
            return calls === 1
              ? Promise.resolve({ token: "old", expiresOnTimestamp: Date.now() + lives })
              : Promise.reject(new Error(failure))
          }
        }),
      1_000
    )
    await flight.getToken("graph")
    const answer = await flight.getToken("graph").then(
      (token) => token?.token,
      (error: unknown) => (error instanceof CredentialsUnavailable ? error.kind : error)
    )
    expect(answer).toBe(wanted)
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

describe("a token that is kept", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: 0 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** The credential answers with these, one after another; undefined: Entra ID doesn't. */
  const answering = (...answers: ReadonlyArray<AccessToken | null | undefined>) => {
    const left = [...answers]
    const credential: TokenCredential = {
      getToken: () => {
        const answer = left.shift()
        return answer === undefined ? Promise.reject(new TypeError("fetch failed")) : Promise.resolve(answer)
      }
    }
    return singleFlight(() => Promise.resolve(credential), 1_000)
  }

  it("is used while Entra ID can't be reached, if it holds for more than a minute", async () => {
    for (const expiresOnTimestamp of [60_001, 60_000]) {
      const token = { token: "kept", expiresOnTimestamp }
      const { getToken } = answering(token, undefined)
      await getToken("graph")
      const again = getToken("graph")
      if (expiresOnTimestamp > 60_000) expect(await again).toBe(token)
      else await expect(again).rejects.toBeInstanceOf(CredentialsUnavailable)
    }
  })

  it("isn't one that wasn't given", async () => {
    const { getToken } = answering(null, undefined)
    expect(await getToken("graph")).toBeNull()
    await expect(getToken("graph")).rejects.toBeInstanceOf(CredentialsUnavailable)
  })

  it("leaves no timer behind", async () => {
    await answering({ token: "kept", expiresOnTimestamp: 0 }).getToken("graph")
    expect(vi.getTimerCount()).toBe(0)
  })
})
