import { fine, type Finding, problem } from "@incident-teams/application/doctor/Finding"
import { Console, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { untilApplied } from "./untilApplied.ts"

const role = problem("Azure role on soc", "It isn't granted.", "Run setup.")
const address = problem("Public address", "It can't be reached.", "Start the server.")
const granted = fine("Azure role on soc", "It is granted.")

/** What is found in the end, and how often was looked within 20 minutes, where the n-th look finds `found[n]`, then the last. */
const looked = (...found: ReadonlyArray<ReadonlyArray<Finding>>) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let looks = 0
      const look = Effect.sync(() => {
        looks += 1
        return found[looks - 1] ?? found.at(-1) ?? []
      })
      const fiber = yield* Effect.forkChild(untilApplied(look, 1))
      yield* TestClock.adjust("20 minutes")
      return { findings: yield* Fiber.join(fiber), looks }
    }).pipe(
      Effect.provide(TestClock.layer()),
      Effect.provideService(Console.Console, { ...globalThis.console, log: () => undefined })
    )
  )

describe("after setup, doctor", () => {
  it("looks again until a new role is applied", async () => {
    expect(await looked([role], [role], [granted])).toEqual({ findings: [granted], looks: 3 })
  })

  it.each([
    address,
    problem("Standby owners", "Farid Sample has no Teams license.", "Assign a license."),
    problem("Workspace soc", "Incidents can't be read: Azure answered 404 ResourceNotFound.", "Check it.")
  ])("doesn't wait for what doesn't pass by itself: $found", async (finding) => {
    expect(await looked([finding])).toEqual({ findings: [finding], looks: 1 })
  })

  it.each([
    problem("Standby owners", "People can't be read: Microsoft Graph denied it.", "See the findings above."),
    problem("Workspace soc", "Incidents can't be read: Azure answered 403 AuthorizationFailed.", "Check it.")
  ])("waits for what follows from a new right: $found", async (finding) => {
    expect(await looked([finding], [granted])).toEqual({ findings: [granted], looks: 2 })
  })

  it("reports what is left after some minutes", async () => {
    expect(await looked([role, address])).toEqual({ findings: [role, address], looks: 11 })
  })
})
