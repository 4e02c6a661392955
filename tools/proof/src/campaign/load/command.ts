import { Effect } from "effect"
import { Command } from "effect/cli"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { brokenClaims } from "./LoadReport.ts"
import { runLoad, scale } from "./runLoad.ts"

/** `campaign load`: the real server at saturation. */
export const load = Command.make(
  "load",
  {
    json: asJson,
    seconds: atLeast("seconds", 1, 180, "How long the load lasts."),
    connections: atLeast(
      "connections",
      1,
      200,
      "Connections, each of which sends a request as soon as the last one is answered."
    ),
    atOnce: atLeast("at-once", 1, 16, "Requests that the server handles at the same time.")
  },
  Effect.fnUntraced(function* ({ json, seconds, ...options }) {
    const report = yield* Effect.promise(() =>
      withSimulator(scale, (simulator) => runLoad(simulator, { ...options, lasts: { seconds } }))
    )
    yield* conclude(report, json, brokenClaims(report))
  })
).pipe(
  Command.withDescription(
    "The real server under a mixed load at saturation: it asks callers to retry later, and its memory stays flat."
  )
)
