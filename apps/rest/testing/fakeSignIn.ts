import { Effect, Redacted } from "effect"
import { SignIn, SignInRefused } from "../src/page/sign-in/SignIn.ts"
import { sample, type SampleCaller, tenant } from "./sampleCallers.ts"
import { tokenOf } from "./testTokens.ts"

const isSample = (text: string): text is SampleCaller => Object.hasOwn(sample, text)

const tokensOf = (who: SampleCaller) =>
  Effect.promise(async () => ({
    access: Redacted.make(await tokenOf(who)),
    refresh: Redacted.make(`refresh of ${who}`)
  }))

/** Entra ID for tests: the code is who signed in, good for the nonce that the browser was sent there with. */
export const fakeSignIn = SignIn.of({
  begin: ({ state, nonce }, { choose, claims = "" }) =>
    Effect.succeed(
      new URL(
        `https://login.test/authorize?${new URLSearchParams({ state, nonce, choose: String(choose), claims }).toString()}`
      )
    ),
  redeem: (code, { nonce }) => {
    const [who = "", given] = code.split("~")
    return isSample(who) && given === nonce
      ? Effect.map(tokensOf(who), (tokens) => ({
          caller: { _tag: "User", id: sample[who].id, name: sample[who].name },
          tenant,
          tokens
        }))
      : Effect.fail(new SignInRefused({ detail: "That code isn't good.", remedy: "Sign in again.", cause: code }))
  },
  renew: (refresh) => {
    const [, who = ""] = /^refresh of (\w+)$/u.exec(Redacted.value(refresh)) ?? []
    return isSample(who)
      ? tokensOf(who)
      : Effect.fail(new SignInRefused({ detail: "Not renewed.", remedy: "Sign in again.", cause: who }))
  },
  signOut: Effect.succeed(new URL("https://login.test/logout"))
})
