import { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import { Schema } from "effect"
import { moment } from "./Moment.ts"

const check = Schema.Literals(["ok", "failing"])

/** The results of the last check. */
export const Checks = Schema.Struct({
  store: check.annotate({ description: "The database: whether it responds, and the last write didn't fail." }),
  graph: check.annotate({ description: "Microsoft Graph, called as the application." }),
  sentinel: check.annotate({ description: "Microsoft Sentinel, every workspace, called as the application." }),
  worker: Schema.optionalKey(check).annotate({
    description: "Whether this process still works on teams. Absent for a process that only answers requests."
  }),
  capacity: Schema.Literals(["ok", "saturated"]).annotate({
    description: "saturated: within the last 10 seconds this process refused requests because it was busy."
  })
}).annotate({ identifier: "Checks" })
export type Checks = typeof Checks.Type

/** Something about the installation that keeps teams waiting. */
export const InstallationView = Schema.Struct({
  kind: InstallationTroubleKind,
  message: Schema.String.annotate({
    examples: ["The application's credentials are rejected; teams wait until this is corrected."]
  })
}).annotate({ identifier: "InstallationTrouble" })

export const Readiness = Schema.Struct({
  status: Schema.Literals(["ready", "degraded"]).annotate({
    description:
      "degraded: the store can't be written to, Microsoft Graph or Sentinel doesn't respond, teams wait for the installation to be corrected, the worker has stopped, or the process is saturated."
  }),
  checks: Checks,
  installation: Schema.Array(InstallationView).annotate({
    description:
      "The problems of the installation that keep teams waiting, each once. `doctor` and each affected team show what to do. Once a problem is corrected, its teams continue automatically."
  }),
  checkedAt: moment("When the checks were made.")
}).annotate({ identifier: "Readiness" })
export type Readiness = typeof Readiness.Type
