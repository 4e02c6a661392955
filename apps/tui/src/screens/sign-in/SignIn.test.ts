import { ClaimsChallengeProblem } from "@incident-teams/api/problems/requestProblems"
import { describe, expect, it } from "vitest"
import { consoleUnderTest } from "../../../testing/consoleUnderTest.ts"
import * as sample from "../../../testing/samples.ts"
import { failureOf } from "../../requests/failureOf.ts"

const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
const challenge = failureOf(
  new ClaimsChallengeProblem({ detail: "Entra ID denied a token (AADSTS50076).", remedy: "Sign in again.", claims })
)

describe("a policy that demands more than the last sign-in gave", () => {
  it("is satisfied by a sign-in with its claims, after which what failed is asked again", () => {
    const console_ = consoleUnderTest()
    console_.fail({ _tag: "Me" }, challenge)
    expect(console_.wanted().at(-1)).toEqual({ _tag: "SignIn", claims })
    console_.tell({ _tag: "SignInShown", address: "https://login.test/device", code: "ABC" })
    expect(console_.screen()).toContain("A policy demands more")
    console_.tell({ _tag: "SignedIn" })
    expect(console_.wanted()).toEqual([{ _tag: "Ask", request: { _tag: "Me" } }])
  })

  it("stays to be satisfied while requests that it isn't about succeed", () => {
    const console_ = consoleUnderTest({ incidents: [sample.incident(1)] })
    console_.fail({ _tag: "RetryTeam", teamId: sample.team(sample.incident(1)).id, idempotencyKey: "1" }, challenge)
    console_.answer<"ReadFavorites">({ _tag: "ReadFavorites" }, [])
    expect(console_.screen()).toContain("! sign in again")
    console_.press("ctrl+l")
    expect(console_.wanted().at(-1)).toEqual({ _tag: "SignIn", claims })
  })

  it("is over once a request succeeds that it was about", () => {
    const console_ = consoleUnderTest({ incidents: [sample.incident(1)] })
    console_.fail({ _tag: "ReadFavorites" }, challenge)
    expect(console_.screen()).toContain("! sign in again")
    console_.answer<"ReadFavorites">({ _tag: "ReadFavorites" }, [])
    expect(console_.screen()).not.toContain("! sign in again")
  })
})
