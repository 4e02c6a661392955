import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import type { GraphCall } from "../../kill/Simulator.ts"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { brokenClaims } from "./KillReport.ts"
import { runKills, stores } from "./runKills.ts"

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
      Flag.withDescription("Where the server keeps its teams; cosmos is the simulated Cosmos DB.")
    ),
    kills: atLeast("kills", 1, 200, "How often it is killed."),
    call: Flag.String("call").pipe(
      Flag.withDefault(""),
      Flag.withDescription('Always in the middle of this call of Graph, such as "POST /teams/{id}/archive".')
    ),
    seed: Flag.Int("seed").pipe(
      Flag.withDefault(1),
      Flag.withDescription("Chooses what clients do and when the server dies.")
    )
  },
  Effect.fnUntraced(function* ({ json, call, ...options }) {
    const chosen = { ...options, ...(call === "" ? {} : { call: graphCall(call) }) }
    const report = yield* Effect.promise(() =>
      runKills(chosen, (done) => {
        if (done % 10 === 0) console.error(`killed ${done} of ${options.kills} times`)
      })
    )
    yield* conclude(report, json, brokenClaims(report))
  })
).pipe(Command.withDescription("The real server under a mixed load, killed with SIGKILL at random moments."))
