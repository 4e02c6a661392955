import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { CampaignFailed } from "../CampaignFailed.ts"
import { asJson } from "../flags.ts"
import { holds } from "./LoadReport.ts"
import { runLoad } from "./runLoad.ts"

/** `campaign load`: the real server at saturation. */
export const load = Command.make(
  "load",
  {
    json: asJson,
    seconds: Flag.Int("seconds").pipe(Flag.withDefault(180), Flag.withDescription("How long.")),
    connections: Flag.Int("connections").pipe(
      Flag.withDefault(200),
      Flag.withDescription("Connections that each ask again as soon as they were answered.")
    ),
    atOnce: Flag.Int("at-once").pipe(
      Flag.withDefault(16),
      Flag.withDescription("Requests that the server works on at a time.")
    )
  },
  Effect.fnUntraced(function* ({ json, ...options }) {
    const report = yield* Effect.promise(() => runLoad(options))
    yield* Console.log(JSON.stringify(report, null, json ? undefined : 2))
    if (!holds(report)) return yield* new CampaignFailed()
  })
).pipe(Command.withDescription("The real server under a mixed load at saturation: refusals in words, memory flat."))
