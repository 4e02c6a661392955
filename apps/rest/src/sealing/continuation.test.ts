import { Effect, Redacted } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { openContinuation, sealContinuation } from "./continuation.ts"
import * as Seals from "./Seals.ts"

const seals = Seals.make(Redacted.make("a secret of the tests, of a good length"))
const run = <A, E>(effect: Effect.Effect<A, E, Seals.Seals>) =>
  Effect.runPromise(Effect.result(Effect.provideService(effect, Seals.Seals, seals)))
const seal = (list: string, next: string | undefined) =>
  Effect.runPromise(Effect.provideService(sealContinuation(list, next), Seals.Seals, seals))

describe("a continuation", () => {
  it("always leads on in the list that returned it, and in no other", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.string(), async (list, other, next) => {
        const sealed = await seal(list, next)
        expect(await run(openContinuation(list, sealed))).toMatchObject({ success: next })
        if (other !== list) {
          expect(await run(openContinuation(other, sealed))).toMatchObject({ failure: { _tag: "UnknownContinuation" } })
        }
      }),
      { numRuns: 25 }
    )
  })

  it("never leads anywhere once a character of it is changed, nor if anyone else made it", async () => {
    const sealed = (await seal("incidents", "?$skipToken=1")) ?? ""
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: sealed.length - 1 }), fc.constantFrom("A", "b", "-", "."), async (at, letter) => {
        fc.pre(sealed[at] !== letter)
        const forged = `${sealed.slice(0, at)}${letter}${sealed.slice(at + 1)}`
        expect(await run(openContinuation("incidents", forged))).toMatchObject({
          failure: { _tag: "UnknownContinuation" }
        })
      }),
      { numRuns: 50 }
    )
    const plain = Buffer.from('{"list":"incidents","next":"?$top=9"}').toString("base64url")
    expect(await run(openContinuation("incidents", plain))).toMatchObject({ failure: { _tag: "UnknownContinuation" } })
  })

  it("is absent on the last page and for the first", async () => {
    expect(await seal("incidents", undefined)).toBeUndefined()
    expect(await run(openContinuation("incidents", undefined))).toMatchObject({ success: undefined })
  })
})
