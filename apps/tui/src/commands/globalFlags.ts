import { Flag, GlobalFlag } from "effect/cli"

/** Where the server is. */
export const ServerFlag = GlobalFlag.Setting("server")({
  flag: Flag.String("server").pipe(
    Flag.withMetavar("<url>"),
    Flag.withDescription(
      "Address of the server. Otherwise INCIDENT_TEAMS_SERVER, or the server that you signed in to last."
    ),
    Flag.optional
  )
})

/** For programs instead of people. */
export const JsonFlag = GlobalFlag.Setting("json")({
  flag: Flag.Boolean("json").pipe(
    Flag.withDescription("Print one JSON document: the answer, or the problem where there is none."),
    Flag.withoutNegation,
    Flag.withDefault(false)
  )
})
