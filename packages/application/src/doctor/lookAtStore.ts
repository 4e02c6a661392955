import { Effect } from "effect"
import { TeamStore } from "../ports/TeamStore.ts"
import { fine, type Finding, problem } from "./Finding.ts"

/** Opening a store brings it up to date, so that it answers at all tells that it can be written to. */
export const lookAtStore: Effect.Effect<ReadonlyArray<Finding>, never, TeamStore> = Effect.gen(function* () {
  yield* (yield* TeamStore).nextDue()
  return [fine("Store", "It answers, can be written to, and is of this program's version.")]
}).pipe(
  Effect.catchTag("StoreUnavailable", ({ reason }) =>
    Effect.succeed([problem("Store", reason, "Mend the store; nothing works without it.")])
  )
)
