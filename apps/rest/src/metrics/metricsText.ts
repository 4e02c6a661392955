import { TeamGauges } from "@incident-teams/application/monitoring/TeamGauges"
import { Effect } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { Admission } from "../admission/Admission.ts"

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
