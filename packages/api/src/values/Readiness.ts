import { Schema } from "effect"
import { Moment } from "./Moment.ts"

const check = Schema.Literals(["ok", "failing"])

/** The results of the last check. */
export const Checks = Schema.Struct({
  store: check.annotate({ description: "The database." }),
  graph: check.annotate({ description: "Microsoft Graph, called as the application." }),
  sentinel: check.annotate({ description: "Microsoft Sentinel, every workspace, called as the application." }),
  worker: Schema.optionalKey(check).annotate({
    description: "Whether this process still works on teams. Absent if it only answers requests."
  }),
  capacity: Schema.Literals(["ok", "saturated"]).annotate({
    description: "saturated: within the last 10 seconds this process refused requests because it was busy."
  })
}).annotate({ identifier: "Checks" })
export type Checks = typeof Checks.Type

export const Readiness = Schema.Struct({
  status: Schema.Literals(["ready", "degraded"]).annotate({
    description:
      "degraded: Microsoft Graph or Sentinel doesn't respond, the worker has stopped, or the process is saturated."
  }),
  checks: Checks,
  checkedAt: Moment
}).annotate({ identifier: "Readiness" })
export type Readiness = typeof Readiness.Type
