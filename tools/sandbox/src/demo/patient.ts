import { Effect, Result, Schema } from "effect"
import { HttpClient } from "effect/http"

/** A busy machine may need some time to become less busy; a server that is down doesn't come back. */
const mostTries = 5
const secondsOf = Schema.decodeUnknownResult(Schema.FiniteFromString)

/** The same client, which sends a request that was answered with 503 again after as many seconds as the answer says. */
export const patient = (client: HttpClient.HttpClient): HttpClient.HttpClient =>
  HttpClient.transform(client, (sent) => {
    const again = (tries: number): typeof sent =>
      Effect.flatMap(sent, (response) => {
        if (response.status !== 503 || tries === mostTries) return Effect.succeed(response)
        const seconds = Result.getOrElse(secondsOf(response.headers["retry-after"]), () => 1)
        return Effect.delay(again(tries + 1), `${seconds} seconds`)
      })
    return again(1)
  })
