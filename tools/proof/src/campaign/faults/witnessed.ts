import type { Commit, TeamStore } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Effect } from "effect"
import type { Pointing } from "./steps.ts"

type Store = TeamStore["Service"]

/** Who is told what is about to be written. */
export interface Witness {
  readonly recorded: (commit: Commit) => Promise<void>
  readonly pointed?: (what: Pointing) => Promise<void>
}

/** An event that the store said it had written, and of which team. */
export interface Written {
  readonly team: TeamId
  readonly event: TeamEvent
}

/** The same store, which tells of each write before it is made, and keeps in mind what it said was written. */
export const witnessed = (store: Store, { recorded, pointed }: Witness, written: Array<Written>): Store => {
  const around = <A, E>(commit: Commit, write: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.promise(() => recorded(commit)).pipe(
      Effect.andThen(write),
      Effect.tap(() =>
        Effect.sync(() => written.push(...commit.events.map((event) => ({ team: commit.team.id, event }))))
      )
    )
  const after = <A, E>(what: Pointing, write: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.andThen(
      Effect.promise(async () => pointed?.(what)),
      write
    )
  return {
    ...store,
    create: (commit) => around(commit, store.create(commit)),
    commit: (expected, commit) => around(commit, store.commit(expected, commit)),
    point: (id, pointer) => after("point", store.point(id, pointer)),
    unpoint: (id, pointer) => after("unpoint", store.unpoint(id, pointer))
  }
}
