import { Context, Effect, Layer, Option, Queue } from "effect"
import { TeamStore } from "../ports/TeamStore.ts"

/** Rings with every commit and publication of this process, so that live changes needn't wait for the next query of the store. Others may ring as well. */
export class CommitBell extends Context.Service<
  CommitBell,
  {
    readonly ring: Effect.Effect<void>
    /** Waits for a commit, or `millis`. Commits while no one waited count as one. For one waiter. */
    waitAtMost(millis: number): Effect.Effect<void>
  }
>()("@incident-teams/application/live/CommitBell") {}

/** The same store, with a bell on it. */
export const layer = <E, R>(store: Layer.Layer<TeamStore, E, R>): Layer.Layer<TeamStore | CommitBell, E, R> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const inner = yield* TeamStore
      const rings = yield* Queue.sliding<void>(1)
      const ring = Effect.asVoid(Queue.offer(rings, undefined))
      const create: (typeof inner)["create"] = (commit) => Effect.tap(inner.create(commit), ring)
      const commit: (typeof inner)["commit"] = (expected, next) => Effect.tap(inner.commit(expected, next), ring)
      const publish: (typeof inner)["publish"] = (incidents) => Effect.tap(inner.publish(incidents), ring)
      // No copy with three methods replaced: a store's others needn't be properties of its own.
      const belled = new Proxy(inner, {
        get: (same, name): unknown =>
          name === "create"
            ? create
            : name === "commit"
              ? commit
              : name === "publish"
                ? publish
                : Reflect.get(same, name)
      })
      return Context.make(CommitBell, {
        ring,
        waitAtMost: (millis) =>
          Queue.take(rings).pipe(Effect.timeoutOption(millis), Effect.map(Option.getOrUndefined), Effect.asVoid)
      }).pipe(Context.add(TeamStore, belled))
    })
  ).pipe(Layer.provide(store))
