import { Effect, Metric } from "effect"

const calls = Metric.counter("incident_teams_cosmos_calls_total", {
  description: "Calls to Azure Cosmos DB by outcome: done, Stale (someone else changed it first), NotDone ...",
  incremental: true
})

const units = Metric.counter("incident_teams_cosmos_request_units_total", {
  description: "Request units charged by Azure Cosmos DB.",
  incremental: true
})

/** Counts a call that was answered, and what it was charged with. */
export const cosmosAnswered = (charge: number) =>
  Effect.andThen(Metric.update(Metric.withAttributes(calls, { outcome: "done" }), 1), Metric.update(units, charge))

/** Counts a call that failed, by how. */
export const cosmosFailed = (failure: string) => Metric.update(Metric.withAttributes(calls, { outcome: failure }), 1)
