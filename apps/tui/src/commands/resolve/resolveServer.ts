import process from "node:process"
import { Config, Console, Effect, Option } from "effect"
import { type Client, clientOfCommands } from "../../connection/client.ts"
import { lastServer } from "../../session/SignIns.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { ServerFlag } from "../globalFlags.ts"

const notNamed = (title: string, detail: string) =>
  new CommandFailure({
    ending: "usage",
    type: "server-not-named",
    title,
    detail,
    remedy: "Use --server, for example --server https://teams.example.com, or set INCIDENT_TEAMS_SERVER."
  })

/** The address without a trailing slash, as it is stored and called. */
const addressOf = (text: string) =>
  URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol)
    ? Effect.succeed(new URL(text).href.replace(/\/+$/u, ""))
    : Effect.fail(notNamed("Invalid server address", `"${text}" isn't the address of a server.`))

/** The server of --server, else of INCIDENT_TEAMS_SERVER, else the one that was signed in to last. */
export const resolveServer = Effect.gen(function* () {
  const flag = yield* ServerFlag
  if (Option.isSome(flag)) return yield* addressOf(flag.value)
  const configured = yield* Config.String("INCIDENT_TEAMS_SERVER").pipe(Config.option, Effect.orDie)
  if (Option.isSome(configured) && configured.value !== "") return yield* addressOf(configured.value)
  const last = yield* lastServer
  return Option.isSome(last)
    ? last.value
    : yield* notNamed(
        "No server given",
        "The command needs the address of a server, and nobody has signed in to one on this machine yet."
      )
})

/** The contract's client for that server. */
export const connect: Effect.Effect<
  Client,
  Effect.Error<typeof resolveServer>,
  Effect.Services<typeof resolveServer>
> = Effect.gen(function* () {
  const server = yield* resolveServer
  const console = yield* Console.Console
  const isAttended = process.stdin.isTTY && process.stderr.isTTY
  return yield* clientOfCommands(
    server,
    isAttended
      ? ({ address, code }) =>
          console.error(
            `A policy demands more than your last sign-in, such as multifactor authentication.\nTo continue, open ${address} in a browser and enter the code ${code}`
          )
      : undefined
  )
})
