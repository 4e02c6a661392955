import { Effect, Exit, Layer } from "effect"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { tokenOf, verifier } from "../../testing/testTokens.ts"
import * as RecentTokens from "./RecentTokens.ts"
import { TokenVerifier } from "./TokenVerifier.ts"

/** The real verifier, counted, and remembered for as many tokens. */
const counted = (capacity?: number) => {
  const verified: Array<string | undefined> = []
  const inner = Layer.succeed(TokenVerifier, {
    ...verifier,
    verify: (authorization) => {
      verified.push(authorization)
      return verifier.verify(authorization)
    }
  })
  const run = <A, E>(body: (verify: TokenVerifier["Service"]["verify"]) => Effect.Effect<A, E>) =>
    Effect.flatMap(TokenVerifier, ({ verify }) => Effect.andThen(TestClock.setTime(Date.now()), body(verify))).pipe(
      Effect.provide(RecentTokens.layer(inner, capacity)),
      Effect.provide(TestClock.layer()),
      Effect.runPromise
    )
  return { verified, run }
}

it("verifies a token once as long as it lives, and again after that", async () => {
  const { run, verified } = counted()
  const header = `Bearer ${await tokenOf("ben", { lifetime: 600 })}`
  const exits = await run((verify) =>
    Effect.gen(function* () {
      const first = yield* Effect.exit(verify(header))
      yield* TestClock.adjust("9 minutes")
      const second = yield* Effect.exit(verify(header))
      expect(second).toEqual(first)
      expect(verified).toHaveLength(1)
      yield* TestClock.adjust("3 minutes")
      return [first, second, yield* Effect.exit(verify(header))]
    })
  )
  expect(exits.map(Exit.isSuccess)).toEqual([true, true, false])
  expect(verified).toHaveLength(2)
})

it("verifies a token again from the very moment at which it expires", async () => {
  const { run, verified } = counted()
  const header = `Bearer ${await tokenOf("ben", { lifetime: 600 })}`
  await run((verify) =>
    Effect.gen(function* () {
      const { expiresAt } = yield* verify(header)
      yield* TestClock.setTime(expiresAt - 1)
      yield* verify(header)
      expect(verified).toHaveLength(1)
      yield* TestClock.setTime(expiresAt)
      yield* verify(header)
      expect(verified).toHaveLength(2)
    })
  )
})

it("remembers no refusal and no request without a token", async () => {
  const { run, verified } = counted()
  await run((verify) =>
    Effect.forEach([undefined, "Bearer x.y.z", "Basic YTpi", undefined, "Bearer x.y.z", "Basic YTpi"], (header) =>
      Effect.flip(verify(header))
    )
  )
  expect(verified).toHaveLength(6)
})

it("forgets the token that was used longest ago when there are too many", async () => {
  const { run, verified } = counted(2)
  const [ben = "", dev = "", ana = ""] = await Promise.all(
    (["ben", "dev", "ana"] as const).map(async (who) => `Bearer ${await tokenOf(who)}`)
  )
  await run((verify) => Effect.forEach([ben, dev, ben, ana, ben, dev], verify))
  expect(verified).toEqual([ben, dev, ana, dev])
})
