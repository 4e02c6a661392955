import { Cause, type Context, Effect, Exit } from "effect"
import { expect, it } from "vitest"
import { StoreUnavailable } from "../ports/TeamStore.ts"
import { UnreadableRecord } from "../records/RecordCodec.ts"
import { onStore, type TroubledPlace } from "./StoreUnderTest.ts"

type Calls = Readonly<Record<string, Effect.Effect<unknown, unknown>>>

const isUnavailable = (exit: Exit.Exit<unknown, unknown>): boolean =>
  Exit.isFailure(exit) &&
  exit.cause.reasons.every((reason) => Cause.isFailReason(reason) && reason.error instanceof StoreUnavailable)

/** Each of `calls`, which are made before, under its name, with the database cut and after it came back. */
export const unavailableWhileCut = <Id, Store>(
  troubled: TroubledPlace<Id> | undefined,
  port: Context.Key<Id, Store>,
  calls: (store: Store) => Effect.Effect<Calls, unknown>
): void => {
  it.skipIf(troubled?.cut === undefined)(
    "fails with StoreUnavailable and never dies while nobody can use its database, and goes on afterward",
    () =>
      onStore(
        troubled!,
        Effect.gen(function* () {
          const all = yield* calls(yield* port)
          const outcomes = Effect.map(
            Effect.forEach(Object.entries(all), ([name, call]) =>
              Effect.map(Effect.exit(call), (exit) => [name, isUnavailable(exit) ? "unavailable" : exit] as const)
            ),
            (entries) => Object.fromEntries(entries)
          )
          const whileCut = Effect.scoped(Effect.andThen(troubled!.cut!, outcomes))
          expect(yield* whileCut).toEqual(Object.fromEntries(Object.keys(all).map((name) => [name, "unavailable"])))
          for (const [name, outcome] of Object.entries(yield* outcomes)) {
            expect(outcome, name).not.toBe("unavailable")
            expect(outcome !== "unavailable" && Exit.hasDies(outcome), name).toBe(false)
          }
        })
      )
  )
}

/** What stands behind `call` is stored and can't be read: it dies, and names whose it is. */
export const diesOfUnreadable = (call: Effect.Effect<unknown, unknown>, id: string) =>
  Effect.gen(function* () {
    const exit = yield* Effect.exit(call)
    const defect: unknown = Exit.isFailure(exit)
      ? exit.cause.reasons.find((reason) => Cause.isDieReason(reason))?.defect
      : undefined
    expect(defect).toBeInstanceOf(UnreadableRecord)
    expect(defect).toMatchObject({ id })
  })
