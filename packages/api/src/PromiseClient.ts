import { Effect, Redacted, Stream } from "effect"
import { FetchHttpClient } from "effect/http"
import type { Answer, EndpointName, GroupName, RequestParts } from "./Endpoint.ts"
import * as IncidentTeamsClient from "./IncidentTeamsClient.ts"

/** Live events arrive as they happen, for as long as the iterable is read. */
type Promised<A> = A extends Stream.Stream<infer Event, infer _E, infer _R> ? AsyncIterable<Event> : A

type Method<Request, A> =
  Partial<Request> extends Request
    ? (request?: Request) => Promise<Promised<A>>
    : (request: Request) => Promise<Promised<A>>

/**
 * `client.incidents.createTeam({ params, headers, payload })` and so on, for callers that don't use effect. A refused
 * request rejects with its problem, identified by `_tag` or `type`. Any other rejection is a failed connection or an
 * invalid response.
 */
export type PromiseClient = {
  readonly [Group in GroupName]: {
    readonly [Endpoint in EndpointName<Group>]: Method<RequestParts<Group, Endpoint>, Answer<Group, Endpoint>>
  }
}

export interface Connection {
  readonly baseUrl: string
  /** Called before each request. */
  readonly token: () => string | Promise<string>
}

type Endpoint = (request: unknown) => Effect.Effect<unknown, unknown>

/** That it neither fails otherwise nor needs anything is in the contract. */
const isEvents = (answer: unknown): answer is Stream.Stream<unknown> => Stream.isStream(answer)

const promised =
  (endpoint: Endpoint) =>
  async (request: unknown = {}): Promise<unknown> => {
    const answer = await Effect.runPromise(endpoint(request))
    return isEvents(answer) ? Stream.toAsyncIterable(answer) : answer
  }

/** The typed client with promises instead of effects, over `fetch`, for the same contract. */
export const make = ({ baseUrl, token }: Connection): PromiseClient => {
  const client = Effect.runSync(
    Effect.provide(
      IncidentTeamsClient.make({
        baseUrl,
        token: Effect.map(
          Effect.promise(async () => token()),
          Redacted.make
        )
      }),
      FetchHttpClient.layer
    )
  )
  const groups = Object.entries(client).map(([name, endpoints]) => [
    name,
    Object.fromEntries(
      // What each endpoint takes and gives is in PromiseClient, by the same contract.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      Object.entries(endpoints).map(([endpoint, call]) => [endpoint, promised(call as Endpoint)])
    )
  ])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(groups) as PromiseClient
}
