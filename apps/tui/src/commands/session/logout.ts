import { Effect, Schema } from "effect"
import { forget } from "../../session/SignIns.ts"
import { action } from "../action.ts"
import { serverMeant } from "../serverMeant.ts"

const LoggedOut = Schema.Struct({
  server: Schema.String,
  wasSignedIn: Schema.Boolean
}).annotate({ identifier: "LoggedOut" })

export const logout = action("logout", {
  does: "Forgets your sign-in to a server, on this machine.",
  takes: {},
  examples: [{ command: "incident-teams logout" }],
  answers: LoggedOut,
  run: Effect.fnUntraced(function* () {
    const server = yield* serverMeant
    return { server, wasSignedIn: yield* forget(server) }
  }),
  show: ({ server, wasSignedIn }) => [wasSignedIn ? `Signed out of ${server}.` : `You weren't signed in to ${server}.`]
})
