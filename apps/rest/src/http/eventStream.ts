import { Effect, Schedule, Stream } from "effect"

/** A comment, which readers pass over: it keeps proxies from ending an idle connection, and finds out who is gone. */
const heartbeat = ": still here\n\n"

/** Seconds; proxies commonly end what is silent for 30 to 60. */
const heartbeatSeconds = 15

/** Events as they go over the wire, with heartbeats between them. */
export const eventStream = (events: Stream.Stream<string>): Stream.Stream<Uint8Array> =>
  events.pipe(
    Stream.merge(Stream.as(Stream.fromSchedule(Schedule.spaced(`${heartbeatSeconds} seconds`)), heartbeat), {
      haltStrategy: "left"
    }),
    Stream.encodeText
  )

/** Events as an answer: they go out as they come, unless only the head is asked for. */
export const eventsResponse = Effect.fnUntraced(function* (
  status: number,
  events: Stream.Stream<string>,
  method: string,
  more: Readonly<Record<string, string>> = {}
): Effect.fn.Return<Response> {
  const headers = { ...more, "content-type": "text/event-stream", "x-accel-buffering": "no" }
  if (method === "HEAD") return new Response(null, { status, headers })
  // Nothing is asked for ahead of the reader, so that who reads slowly is known to.
  const body = yield* Stream.toReadableStreamEffect(eventStream(events), { strategy: { highWaterMark: 0 } })
  return new Response(body, { status, headers })
})
