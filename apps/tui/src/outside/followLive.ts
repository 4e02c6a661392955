import type { LiveEvent } from "@incident-teams/api/events/LiveEvent"
import { Effect, Schedule, Stream } from "effect"
import type { Client } from "../connection/client.ts"
import type { Message } from "../console/Message.ts"
import type { Failure } from "../requests/Failure.ts"
import { failureOf } from "../requests/failureOf.ts"
import type { Workspace } from "../requests/Request.ts"

/** The server ended the stream: the token expires, the server stops, or we read too slowly. */
const ended: Failure = {
  kind: "busy",
  title: "Live updates were interrupted",
  detail: "The server closed the connection.",
  remedy: "The console reconnects automatically."
}

/** Half a second, doubling to half a minute, apart from each other where many reconnect at once. */
const pauses = Schedule.jittered(Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("30 seconds")]))

const messageOf = (event: LiveEvent): Message => {
  switch (event.event) {
    case "ready":
    case "reload":
      return { _tag: "LiveBegan" }
    case "team":
      return { _tag: "TeamChanged", team: event.data.team, incidents: event.data.incidents }
    case "incident":
      return { _tag: "IncidentChanged", incident: event.data }
  }
}

/** Dispatches live changes as messages forever; reconnects after every interruption. */
export const followLive = (
  client: Client,
  workspace: Workspace,
  dispatch: (message: Message) => void
): Effect.Effect<void> => {
  const once = Effect.gen(function* () {
    const events = yield* client.events.all({ query: { workspace }, headers: {} })
    yield* Stream.runForEach(events, (event) => Effect.sync(() => dispatch(messageOf(event))))
    return yield* Effect.fail(ended)
  })
  return once.pipe(
    Effect.tapError((error) =>
      Effect.sync(() => dispatch({ _tag: "LiveBroke", failure: error === ended ? ended : failureOf(error) }))
    ),
    Effect.retry(pauses),
    Effect.ignore
  )
}
