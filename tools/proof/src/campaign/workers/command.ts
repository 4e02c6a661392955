import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { CampaignFailed } from "../CampaignFailed.ts"
import { runWorkers } from "./runWorkers.ts"
import { brokenClaims } from "./WorkersReport.ts"

const atLeast = (name: string, least: number, byDefault: number, what: string) =>
  Flag.Int(name).pipe(
    Flag.filter(
      (count) => count >= least,
      (count) => `${count} is too few: at least ${least}`
    ),
    Flag.withDefault(byDefault),
    Flag.withDescription(what)
  )

/** `campaign workers`: several worker processes on one store. */
export const workers = Command.make(
  "workers",
  {
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("One JSON document on stdout, and nothing else.")
    ),
    workers: atLeast("workers", 3, 4, "Worker processes; one is killed, one is frozen for a while."),
    teams: atLeast("teams", 1, 300, "Teams that are due when they start."),
    scale: atLeast("scale", 1, 3, "How many times as fast the platform's time runs.")
  },
  Effect.fnUntraced(function* ({ json, ...options }) {
    const report = yield* Effect.promise(() => runWorkers(options, (what) => console.error(what)))
    yield* Console.log(JSON.stringify(report, null, json ? undefined : 2))
    const broken = brokenClaims(report)
    for (const claim of broken) yield* Console.error(claim)
    if (broken.length > 0) return yield* new CampaignFailed()
  })
).pipe(
  Command.withDescription("Several worker processes on one Cosmos DB; one is killed, and one frozen beyond its lease.")
)
