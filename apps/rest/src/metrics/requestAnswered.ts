import { Metric } from "effect"

/** Seconds. An answer that takes longer than a worker's patience is as good as none. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

const durations = Metric.histogram("incident_teams_http_request_duration_seconds", {
  description: "Requests by method, route and status, and how long their answers took to begin.",
  boundaries
})

/** Counts a request. `route`: as it is registered, so that there are no more than there are routes. */
export const requestAnswered = (
  labels: { readonly method: string; readonly route: string; readonly status: number },
  seconds: number
) => Metric.update(Metric.withAttributes(durations, { ...labels, status: String(labels.status) }), seconds)
