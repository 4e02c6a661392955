import { Clock, Config, Context, Effect, Layer, Metric, Schema } from "effect"
import { RefusalLog } from "./RefusalLog.ts"
import { Shares } from "./Shares.ts"
import { Turns } from "./Turns.ts"

/** Refused: the caller has as many requests under way as one caller may have. Nothing was done. */
export class CallerBusy extends Schema.TaggedError<CallerBusy>()("CallerBusy", {
  /** What the caller has too many of. */
  of: Schema.Literals(["requests", "bodies"]),
  /** How many of them; of bodies it may be their size that is too large. */
  underWay: Schema.Int
}) {}

/** Refused: all callers together have as many requests or bodies under way as are taken at a time. Nothing was done. */
export class ServerBusy extends Schema.TaggedError<ServerBusy>()("ServerBusy", {}) {}

export type Busy = CallerBusy | ServerBusy

export interface AdmissionTerms {
  /** Requests that are processed at a time. As many bodies may be arriving. */
  readonly requestsAtOnce: number
  /** Whether `/readyz` succeeds while requests are refused because the server is busy. */
  readonly readyWhenSaturated: boolean
}

export const defaultAdmissionTerms: AdmissionTerms = { requestsAtOnce: 500, readyWhenSaturated: true }

/** Bytes of all bodies that are arriving. One caller alone gets an eighth of it, twice the largest body that is accepted. */
const bodyBytes = 128 * 1_024 * 1_024

/** Milliseconds for which the server counts as saturated after it refused a request as busy. */
const saturatedFor = 10_000

/** Why a request was refused before it was worked on; the values of a label of the metric. */
export type Refusal = "unauthenticated" | "rate" | "caller-busy" | "server-busy"

/**
 * Who is let in, and when. A request takes a place once its body is complete, and keeps it until its answer has been taken;
 * a stream of live events keeps it until it begins. Of the places, and of the bodies that are arriving, each caller gets a
 * share, so that nobody keeps the others out.
 */
export class Admission extends Context.Service<
  Admission,
  {
    /** Takes a place, and waits for the caller's turn. Returns what gives the place back, to be called once. */
    enter(caller: string): Effect.Effect<() => void, Busy>
    /** Reads a body while it counts as arriving. `read` reports the bytes of each part as it comes. */
    receive<A, E, R>(
      caller: string,
      read: (arrived: (bytes: number) => Busy | undefined) => Effect.Effect<A, E, R>
    ): Effect.Effect<A, E | Busy, R>
    /** Counts a request that was refused, and logs at most one line a minute for each reason. */
    refused(why: Refusal, about: Readonly<Record<string, string>>): Effect.Effect<void>
    /** Whether a request was refused as busy within the last 10 seconds. */
    readonly isSaturated: Effect.Effect<boolean>
    readonly readyWhenSaturated: boolean
    /** Brings the gauges up to date. */
    readonly measure: Effect.Effect<void>
  }
>()("incident-teams-server/Admission") {}

const refusals = Metric.counter("incident_teams_requests_refused_total", {
  description: "Requests that were refused before they were processed, by reason.",
  incremental: true
})
const inProgress = Metric.gauge("incident_teams_requests_in_progress", {
  description: "Requests that are being processed, or whose responses haven't been read yet."
})
const arriving = Metric.gauge("incident_teams_request_bodies_arriving", {
  description: "Requests whose bodies haven't arrived completely."
})

export const make = ({ requestsAtOnce, readyWhenSaturated }: AdmissionTerms): Admission["Service"] => {
  const places = new Shares(requestsAtOnce)
  const bodies = new Shares(requestsAtOnce)
  const bytes = new Shares(bodyBytes)
  const turns = new Turns()
  const log = new RefusalLog()
  let saturatedUntil = 0

  const take = (shares: Shares, caller: string, of: CallerBusy["of"], count = 1): Busy | undefined => {
    const taken = shares.take(caller, count)
    if (taken === "taken") return undefined
    const underWay = (of === "bodies" ? bodies : places).heldBy(caller)
    return taken === "share used up" ? new CallerBusy({ of, underWay }) : new ServerBusy()
  }

  return {
    enter: (caller) =>
      Effect.suspend(() => {
        const busy = take(places, caller, "requests")
        if (busy !== undefined) return Effect.fail(busy)
        const leave = () => places.give(caller)
        return Effect.as(
          Effect.onInterrupt(turns.take(caller), () => Effect.sync(leave)),
          leave
        )
      }),

    receive: Effect.fnUntraced(function* (caller, read) {
      const busy = take(bodies, caller, "bodies")
      if (busy !== undefined) return yield* busy
      let size = 0
      const arrived = (count: number): Busy | undefined => {
        const tooMany = take(bytes, caller, "bodies", count)
        if (tooMany === undefined) size += count
        return tooMany
      }
      const gone = Effect.sync(() => {
        bodies.give(caller)
        bytes.give(caller, size)
      })
      return yield* Effect.ensuring(read(arrived), gone)
    }),

    refused: Effect.fnUntraced(function* (why, about) {
      yield* Metric.update(Metric.withAttributes(refusals, { reason: why }), 1)
      const at = yield* Clock.currentTimeMillis
      if (why === "server-busy") saturatedUntil = at + saturatedFor
      yield* log.note(why, at, about)
    }),

    isSaturated: Effect.map(Clock.currentTimeMillis, (at) => at < saturatedUntil),
    readyWhenSaturated,

    measure: Effect.suspend(() =>
      Effect.andThen(Metric.update(inProgress, places.held), Metric.update(arriving, bodies.held))
    )
  }
}

/**
 * From the environment: REQUESTS_AT_ONCE, 1 to 100,000, and READY_WHEN_SATURATED, whether `/readyz` stays 200 while requests
 * are refused because the server is busy.
 */
export const layer = Layer.effect(
  Admission,
  Effect.map(
    Config.all({
      requestsAtOnce: Config.schema(
        Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 100_000 })),
        "REQUESTS_AT_ONCE"
      ).pipe(Config.withDefault(defaultAdmissionTerms.requestsAtOnce)),
      readyWhenSaturated: Config.Boolean("READY_WHEN_SATURATED").pipe(
        Config.withDefault(defaultAdmissionTerms.readyWhenSaturated)
      )
    }),
    make
  )
)
