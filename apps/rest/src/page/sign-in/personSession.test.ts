import { Effect, Redacted } from "effect"
import { Hono } from "hono"
import { describe, expect, it } from "vitest"
import { fakeSignIn } from "../../../testing/fakeSignIn.ts"
import { cookieOf, pageSettings, seals, sessionAt, tokenCookiesOf } from "../../../testing/pageVisitors.ts"
import { tokenOf, verifier } from "../../../testing/testTokens.ts"
import { TokenVerifier } from "../../authentication/TokenVerifier.ts"
import { Seals } from "../../sealing/Seals.ts"
import { PageSettings } from "../PageSettings.ts"
import { personSession, sealedTokens } from "./personSession.ts"
import { SignIn } from "./SignIn.ts"

const provided = <A, E>(effect: Effect.Effect<A, E, PageSettings | Seals | SignIn | TokenVerifier>) =>
  effect.pipe(
    Effect.provideService(PageSettings, pageSettings),
    Effect.provideService(Seals, seals),
    Effect.provideService(SignIn, fakeSignIn),
    Effect.provideService(TokenVerifier, verifier)
  )

/** What a request of Dev's with these cookies finds: who acts, or why nobody does, and which cookies it sets. */
const found = async (cookie: string) => {
  const app = new Hono()
  app.get("/", async (c) => {
    const result = await Effect.runPromise(Effect.result(provided(personSession(c, sessionAt("dev", Date.now())))))
    return c.json(
      result._tag === "Success"
        ? { caller: result.success.caller.name, left: result.success.expiresAt - Date.now() }
        : { failure: result.failure._tag }
    )
  })
  const answer = await app.request("/", { headers: { cookie } })
  const body: unknown = await answer.json()
  return { body, set: answer.headers.getSetCookie().map((line) => line.split("=")[0]) }
}

const soon = () => tokenOf("dev", { lifetime: 120 })

describe("who acts at the page", () => {
  it("is known by the kept token, which is left alone while it lasts", async () => {
    expect(await found(await tokenCookiesOf("dev"))).toMatchObject({ body: { caller: "Dev Sample" }, set: [] })
  })

  it("gets another token shortly before it expires, in the cookies of the response", async () => {
    const { body, set } = await found(await tokenCookiesOf("dev", await soon(), "refresh of dev"))
    expect(body).toMatchObject({ caller: "Dev Sample", left: expect.toSatisfy((left: number) => left > 3_000_000) })
    expect(set).toEqual(["__Secure-incident-teams-token-0"])
  })

  it("goes on with a token that still lasts where no other is to be had", async () => {
    expect(await found(await tokenCookiesOf("dev", await soon(), "refresh of a stranger"))).toMatchObject({
      body: { caller: "Dev Sample" }
    })
  })

  it.each([
    ["nothing", async () => ""],
    ["an expired token", async () => tokenCookiesOf("dev", await tokenOf("dev", { lifetime: -10 }))],
    [
      "an expired one that isn't renewed",
      async () => tokenCookiesOf("dev", await tokenOf("dev", { lifetime: -10 }), "refresh of a stranger")
    ],
    [
      "someone else's refresh token",
      async () => tokenCookiesOf("dev", await tokenOf("dev", { lifetime: -10 }), "refresh of ben")
    ],
    ["a token of another session", () => tokenCookiesOf("ben")],
    ["someone else's token", async () => tokenCookiesOf("dev", await tokenOf("ben"))],
    ["a session in place of tokens", async () => (await cookieOf("dev")).replace("session=", "token-0=")],
    ["a part that is missing", async () => (await tokenCookiesOf("dev")).slice(0, -20)]
  ])("isn't known by %s", async (_, cookies) => {
    expect(await found(await cookies())).toMatchObject({ body: { failure: "SignInAgain" } })
  })

  it("has tokens in several cookies where they are long, and none where no browser keeps them", async () => {
    const kept = (access: number, refresh: number) =>
      Effect.runPromise(
        Effect.result(
          provided(
            sealedTokens(
              sessionAt("dev", Date.now()),
              { access: Redacted.make("a".repeat(access)), refresh: Redacted.make("r".repeat(refresh)) },
              false
            )
          )
        )
      )
    const lengths = [await kept(2_000, 1_500), await kept(5_000, 6_000)].map((one) =>
      one._tag === "Success" ? one.success.sealed.length : 0
    )
    expect(lengths[0]).toBeGreaterThan(3_600)
    expect(lengths[1]).toBeLessThan(8_000)
    expect(await kept(9_000, 0)).toMatchObject({ _tag: "Failure", failure: { _tag: "SignInRefused" } })
  })
})
