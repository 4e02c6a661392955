import { Clock, Config, Effect, Option, Redacted, Semaphore } from "effect"
import { renewed } from "./deviceCode.ts"
import { NotSignedIn, type SessionFailure } from "./SessionFailure.ts"
import type { SignedIn } from "./SignedIn.ts"
import { signInFailure } from "./signInFailure.ts"
import { keep, signedInTo } from "./SignIns.ts"

/** A token isn't sent in its last two minutes: it has to outlive the call, and what the server does with it. */
const margin = 120_000

const login = (server: string): string => `Run: incident-teams login --server ${server}`

const renew = Effect.fnUntraced(function* (signedIn: SignedIn) {
  const kept = yield* renewed(signedIn).pipe(
    Effect.mapError((error) => {
      const failure = signInFailure(error)
      return failure._tag === "SignInUnavailable"
        ? failure
        : new NotSignedIn({ detail: "The sign-in has expired.", remedy: login(signedIn.server) })
    })
  )
  yield* keep({ ...signedIn, ...kept })
  return kept.accessToken
})

/** INCIDENT_TEAMS_TOKEN, where it is set. */
export const givenToken = Config.Redacted("INCIDENT_TEAMS_TOKEN").pipe(
  Config.option,
  Effect.orDie,
  Effect.map(Option.filter((token) => Redacted.value(token) !== ""))
)

/**
 * The token for calls of one server: INCIDENT_TEAMS_TOKEN where it is set, otherwise that of who signed in, renewed when
 * it is about to end. To be asked before each call: what another process does (a login, a renewal) counts at once.
 */
export const accessToken = (server: string): Effect.Effect<Redacted.Redacted, SessionFailure> => {
  const stored = Effect.gen(function* () {
    const signedIn = yield* signedInTo(server)
    if (Option.isNone(signedIn)) {
      return yield* new NotSignedIn({ detail: `You aren't signed in to ${server}.`, remedy: login(server) })
    }
    const { accessToken: held, expiresAt } = signedIn.value
    return expiresAt - margin > (yield* Clock.currentTimeMillis) ? held : yield* renew(signedIn.value)
  })
  // Calls at the same time renew once.
  const once = Semaphore.makeUnsafe(1)
  return Effect.gen(function* () {
    const given = yield* givenToken
    return Option.isSome(given) ? given.value : yield* Semaphore.withPermit(once, stored)
  })
}
