import { Effect } from "effect"
import { tryToStore } from "../monitoring/tryToStore.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { fine, type Finding, problem } from "./Finding.ts"

export const lookAtStore: Effect.Effect<ReadonlyArray<Finding>, never, TeamStore> = Effect.gen(function* () {
  yield* (yield* TeamStore).nextDue()
  yield* tryToStore
  return [fine("Store", "It responds, is writable, and has this program's version.")]
}).pipe(
  Effect.catchTag("StoreUnavailable", ({ reason }) =>
    Effect.succeed([problem("Store", reason, "Repair the store. Incident Teams doesn't work without it.")])
  )
)
