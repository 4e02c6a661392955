import { Config, Effect, Option } from "effect"
import { type Client, clientOf } from "../connection/client.ts"
import { lastServer } from "../session/SignIns.ts"
import { CommandFailure } from "./CommandFailure.ts"
import { ServerFlag } from "./globalFlags.ts"

const notNamed = (detail: string) =>
  new CommandFailure({
    ending: "usage",
    type: "server-not-named",
    title: "It isn't known where the server is",
    detail,
    remedy: "Say so: --server https://teams.example.com, or set INCIDENT_TEAMS_SERVER."
  })

/** The address without a slash at the end, as it is remembered and called by. */
const addressOf = (text: string) =>
  URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol)
    ? Effect.succeed(new URL(text).href.replace(/\/+$/u, ""))
    : Effect.fail(notNamed(`"${text}" is no address of a server.`))

/** --server, else INCIDENT_TEAMS_SERVER, else the server that somebody signed in to last. */
export const serverMeant = Effect.gen(function* () {
  const flag = yield* ServerFlag
  if (Option.isSome(flag)) return yield* addressOf(flag.value)
  const configured = yield* Config.String("INCIDENT_TEAMS_SERVER").pipe(Config.option, Effect.orDie)
  if (Option.isSome(configured) && configured.value !== "") return yield* addressOf(configured.value)
  const last = yield* lastServer
  return Option.isSome(last)
    ? last.value
    : yield* notNamed("No server is named, and nobody has signed in to one from here.")
})

/** The contract's client for the server that is meant. */
export const connected: Effect.Effect<
  Client,
  Effect.Error<typeof serverMeant>,
  Effect.Services<typeof serverMeant>
> = Effect.flatMap(serverMeant, clientOf)
