import { Context, Exit, Layer, ManagedRuntime, Option, Scope } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { TeamStore } from "../../ports/TeamStore.ts"
import { inTime, start, type StoreUnderTest } from "../StoreUnderTest.ts"
import { watched } from "../watchedCalls.ts"
import { agree, type Model, type Real } from "./model.ts"
import { commands, follow, restart } from "./modelCommands.ts"

/** Any interleaving of creates, commits, claims, expiries, releases, crashes and restarts, against a map and a clock. */
export const modeled = (under: StoreUnderTest<TeamStore>): void => {
  it("always does what a simple model does", () =>
    fc.assert(
      fc.asyncProperty(
        fc.commands(under.sharesData === undefined ? commands : [...commands, fc.constant(restart())], {
          maxCommands: 60,
          size: "max"
        }),
        async (sequence) => {
          const place = watched(under.sharesData?.() ?? under.layer)
          const runtime = ManagedRuntime.make(TestClock.layer())
          const open = async () => {
            const scope = Scope.makeUnsafe()
            const context = await inTime(runtime.runPromise(Layer.buildWithScope(Layer.fresh(place), scope)))
            return { scope, store: Context.get(context, TeamStore) }
          }
          await runtime.runPromise(TestClock.setTime(start))
          let { scope, store } = await open()
          const real: Real = {
            run: (effect) => inTime(runtime.runPromise(effect)),
            store,
            reopen: async () => {
              await runtime.runPromise(Scope.close(scope, Exit.void))
              ;({ scope, store } = await open())
              real.store = store
            },
            cursor: (await runtime.runPromise(store.changes(Option.none(), 1))).cursor,
            told: new Map()
          }
          const model: Model = { now: start, teams: new Map(), claims: [], told: new Map() }
          try {
            await fc.asyncModelRun(() => ({ model, real }), sequence)
            await follow(10_000).run(model, real)
            expect(real.told).toEqual(model.told)
            await agree(model, real)
          } finally {
            await runtime.runPromise(Scope.close(scope, Exit.void))
            await runtime.dispose()
          }
        }
      ),
      { numRuns: under.modelRuns ?? 50 }
    ))
}
