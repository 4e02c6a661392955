import { createServer } from "node:net"
import { Effect } from "effect"

const tryToListen = (port: number): Effect.Effect<number | undefined> =>
  Effect.callback((resume) => {
    const server = createServer()
    server.once("error", () => resume(Effect.succeed(undefined)))
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address()
      const got = typeof address === "object" && address !== null ? address.port : undefined
      server.close(() => resume(Effect.succeed(got)))
    })
  })

/** Whether nobody listens on this port of 127.0.0.1 at this moment. */
export const isFree = (port: number): Effect.Effect<boolean> =>
  Effect.map(tryToListen(port), (got) => got !== undefined)

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export const freePort: Effect.Effect<number> = Effect.flatMap(tryToListen(0), (port) =>
  port === undefined ? Effect.die(new Error("127.0.0.1 has no free port.")) : Effect.succeed(port)
)
