import { Console, Effect, Option, Schema } from "effect"
import { strangerTo } from "../../connection/client.ts"
import { givenToken } from "../../session/accessToken.ts"
import { signIn } from "../../session/signIn.ts"
import { signedInTo } from "../../session/SignIns.ts"
import { action } from "../action.ts"
import { resolveServer } from "../resolve/resolveServer.ts"

const LoggedIn = Schema.Struct({
  server: Schema.String,
  username: Schema.String.annotate({ description: "The user principal name." })
}).annotate({ identifier: "LoggedIn" })

export const login = action("login", {
  does: "Sign in to a server with a code that you enter in a browser, on this device or another one.",
  takes: {},
  examples: [{ command: "incident-teams login --server https://teams.example.com" }],
  answers: LoggedIn,
  run: Effect.fnUntraced(function* () {
    const server = yield* resolveServer
    const how = yield* (yield* strangerTo(server)).signIn.get({})
    const console = yield* Console.Console
    const before = Option.getOrUndefined(yield* signedInTo(server))
    const { username } = yield* signIn(
      server,
      how,
      ({ address, code }) =>
        // Not on stdout, which is for the result.
        console.error(`To sign in to ${server}, open ${address} in a browser and enter the code ${code}`),
      before?.claims
    )
    if (Option.isSome(yield* givenToken)) {
      yield* Console.error("INCIDENT_TEAMS_TOKEN is set. While it is, commands use that token instead of this sign-in.")
    }
    return { server, username }
  }),
  show: ({ server, username }) => [`Signed in to ${server} as ${username}.`]
})
