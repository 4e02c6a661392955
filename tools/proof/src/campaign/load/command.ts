import { Effect } from "effect"
import { Command } from "effect/cli"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { brokenClaims } from "./LoadReport.ts"
import { runLoad } from "./runLoad.ts"

/** `campaign load`: the real server at saturation. */
export const load = Command.make(
  "load",
  {
    json: asJson,
    seconds: atLeast("seconds", 1, 180, "How long."),
    connections: atLeast("connections", 1, 200, "Connections that each ask again as soon as they were answered."),
    atOnce: atLeast("at-once", 1, 16, "Requests that the server works on at a time.")
  },
  Effect.fnUntraced(function* ({ json, ...options }) {
    const report = yield* Effect.promise(() => runLoad(options))
    yield* conclude(report, json, brokenClaims(report))
  })
).pipe(Command.withDescription("The real server under a mixed load at saturation: refusals in words, memory flat."))
