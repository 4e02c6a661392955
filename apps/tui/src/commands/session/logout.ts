import { Effect, Schema } from "effect"
import { forget } from "../../session/SignIns.ts"
import { action } from "../action.ts"
import { resolveServer } from "../resolve/resolveServer.ts"

const LoggedOut = Schema.Struct({
  server: Schema.String,
  wasSignedIn: Schema.Boolean
}).annotate({ identifier: "LoggedOut" })

export const logout = action("logout", {
  does: "Delete your sign-in to a server from this machine.",
  takes: {},
  examples: [{ command: "incident-teams logout" }],
  answers: LoggedOut,
  run: Effect.fnUntraced(function* () {
    const server = yield* resolveServer
    return { server, wasSignedIn: yield* forget(server) }
  }),
  show: ({ server, wasSignedIn }) => [wasSignedIn ? `Signed out of ${server}.` : `You weren't signed in to ${server}.`]
})
