import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { runWorkers, stores } from "./runWorkers.ts"
import { brokenClaims } from "./WorkersReport.ts"

/** `campaign workers`: several worker processes on one store. */
export const workers = Command.make(
  "workers",
  {
    json: asJson,
    store: Flag.Literals("store", stores).pipe(
      Flag.withDefault("cosmos"),
      Flag.withDescription("Where the teams are. cosmos: the simulated Cosmos DB. postgres: a server of its own.")
    ),
    workers: atLeast("workers", 3, 4, "Worker processes; one is killed, and one is frozen for a while."),
    teams: atLeast("teams", 1, 300, "Teams that are due when they start."),
    scale: atLeast("scale", 1, 3, "How many times as fast the platform's time runs.")
  },
  Effect.fnUntraced(function* ({ json, scale, ...options }) {
    const report = yield* Effect.promise(() =>
      withSimulator(scale, (simulator) => runWorkers(simulator, options, (what) => console.error(what)))
    )
    yield* conclude(report, json, brokenClaims(report))
  })
).pipe(
  Command.withDescription("Several worker processes on one store; one is killed, and one is frozen beyond its lease.")
)
