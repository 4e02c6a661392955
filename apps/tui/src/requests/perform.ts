import type { IncidentTeamsClient } from "@incident-teams/api/IncidentTeamsClient"
import { Effect } from "effect"
import { endpointOf } from "./endpointOf.ts"
import type { Answer, Request } from "./Request.ts"

/** Sends a request and returns the answer. Fails with whatever the client fails with. */
export const perform = <E>(client: IncidentTeamsClient<E>, request: Request): Effect.Effect<Answer, unknown> =>
  Effect.map(
    endpointOf(request).send(client, request, Effect.map),
    // The answer goes with the request: a pairing that types can't follow.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    (result) => ({ _tag: request._tag, request, result }) as unknown as Answer
  )
