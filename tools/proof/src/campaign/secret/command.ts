import { Effect } from "effect"
import { Command } from "effect/cli"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { conclude } from "../conclude.ts"
import { asJson } from "../flags.ts"
import { scale } from "../lasting/runLasting.ts"
import { brokenClaims, runSecret } from "./runSecret.ts"

/** `campaign secret`: the client secret expires over a weekend, with work to do, and is renewed. */
export const secret = Command.make(
  "secret",
  { json: asJson },
  Effect.fnUntraced(function* ({ json }) {
    const report = yield* Effect.promise(() =>
      withSimulator(scale, (simulator) => runSecret(simulator, (what) => console.error(what)))
    )
    yield* conclude(report, json, brokenClaims(report))
  })
).pipe(
  Command.withDescription(
    "The client secret expires while 300 people are added and five incidents close, and is renewed."
  )
)
