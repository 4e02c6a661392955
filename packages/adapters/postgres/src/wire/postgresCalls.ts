import { type Effect, Metric } from "effect"

const calls = Metric.counter("incident_teams_postgres_calls_total", {
  description: "Statements sent to PostgreSQL by outcome: done, NotDone, Unclear, Unusable.",
  incremental: true
})

const waiting = Metric.gauge("incident_teams_postgres_waiting", {
  description: "Statements that wait for a connection to PostgreSQL."
})

/** Counts a statement by how it ended. */
export const called = (outcome: string) => Metric.update(Metric.withAttributes(calls, { outcome }), 1)

export const waitingForConnection = (statements: number): Effect.Effect<void> => Metric.update(waiting, statements)
