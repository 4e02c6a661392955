import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { type Pointer, TeamStore } from "../ports/TeamStore.ts"

/** No team's: those are hashes. */
const nobody = TeamId.make("a".repeat(26))
const pointer: Pointer = { team: nobody, link: 1 }

/** A pointer is stored and removed again: a store that is full or read-only still answers what is read. */
export const tryToStore = Effect.gen(function* () {
  const store = yield* TeamStore
  yield* store.point(nobody, pointer)
  yield* store.unpoint(nobody, pointer)
})
