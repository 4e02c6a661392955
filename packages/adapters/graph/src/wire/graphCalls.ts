import { Metric } from "effect"

const calls = Metric.counter("incident_teams_graph_calls_total", {
  description: "Calls to Microsoft Graph by status. 429: throttled; none: no answer.",
  incremental: true
})

/** Counts a call by what was answered; undefined: nothing was. */
export const graphCalled = (status: number | undefined) =>
  Metric.update(Metric.withAttributes(calls, { status: String(status ?? "none") }), 1)
