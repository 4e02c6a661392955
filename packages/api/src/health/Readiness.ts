import { Schema } from "effect"
import { Moment } from "../values/Moment.ts"

const check = Schema.Literals(["ok", "failing"])

/** What was found when it was last looked. */
export const Checks = Schema.Struct({
  store: check,
  graph: check.annotate({ description: "Microsoft Graph, asked as the application." }),
  sentinel: check.annotate({ description: "Microsoft Sentinel, every workspace, asked as the application." }),
  worker: Schema.optionalKey(check).annotate({
    description: "Whether this process still works on teams; absent where it only answers requests."
  })
}).annotate({ identifier: "Checks" })
export type Checks = typeof Checks.Type

export const Readiness = Schema.Struct({
  status: Schema.Literals(["ready", "degraded"]).annotate({
    description: "degraded: Graph or Sentinel doesn't answer, or the worker has stopped."
  }),
  checks: Checks,
  checkedAt: Moment
}).annotate({ identifier: "Readiness" })
export type Readiness = typeof Readiness.Type
