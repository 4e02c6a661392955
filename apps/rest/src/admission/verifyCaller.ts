import { Effect } from "effect"
import { TokenVerifier } from "../authentication/TokenVerifier.ts"
import { RateLimit } from "../rate/RateLimit.ts"

/**
 * Who calls. Requests without a valid token are counted by the address that they come from, and above the rate limit refused
 * as such. A valid token is never refused for what else comes from its address: behind a proxy, everything comes from one.
 * The sender of an expired one always learns that it has expired.
 */
export const verifyCaller = Effect.fnUntraced(function* (authorization: string | undefined, address: string) {
  const verifier = yield* TokenVerifier
  return yield* Effect.tapErrorTag(verifier.verify(authorization), "TokenRefused", ({ expired = false }) =>
    Effect.flatMap(RateLimit, (limit) => {
      const counted = limit.takeUnauthenticated(address)
      return expired ? Effect.ignore(counted) : counted
    })
  )
})
