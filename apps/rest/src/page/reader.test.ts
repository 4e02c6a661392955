import { NotAuthorized } from "@incident-teams/application/ports/IncidentSource"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { seals, sessionAt } from "../../testing/pageVisitors.ts"
import { make, RateLimit } from "../rate/RateLimit.ts"
import { Seals } from "../sealing/Seals.ts"
import { isMarked } from "./formMark.ts"
import { incidentsPage } from "./pagePath.ts"
import { readerOf, readerShown, signInDemanded } from "./reader.ts"

const ben = sessionAt("ben", 0)

describe("who reads a page", () => {
  it("is somebody who signed in, and each request counts as theirs", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        expect(yield* readerOf({ session: ben })).toBe(ben)
        expect(yield* Effect.flip(readerOf({ session: ben }))).toMatchObject({ _tag: "RateExceeded" })
        expect(yield* readerOf({ session: sessionAt("ana", 0) })).toMatchObject({ caller: { name: "Ana Sample" } })
      }).pipe(Effect.provideService(RateLimit, make(1)))
    ))

  it("is sent to sign in, without a word where the browser can be, if nobody is signed in", () =>
    Effect.runPromise(
      Effect.flip(readerOf({ session: undefined })).pipe(
        Effect.map((failure) =>
          expect(failure).toMatchObject({
            _tag: "SignInAgain",
            silently: true,
            detail: "You aren't signed in."
          })
        ),
        Effect.provideService(RateLimit, make(1))
      )
    ))

  it("is shown with the form to sign out, which carries its own mark", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { mark, ...shown } = yield* readerShown(ben, incidentsPage)
        expect(shown).toEqual({ name: "Ben Sample", back: incidentsPage })
        expect(yield* isMarked(mark, ben, "sign-out")).toBe(true)
        expect(yield* isMarked(mark, ben, "close")).toBe(false)
      }).pipe(Effect.provideService(Seals, seals))
    ))
})

describe("what Azure denies", () => {
  const demanded = (failure: NotAuthorized) => Effect.runPromise(Effect.flip(signInDemanded(failure)))

  it("stays denied", async () => {
    const denied = new NotAuthorized({ reason: "No role.", remedy: "Ask for one." })
    expect(await demanded(denied)).toBe(denied)
    const always = new NotAuthorized({ reason: "No role.", signIn: false })
    expect(await demanded(always)).toBe(always)
  })

  it("leads to another sign-in where it takes one, and with the claims that it takes", async () => {
    const expired = await demanded(new NotAuthorized({ reason: "Expired.", signIn: true }))
    expect(expired).toMatchObject({ _tag: "SignInAgain", silently: false, detail: "Expired." })
    expect(expired).not.toHaveProperty("claims")
    expect(await demanded(new NotAuthorized({ reason: "MFA.", claims: "{}" }))).toMatchObject({
      _tag: "SignInAgain",
      silently: false,
      detail: "MFA.",
      claims: "{}"
    })
  })
})
