import { StoreUnavailable, UnknownContinuation } from "@incident-teams/application/ports/TeamStore"
import { Effect } from "effect"
import { expect, it } from "vitest"
import { patiently } from "./patiently.ts"

/** Fails so, and succeeds the third time. */
const failingTwice = <E>(failure: E) => {
  let made = 0
  return Effect.suspend(() => (++made < 3 ? Effect.fail(failure) : Effect.succeed(made)))
}

it("makes a read again where it had no answer, and not where it was refused", async () => {
  const late = failingTwice(new StoreUnavailable({ reason: "No answer within 6 s.", cause: undefined }))
  expect(await Effect.runPromise(patiently(late))).toBe(3)
  const refused = new UnknownContinuation({ next: "x" })
  expect(await Effect.runPromise(Effect.flip(patiently(failingTwice(refused))))).toBe(refused)
})
