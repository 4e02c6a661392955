import { Metric } from "effect"

const dropped = Metric.counter("incident_teams_outcomes_dropped_total", {
  description: "Outcomes of steps that a worker dropped, because another one had taken the team over meanwhile.",
  incremental: true
})

/** Counts an outcome that nobody will commit. */
export const outcomeDropped = (step: string) => Metric.update(Metric.withAttributes(dropped, { step }), 1)
