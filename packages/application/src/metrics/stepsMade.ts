import { Metric } from "effect"

const steps = Metric.counter("incident_teams_steps_total", {
  description: "Steps that the reconciler made on teams, by step and by what came of it.",
  incremental: true
})

/** Counts a step and what came of it. */
export const stepMade = (step: string, outcome: string) =>
  Metric.update(Metric.withAttributes(steps, { step, outcome }), 1)
