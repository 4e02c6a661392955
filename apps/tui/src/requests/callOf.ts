import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { Effect, Redacted } from "effect"
import { HttpClient, type HttpClientRequest } from "effect/http"
import type { Call } from "./asCurl.ts"
import { perform } from "./perform.ts"
import type { Request } from "./Request.ts"

/** Headers that make a difference to the server; the client's own and the token's are left out. */
const telling = ["if-match", "idempotency-key", "content-type"]

const asCall = ({ method, headers, body }: HttpClientRequest.HttpClientRequest, url: URL): Call => ({
  method,
  url: url.href,
  headers: Object.fromEntries(telling.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]))),
  ...(body._tag === "Uint8Array" ? { body: new TextDecoder().decode(body.body) } : {})
})

/**
 * The very call that a request makes at `server`: what the client itself would send, caught on its way out. Undefined for
 * one that isn't complete, and so can't be sent yet.
 */
export const callOf = (server: string, request: Request): Call | undefined => {
  const caught: Array<Call> = []
  const http = HttpClient.make((sent, url) => {
    caught.push(asCall(sent, url))
    return Effect.interrupt
  })
  const token = Effect.succeed(Redacted.make(""))
  Effect.runSyncExit(
    IncidentTeamsClient.make({ baseUrl: server, token }).pipe(
      Effect.flatMap((client) => perform(client, request)),
      Effect.provideService(HttpClient.HttpClient, http)
    )
  )
  return caught[0]
}
