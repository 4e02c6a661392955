import { Config, Console, Effect, Option, Redacted, Schema } from "effect"
import { strangerTo } from "../../connection/client.ts"
import { signIn } from "../../session/signIn.ts"
import { action } from "../action.ts"
import { serverMeant } from "../serverMeant.ts"

const LoggedIn = Schema.Struct({
  server: Schema.String,
  username: Schema.String.annotate({ description: "The user principal name." })
}).annotate({ identifier: "LoggedIn" })

const tokenGoesFirst = Config.Redacted("INCIDENT_TEAMS_TOKEN").pipe(
  Config.option,
  Effect.orDie,
  Effect.flatMap((token) =>
    Option.isSome(token) && Redacted.value(token.value) !== ""
      ? Console.error("INCIDENT_TEAMS_TOKEN is set: as long as it is, that token is used instead.")
      : Effect.void
  )
)

export const login = action("login", {
  does: "Signs you in to a server with a code that you enter in a browser, on this machine or another.",
  takes: {},
  examples: [{ command: "incident-teams login --server https://teams.example.com" }],
  answers: LoggedIn,
  run: Effect.fnUntraced(function* () {
    const server = yield* serverMeant
    const how = yield* (yield* strangerTo(server)).signIn.get({})
    const console = yield* Console.Console
    const { username } = yield* signIn(server, how, ({ address, code }) =>
      // Not on stdout: that is the answer's.
      console.error(`To sign in to ${server}, open ${address} in a browser and enter the code ${code}`)
    )
    yield* tokenGoesFirst
    return { server, username }
  }),
  show: ({ server, username }) => [`Signed in to ${server} as ${username}.`]
})
