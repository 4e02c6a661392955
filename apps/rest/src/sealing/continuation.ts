import { UnknownContinuation } from "@incident-teams/application/ports/TeamStore"
import { Effect, Option, Schema } from "effect"
import { Seals } from "./Seals.ts"

/** How long a caller may pause between two pages, in seconds. */
const keptSeconds = 24 * 60 * 60

const Continuation = Schema.Struct({ list: Schema.String, next: Schema.String })

/** The continuation that a caller gets: sealed, so that only what a list returned leads on, and only in that list. */
export const sealContinuation = Effect.fnUntraced(function* (list: string, next: string | undefined) {
  return next === undefined ? undefined : yield* (yield* Seals).seal("continuation", { list, next }, keptSeconds)
})

/** What `sealContinuation` sealed for this list; UnknownContinuation for anything else. */
export const openContinuation = Effect.fnUntraced(function* (list: string, sealed: string | undefined) {
  if (sealed === undefined) return undefined
  const opened = yield* (yield* Seals).open("continuation", Continuation, sealed)
  return Option.isSome(opened) && opened.value.list === list
    ? opened.value.next
    : yield* new UnknownContinuation({ next: sealed })
})
