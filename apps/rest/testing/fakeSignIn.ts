import { Effect } from "effect"
import { SignIn, SignInRefused } from "../src/page/sign-in/SignIn.ts"
import { sample, type SampleCaller, tenant } from "./sampleCallers.ts"

const isSample = (text: string): text is SampleCaller => Object.hasOwn(sample, text)

/** Entra ID for tests: the code is who signed in, good for the nonce that the browser was sent there with. */
export const fakeSignIn = SignIn.of({
  begin: ({ state, nonce }, choose) =>
    Effect.succeed(
      new URL(
        `https://login.test/authorize?${new URLSearchParams({ state, nonce, choose: String(choose) }).toString()}`
      )
    ),
  redeem: (code, { nonce }) => {
    const [who = "", given] = code.split("~")
    return isSample(who) && given === nonce
      ? Effect.succeed({ caller: { _tag: "User", id: sample[who].id, name: sample[who].name }, tenant })
      : Effect.fail(new SignInRefused({ detail: "That code isn't good.", remedy: "Sign in again.", cause: code }))
  },
  signOut: Effect.succeed(new URL("https://login.test/logout"))
})
