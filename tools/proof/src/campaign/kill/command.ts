import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { type GraphCall, withSimulator } from "../../kill/SimulatedTenant.ts"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { brokenClaims } from "./KillReport.ts"
import { runKills, scale, stores } from "./runKills.ts"

/** `PATCH /groups/{id}`, or a path alone. */
const graphCall = (written: string): GraphCall => {
  const [first = "", ...rest] = written.split(" ")
  return rest.length === 0 ? { path: first } : { method: first, path: rest.join(" ") }
}

/** `campaign kill`: the real server under load, killed at random moments. */
export const kill = Command.make(
  "kill",
  {
    json: asJson,
    store: Flag.Literals("store", stores).pipe(
      Flag.withDefault("sqlite"),
      Flag.withDescription(
        "Where the server stores teams. cosmos: the simulated Cosmos DB. postgres: a server of its own, which dies as well."
      )
    ),
    kills: atLeast("kills", 1, 200, "How often the server is killed."),
    call: Flag.String("call").pipe(
      Flag.withDefault(""),
      Flag.withDescription('Kills it only in the middle of this call of Graph, such as "POST /teams/{id}/archive".')
    ),
    seed: Flag.Int("seed").pipe(
      Flag.withDefault(1),
      Flag.withDescription("Chooses what the clients do and when the server is killed.")
    )
  },
  Effect.fnUntraced(function* ({ json, call, ...options }) {
    const chosen = { ...options, ...(call === "" ? {} : { call: graphCall(call) }) }
    const report = yield* Effect.promise(() =>
      withSimulator(scale, (simulator) =>
        runKills(simulator, chosen, (done) => {
          if (done % 10 === 0) console.error(`killed ${done} of ${options.kills} times`)
        })
      )
    )
    yield* conclude(report, json, brokenClaims(report))
  })
).pipe(Command.withDescription("The real server under a mixed load, killed with SIGKILL at random moments."))
