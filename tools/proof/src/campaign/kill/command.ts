import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { CampaignFailed } from "../CampaignFailed.ts"
import { asJson } from "../flags.ts"
import { holds } from "./KillReport.ts"
import { runKills } from "./runKills.ts"

/** `campaign kill`: the real server under load, killed at random moments. */
export const kill = Command.make(
  "kill",
  {
    json: asJson,
    kills: Flag.Int("kills").pipe(Flag.withDefault(200), Flag.withDescription("How often it is killed.")),
    seed: Flag.Int("seed").pipe(
      Flag.withDefault(1),
      Flag.withDescription("Chooses what clients do and when the server dies.")
    )
  },
  Effect.fnUntraced(function* ({ json, kills, seed }) {
    const report = yield* Effect.promise(() =>
      runKills({ kills, seed }, (done) => {
        if (done % 10 === 0) console.error(`killed ${done} of ${kills} times`)
      })
    )
    yield* Console.log(JSON.stringify(report, null, json ? undefined : 2))
    if (!holds(report)) return yield* new CampaignFailed()
  })
).pipe(Command.withDescription("The real server under a mixed load, killed with SIGKILL at random moments."))
