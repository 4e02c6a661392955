import { Effect, Option, Redacted } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { type DeviceCode, signInAgain } from "../session/signIn.ts"
import { keep, signedInTo } from "../session/SignIns.ts"

/** The claims (JSON) that a policy demands of the next sign-in, from a response's WWW-Authenticate. */
const demandedClaims = (header: string | undefined): string | undefined => {
  if (header === undefined || !header.includes('error="insufficient_claims"')) return undefined
  const encoded = /claims="([\w+/-]+=*)"/u.exec(header)?.[1]
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8")
}

/**
 * A client that signs in again where a policy demands more of the sign-in, such as multifactor authentication, and then
 * sends the very same request. `show`: shows the code to the person; undefined where there is nobody. Then, and where the
 * sign-in fails, the response stands, and the next `login` asks for the claims.
 */
export const satisfyingClaims = (
  server: string,
  client: HttpClient.HttpClient,
  show: ((code: DeviceCode) => void) | undefined
): HttpClient.HttpClient =>
  HttpClient.transform(client, (answer, request) =>
    Effect.flatMap(answer, (response) => {
      const claims = response.status === 401 ? demandedClaims(response.headers["www-authenticate"]) : undefined
      if (claims === undefined) return Effect.succeed(response)
      return Effect.gen(function* () {
        const signedIn = yield* signedInTo(server)
        // Another's token was sent (INCIDENT_TEAMS_TOKEN): signing in wouldn't replace it.
        const sent = request.headers["authorization"]
        if (Option.isNone(signedIn) || sent !== `Bearer ${Redacted.value(signedIn.value.accessToken)}`) return response
        yield* keep({ ...signedIn.value, claims })
        if (show === undefined) return response
        const { accessToken } = yield* signInAgain(signedIn.value, claims, show)
        return yield* client.execute(HttpClientRequest.bearerToken(request, accessToken))
      }).pipe(
        Effect.catchTags({
          SignInRefused: () => Effect.succeed(response),
          SignInUnavailable: () => Effect.succeed(response),
          SignInsUnusable: () => Effect.succeed(response)
        })
      )
    })
  )
