import { Effect } from "effect"
import { TokenVerifier } from "../authentication/TokenVerifier.ts"
import { RateLimit } from "../rate/RateLimit.ts"

/**
 * Who calls. Requests without a valid token are counted by the address that they come from, and above the rate limit refused
 * as such. A valid token is never refused for what else comes from its address: behind a proxy, everything comes from one.
 * Neither is an expired one, whose sender has to be told to get another.
 */
export const verifyCaller = Effect.fnUntraced(function* (authorization: string | undefined, address: string) {
  const verifier = yield* TokenVerifier
  return yield* Effect.tapErrorTag(verifier.verify(authorization), "TokenRefused", ({ expired = false }) =>
    expired ? Effect.void : Effect.flatMap(RateLimit, (limit) => limit.takeUnauthenticated(address))
  )
})
