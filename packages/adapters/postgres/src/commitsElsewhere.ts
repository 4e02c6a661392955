import { Effect, Queue, Stream } from "effect"
import { connectionOf, driver } from "./PostgresDatabase.ts"
import { type PostgresSettings, postgresSettings } from "./PostgresSettings.ts"

/** Between two tries to listen. Meanwhile other processes' commits are found as they would be without this. */
const pause = "1 second"

/** Until the connection ends, however it does. */
const listening = Effect.fnUntraced(function* (settings: PostgresSettings, rings: Queue.Queue<void>) {
  const { Client } = yield* driver
  const client = new Client(connectionOf(settings))
  yield* Effect.callback<void>((resume) => {
    client.on("notification", () => Queue.offerUnsafe(rings, undefined))
    // Not listened to, an error of a connection would end the process.
    client.on("error", () => resume(Effect.void))
    client.on("end", () => resume(Effect.void))
    client
      .connect()
      .then(() => client.query(`LISTEN ${settings.schema}`))
      .then(
        // Changes that were committed before.
        () => Queue.offerUnsafe(rings, undefined),
        () => resume(Effect.void)
      )
    return Effect.promise(() => client.end().catch(() => undefined))
  })
  yield* Effect.promise(() => client.end().catch(() => undefined))
})

/** An element at each commit, of this process too, and whenever commits may have been missed; several count as one. */
export const commitsIn = (settings: PostgresSettings): Stream.Stream<void> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const rings = yield* Queue.sliding<void>(1)
      yield* Effect.forkScoped(Effect.forever(Effect.andThen(listening(settings, rings), Effect.sleep(pause))))
      return Stream.fromQueue(rings)
    })
  )

/** The same in the configured database. */
export const commitsElsewhere = Stream.unwrap(Effect.map(postgresSettings, commitsIn))
