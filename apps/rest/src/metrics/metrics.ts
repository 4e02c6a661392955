import { TeamGauges } from "@incident-teams/application/monitoring/TeamGauges"
import { type Context, Effect, Metric } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { Admission } from "../admission/Admission.ts"

/** Seconds. An answer that takes longer than a worker's patience is as good as none. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

interface Labels {
  readonly method: string
  readonly route: string
  readonly status: number
}

const durations = new Map<string, Metric.Histogram<number>>()

/** Made once for each set of labels, of which there are few. */
const durationsOf = ({ method, route, status }: Labels): Metric.Histogram<number> => {
  const key = `${method} ${status} ${route}`
  const known = durations.get(key)
  if (known !== undefined) return known
  const made = Metric.histogram("incident_teams_http_request_duration_seconds", {
    description: "Requests by method, route and status, and how long their answers took to begin.",
    boundaries,
    attributes: { method, route, status: String(status) }
  })
  durations.set(key, made)
  return made
}

/** Counts a request. `route`: as it is registered, so that there are no more than there are routes. */
export const requestAnswered = (labels: Labels, seconds: number, context: Context.Context<never>): void =>
  durationsOf(labels).updateUnsafe(seconds, context)

/** Everything that is measured, in Prometheus's text format. What needs the store is as it was when it last answered. */
export const metricsText = Effect.gen(function* () {
  yield* Effect.catchTag((yield* TeamGauges).measure, "StoreUnavailable", ({ reason }) =>
    Effect.logWarning(`Teams can't be counted: ${reason}`)
  )
  yield* (yield* Admission).measure
  return yield* PrometheusMetrics.format()
})

/** The text format's own type ("Exposition formats", Prometheus). */
export const metricsType = "text/plain; version=0.0.4; charset=utf-8"
