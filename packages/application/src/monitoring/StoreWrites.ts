import { Context, Effect, Layer } from "effect"
import { TeamStore } from "../ports/TeamStore.ts"

/** Whether this process's last write to the store failed. Without the layer below, it is taken to have succeeded. */
export const StoreWrites = Context.Reference<{ readonly lastFailed: boolean }>(
  "@incident-teams/application/monitoring/StoreWrites",
  { defaultValue: () => ({ lastFailed: false }) }
)

const methods = ["create", "commit", "point", "claim", "publish", "release"] as const

/** The others may have had nothing to write, so that their success says nothing. */
const alwaysWrites: ReadonlySet<string> = new Set<(typeof methods)[number]>(["create", "commit", "point"])

/** The same store, of which it is known whether the last write failed: one that is full or read-only still answers reads. */
export const layer = <A, E, R>(store: Layer.Layer<TeamStore | A, E, R>): Layer.Layer<TeamStore | A, E, R> =>
  Layer.effectContext(
    Effect.map(TeamStore, (inner) => {
      const writes = { lastFailed: false }
      const noted =
        (name: (typeof methods)[number]) =>
        (...given: ReadonlyArray<never>) => {
          const method: (...given: ReadonlyArray<never>) => Effect.Effect<unknown, { readonly _tag: string }> =
            inner[name]
          return method.apply(inner, [...given]).pipe(
            Effect.tap(() =>
              Effect.sync(() => {
                if (alwaysWrites.has(name)) writes.lastFailed = false
              })
            ),
            Effect.tapError(({ _tag }) =>
              Effect.sync(() => {
                if (_tag === "StoreUnavailable") writes.lastFailed = true
              })
            )
          )
        }
      const watched = new Map<string | symbol, unknown>(methods.map((name) => [name, noted(name)]))
      // No copy with some methods replaced: a store's others needn't be properties of its own.
      const same = new Proxy(inner, { get: (_, name): unknown => watched.get(name) ?? Reflect.get(inner, name) })
      return Context.make(TeamStore, same).pipe(Context.add(StoreWrites, writes))
    })
  ).pipe(Layer.provideMerge(store))
