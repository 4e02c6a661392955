import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { attacks } from "./attacks.ts"
import { brokenByTime, brokenClaims } from "./HostileReport.ts"
import { runHostile, scale } from "./runHostile.ts"

/** `campaign hostile`: the real server under attack. */
export const hostile = Command.make(
  "hostile",
  {
    json: asJson,
    seconds: atLeast("seconds", 1, 10, "How long each attack lasts."),
    connections: atLeast("connections", 1, 600, "Connections of each attack."),
    attack: Flag.Literals("attack", Object.keys(attacks)).pipe(
      Flag.optional,
      Flag.withDescription("Only this attack. Default: all of them.")
    )
  },
  Effect.fnUntraced(function* ({ json, seconds, connections, attack }) {
    const only = attack._tag === "Some" ? { only: [attack.value] } : {}
    const report = yield* Effect.promise(() =>
      withSimulator(scale, (simulator) =>
        runHostile(simulator, { seconds, connections, ...only }, ({ attack: name, callers, p99Ms, shutOut }) =>
          console.error(`${name} by ${callers}: others p99 ${p99Ms} ms, refused ${shutOut}`)
        )
      )
    )
    yield* conclude(report, json, [...brokenClaims(report), ...brokenByTime(report)])
  })
).pipe(
  Command.withDescription(
    "The real server, attacked by one caller and by ten: nobody else is refused, and others are answered within a second."
  )
)
