import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { brokenClaims } from "./MergesReport.ts"
import { runMerges, scale, stores } from "./runMerges.ts"

/** `campaign merges`: merges by Microsoft Defender, and links by hand, under several workers. */
export const merges = Command.make(
  "merges",
  {
    json: asJson,
    store: Flag.Literals("store", stores).pipe(
      Flag.withDefault("sqlite"),
      Flag.withDescription("Where the teams are. cosmos: the simulated Cosmos DB. postgres: a server of its own.")
    ),
    workers: atLeast("workers", 3, 4, "Worker processes; one is killed, and one is frozen for a while."),
    merges: atLeast("merges", 1, 300, "Merges by Microsoft Defender."),
    incidents: atLeast("incidents", 10, 500, "Incidents, in attacks of ten."),
    seed: atLeast("seed", 1, 1, "Chooses what is merged, linked and unlinked.")
  },
  Effect.fnUntraced(function* ({ json, ...options }) {
    const report = yield* Effect.promise(() =>
      withSimulator(scale, (simulator) => runMerges(simulator, options, (what) => console.error(what)))
    )
    yield* conclude(report, json, brokenClaims(report))
  })
).pipe(
  Command.withDescription(
    "Merges in random order among many incidents, with links by hand, under several workers; one is killed, one is frozen."
  )
)
