import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { type Pointer, TeamStore } from "../ports/TeamStore.ts"
import { fine, type Finding, problem } from "./Finding.ts"

/** No team's: those are hashes. */
const nobody = TeamId.make("a".repeat(26))
const pointer: Pointer = { team: nobody, link: 1 }

/** A pointer is stored and removed again: a store that is full or read-only still answers what is read. */
export const lookAtStore: Effect.Effect<ReadonlyArray<Finding>, never, TeamStore> = Effect.gen(function* () {
  const store = yield* TeamStore
  yield* store.nextDue()
  yield* store.point(nobody, pointer)
  yield* store.unpoint(nobody, pointer)
  return [fine("Store", "It responds, is writable, and has this program's version.")]
}).pipe(
  Effect.catchTag("StoreUnavailable", ({ reason }) =>
    Effect.succeed([problem("Store", reason, "Repair the store. Incident Teams doesn't work without it.")])
  )
)
