import { Flag, GlobalFlag } from "effect/cli"
import { switchFlag } from "./switchFlag.ts"

/** The server's address. */
export const ServerFlag = GlobalFlag.Setting("server")({
  flag: Flag.String("server").pipe(
    Flag.withMetavar("<url>"),
    Flag.withDescription(
      "The server's address. Default: INCIDENT_TEAMS_SERVER, then the server that you last signed in to."
    ),
    Flag.optional
  )
})

/** Output for programs instead of people. */
export const JsonFlag = GlobalFlag.Setting("json")({
  flag: switchFlag("json", "Print one JSON document: the result, or the problem if the command failed.")
})
