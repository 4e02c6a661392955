import { Effect, type Redacted } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { IncidentTeamsApi } from "./IncidentTeamsApi.ts"

export interface Connection<E = never, R = never> {
  /** The server's address. */
  readonly baseUrl: string
  /** Returns an access token; run before each request. Default: no token, for endpoints that need none. */
  readonly token?: Effect.Effect<Redacted.Redacted, E, R>
}

/**
 * The typed client: `client.incidents.createTeam({ params, headers, payload })` and so on, with every refusal as a
 * typed problem. Needs an HttpClient, such as `FetchHttpClient.layer` of `effect/http`.
 */
export const make = <E = never, R = never>({ baseUrl, token }: Connection<E, R>) =>
  Effect.flatMap(HttpClient.HttpClient, (http) =>
    HttpApiClient.makeWith(IncidentTeamsApi, {
      baseUrl,
      httpClient: HttpClient.mapRequestEffect(http, (request) =>
        token === undefined
          ? Effect.succeed(request)
          : Effect.map(token, (value) => HttpClientRequest.bearerToken(request, value))
      )
    })
  )

export type IncidentTeamsClient<E = never, R = never> = Effect.Success<ReturnType<typeof make<E, R>>>
