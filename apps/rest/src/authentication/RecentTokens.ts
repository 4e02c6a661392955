import { RecentlyUsed } from "@incident-teams/application/recent/RecentlyUsed"
import { Clock, Effect, Layer } from "effect"
import { TokenVerifier, type VerifiedSession } from "./TokenVerifier.ts"

/** A token is 1 to 2 KB. */
const mostTokens = 2_000

/**
 * The same verifier, which remembers the sessions of tokens until they expire. A key that Entra withdraws meanwhile still
 * counts for tokens that were verified before, for an hour or so at most, as everywhere with bearer tokens. Without this
 * layer each request verifies a signature.
 */
export const layer = <E, R>(
  verifier: Layer.Layer<TokenVerifier, E, R>,
  capacity = mostTokens
): Layer.Layer<TokenVerifier, E, R> =>
  Layer.effect(
    TokenVerifier,
    Effect.map(TokenVerifier, (inner) => {
      const sessions = new RecentlyUsed<string, VerifiedSession>(capacity)
      return {
        ...inner,
        verify: (authorization) =>
          Effect.withFiber((fiber) => {
            if (authorization === undefined) return inner.verify(authorization)
            const known = sessions.get(authorization)
            if (known !== undefined && known.expiresAt > fiber.getRef(Clock.Clock).currentTimeMillisUnsafe()) {
              return Effect.succeed(known)
            }
            return Effect.map(inner.verify(authorization), (session) => {
              sessions.set(authorization, session)
              return session
            })
          })
      }
    })
  ).pipe(Layer.provide(verifier))
