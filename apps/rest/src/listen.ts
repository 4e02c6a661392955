import { createServer, type RequestListener, type Server } from "node:http"
import { createServer as createTlsServer } from "node:https"
import { getRequestListener, type Http2Bindings, type HttpBindings } from "@hono/node-server"
import { Effect, Redacted, Schedule, Schema } from "effect"
import { hasDotSegments, refuseDotSegments } from "./http/dotSegments.ts"
import { refuseUnreadable, unanswerable } from "./http/unreadableRequest.ts"
import { UnreadResponses } from "./http/UnreadResponses.ts"
import type { Tls } from "./tlsFiles.ts"

/** The server can't listen on the configured address. */
export class CannotListen extends Schema.TaggedError<CannotListen>()("CannotListen", {
  address: Schema.String,
  reason: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `Can't listen on ${this.address}: ${this.reason} ${this.remedy}`
  }
}

/** What answers requests: a Hono app. */
export interface App {
  readonly fetch: (request: Request, bindings: Http2Bindings | HttpBindings) => Response | Promise<Response>
}

export interface Where {
  readonly host: string
  readonly port: number
  /** Absent: plain HTTP, for a loopback or something before the server that does TLS. */
  readonly tls?: Tls | undefined
  /** How long requests may take to end once the server stops. */
  readonly drainMillis?: number
  /** Left out: what suits a server behind a proxy. */
  readonly patience?: Patience
}

/** Milliseconds. */
export interface Patience {
  readonly headersTimeout: number
  /** For a whole request, its body included; an answer may take longer. */
  readonly requestTimeout: number
  /** How often these two are looked after. */
  readonly connectionsCheckingInterval: number
  /** How long a connection is kept without a request. */
  readonly keepAliveTimeout: number
  /** How long a client may leave a response unread. */
  readonly readTimeout: number
}

/** Node's error codes, in words. */
const known: Readonly<Record<string, { readonly reason: string; readonly remedy: string }>> = {
  EADDRINUSE: {
    reason: "something else listens there.",
    remedy: "Stop it, or choose another port: PORT=8081, or PORT=0 for any that is free."
  },
  EACCES: { reason: "that isn't allowed.", remedy: "Choose a port above 1023: PORT=8080." },
  EADDRNOTAVAIL: {
    reason: "this machine has no such address.",
    remedy: "Set HOST to one that it has, such as 127.0.0.1."
  },
  ENOTFOUND: {
    reason: "there is no such name.",
    remedy: "Set HOST to an address that this machine has, such as 127.0.0.1."
  }
}

const whyNot = (address: string, { code = "", message }: NodeJS.ErrnoException): CannotListen =>
  new CannotListen({ address, ...(known[code] ?? { reason: `${message}.`, remedy: "Check HOST and PORT." }) })

/**
 * Connections that wait to be accepted; the system may allow fewer. Those of a caller who opens hundreds at once don't displace
 * the next one's: Node's default is 511.
 */
const backlog = 4_096

const opened = (server: Server, { host, port, tls }: Where): Effect.Effect<string, CannotListen> =>
  Effect.callback((resume) => {
    server.once("error", (error) => resume(Effect.fail(whyNot(`${host}:${port}`, error))))
    server.listen({ port, host, backlog }, () => {
      const address = server.address()
      const actual = typeof address === "object" && address !== null ? address.port : port
      resume(
        Effect.succeed(`${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${actual}`)
      )
    })
  })

/** New connections are refused, idle ones closed, and requests under way are let end. */
const drained = (server: Server, { drainMillis = 10_000 }: Where): Effect.Effect<void> => {
  const closed = Effect.callback<void>((resume) => {
    server.close(() => resume(Effect.void))
  })
  // A connection that was busy when the server closed stays open for the client's next request, which never comes.
  const idleOnesClosed = Effect.repeat(
    Effect.sync(() => server.closeIdleConnections()),
    Schedule.spaced("20 millis")
  )
  return Effect.suspend(() =>
    server.listening
      ? Effect.raceFirst(closed, idleOnesClosed).pipe(
          Effect.timeoutOption(drainMillis),
          Effect.andThen(Effect.sync(() => server.closeAllConnections()))
        )
      : Effect.void
  )
}

/** Node's own defaults are too patient with who sends slowly, and not patient enough with proxies. */
export const usualPatience: Patience = {
  headersTimeout: 10_000,
  // The app gives a body 10 seconds from when it begins to read it; this is for bodies that it doesn't read.
  requestTimeout: 25_000,
  connectionsCheckingInterval: 2_500,
  readTimeout: 20_000,
  // Longer than proxies keep a connection, most of them 60 s: else they send into one that was just closed.
  keepAliveTimeout: 75_000
}

const serverOf = (app: App, { tls, patience = usualPatience }: Where): Server => {
  const answer = getRequestListener(app.fetch, { errorHandler: unanswerable })
  const unread = new UnreadResponses(patience.readTimeout)
  const listener: RequestListener = (incoming, outgoing) => {
    unread.watch(outgoing)
    if (hasDotSegments(incoming.url ?? "")) {
      void refuseDotSegments(outgoing)
      return
    }
    // Nothing is left to be said where even saying that there is no answer fails; the others are answered all the same.
    answer(incoming, outgoing).catch(() => void outgoing.destroy())
  }
  // Node would refuse a request without a host by an empty answer; the listener says what is wrong.
  const options = { ...patience, requireHostHeader: false }
  const server =
    tls === undefined
      ? createServer(options, listener)
      : createTlsServer(
          { ...options, cert: tls.cert, key: Redacted.value(tls.key), minVersion: "TLSv1.2" as const },
          listener
        )
  server.on("close", () => unread.stop())
  return server.on("clientError", (error, connection) => void refuseUnreadable(error, connection))
}

/** Serves `app` until it is drained, at the latest when the scope ends. */
export const listen = (app: App, where: Where) =>
  Effect.gen(function* () {
    const server = yield* Effect.acquireRelease(
      Effect.sync(() => serverOf(app, where)),
      (made) => drained(made, where)
    )
    return { address: yield* opened(server, where), drain: drained(server, where) }
  })
