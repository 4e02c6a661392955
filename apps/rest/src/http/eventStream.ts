import { Schedule, Stream } from "effect"

/** A comment, which readers pass over: it keeps proxies from ending an idle connection, and finds out who is gone. */
const heartbeat = ": still here\n\n"

/** Seconds; proxies commonly end what is silent for 30 to 60. */
export const heartbeatSeconds = 15

/** Events as they go over the wire, with heartbeats between them. */
export const eventStream = (events: Stream.Stream<string>): Stream.Stream<Uint8Array> =>
  events.pipe(
    Stream.merge(Stream.as(Stream.fromSchedule(Schedule.spaced(`${heartbeatSeconds} seconds`)), heartbeat), {
      haltStrategy: "left"
    }),
    Stream.encodeText
  )
