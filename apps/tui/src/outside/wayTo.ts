import { Effect, Fiber, Option } from "effect"
import { type Client, clientOf, strangerTo } from "../connection/client.ts"
import { boundedHttp } from "../connection/http.ts"
import type { Message } from "../console/Message.ts"
import { asCommand } from "../requests/asCommand.ts"
import { asCurl } from "../requests/asCurl.ts"
import { callOf } from "../requests/callOf.ts"
import { failureOf } from "../requests/failureOf.ts"
import { perform } from "../requests/perform.ts"
import type { Request } from "../requests/Request.ts"
import { givenToken } from "../session/accessToken.ts"
import { signIn } from "../session/signIn.ts"
import { followLive } from "./followLive.ts"
import type { Way } from "./Way.ts"

const tokenFromOutside: Message = {
  _tag: "SignInFailed",
  failure: {
    kind: "signedOut",
    title: "The token is no longer valid",
    detail: "It comes from INCIDENT_TEAMS_TOKEN, so signing in here wouldn't replace it.",
    remedy: "Quit (Ctrl-C), then start again with a new token, or without one to sign in."
  }
}

/** The way to a server, as whoever is signed in to it. */
export const wayTo = async (server: string): Promise<Way> =>
  wayOver(server, await Effect.runPromise(clientOf(server, boundedHttp)))

/** The way over a client. */
export const wayOver = (server: string, client: Client): Way => ({
  ask: (request: Request) =>
    Effect.runPromise(
      Effect.match(perform(client, request), {
        onSuccess: (answer): Message => ({ _tag: "Answered", answer }),
        onFailure: (error): Message => ({ _tag: "Failed", request, failure: failureOf(error) })
      })
    ),
  callBehind: (request) => {
    const call = callOf(server, request)
    return call === undefined ? undefined : { call, curl: asCurl(call), command: asCommand(server, request) }
  },
  follow: (workspace, dispatch) => {
    const fiber = Effect.runFork(followLive(client, workspace, dispatch))
    return { end: () => void Effect.runFork(Fiber.interrupt(fiber)) }
  },
  signIn: (dispatch, claims) =>
    Effect.runPromise(
      Effect.gen(function* () {
        if (Option.isSome(yield* givenToken)) return dispatch(tokenFromOutside)
        const stranger = yield* strangerTo(server)
        const how = yield* stranger.signIn.get({})
        yield* signIn(server, how, ({ address, code }) => dispatch({ _tag: "SignInShown", address, code }), claims)
        return dispatch({ _tag: "SignedIn" })
      }).pipe(Effect.catch((error) => Effect.sync(() => dispatch({ _tag: "SignInFailed", failure: failureOf(error) }))))
    )
})
