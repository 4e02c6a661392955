import { Effect } from "effect"

/** A read of the store, made again where it had no answer in time: on a busy machine that says nothing about what is tested. */
export const patiently = <A, E extends { readonly _tag: string }, R>(
  read: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => Effect.retry(read, { times: 20, while: ({ _tag }) => _tag === "StoreUnavailable" })
