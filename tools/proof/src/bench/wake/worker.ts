/** A process beside the one that commits: as soon as it is told of a commit, it claims what is due, and says so. */
import { commitsElsewhere } from "@incident-teams/adapter-postgres/commitsElsewhere"
import * as PostgresTeamStore from "@incident-teams/adapter-postgres/PostgresTeamStore"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { Effect, Stream } from "effect"

const work = Effect.gen(function* () {
  const store = yield* TeamStore
  yield* Stream.runForEach(commitsElsewhere, () =>
    Effect.map(store.claim("beside", 100, 60_000), (claims) => process.send?.(claims.map(({ stored }) => stored.id)))
  )
})

process.once("disconnect", () => process.exit())
await Effect.runPromise(Effect.provide(work, PostgresTeamStore.layer))
