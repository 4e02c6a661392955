import { Schema } from "effect"

/** A request that the simulator received, as far as counting goes. */
export const Call = Schema.Struct({
  seq: Schema.Int,
  surface: Schema.String,
  method: Schema.String,
  path: Schema.String,
  status: Schema.Int,
  headers: Schema.Record(Schema.String, Schema.String)
})
export type Call = typeof Call.Type

export const Calls = Schema.Struct({ value: Schema.Array(Call), last: Schema.Int })

/** What the server was doing; a request-time look-up says so, or says nothing. */
export const stepOf = ({ headers }: Call): string => headers["x-incident-teams-step"] ?? "request"

/** Not part of the work on a team: looks made while a caller waits, and looks at whether the team is as recorded. */
const apart: ReadonlySet<string> = new Set(["request", "Verify"])

/** The Graph calls that the work itself took, among those received: expansion, polls and pinning included. */
export const workCalls = (calls: ReadonlyArray<Call>): ReadonlyArray<Call> =>
  calls.filter((call) => call.surface === "graph" && !apart.has(stepOf(call)))

/** `EnsureTeam 2, AddMembers 1`, in the order of their first call. */
export const byStep = (calls: ReadonlyArray<Call>): string => {
  const counts = new Map<string, number>()
  for (const call of calls) counts.set(stepOf(call), (counts.get(stepOf(call)) ?? 0) + 1)
  return [...counts].map(([step, count]) => `${step} ${count}`).join(", ")
}
