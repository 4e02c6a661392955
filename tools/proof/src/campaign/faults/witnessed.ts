import type { Commit, TeamStore } from "@incident-teams/application/ports/TeamStore"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Effect } from "effect"

type Store = TeamStore["Service"]

/** The same store, which tells of each commit before it is written, and keeps in mind what it said was written. */
export const witnessed = (store: Store, tell: (commit: Commit) => Promise<void>, written: Array<TeamEvent>): Store => {
  const around = <A, E>(commit: Commit, write: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.promise(() => tell(commit)).pipe(
      Effect.andThen(write),
      Effect.tap(() => Effect.sync(() => written.push(...commit.events)))
    )
  return {
    ...store,
    create: (commit) => around(commit, store.create(commit)),
    commit: (expected, commit) => around(commit, store.commit(expected, commit))
  }
}
