import { stepWords } from "@incident-teams/api/words/step"
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

/** The step that the call was made for; `request` for a lookup that a caller waits for. */
export const stepOf = ({ headers }: Call): string => headers["x-incident-teams-step"] ?? "request"

/** Not part of the work on a team: lookups that a caller waits for, and checks of the finished team. */
const apart: ReadonlySet<string> = new Set(["request", "Verify"])

/** The Graph calls that the work itself took, among those received: expansion, polls and pinning included. */
export const workCalls = (calls: ReadonlyArray<Call>): ReadonlyArray<Call> =>
  calls.filter((call) => call.surface === "graph" && !apart.has(stepOf(call)))

/** `creating the team 2, adding people 1`, in the order of the first call of each. */
export const callsByActivity = (calls: ReadonlyArray<Call>): string => {
  const counts = new Map<string, number>()
  for (const call of calls) {
    const { activity } = stepWords(stepOf(call))
    counts.set(activity, (counts.get(activity) ?? 0) + 1)
  }
  return [...counts].map(([activity, count]) => `${activity} ${count}`).join(", ")
}
