import { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { Schema } from "effect"
import { WorkspaceOnWire } from "../values/Ids.ts"
import { paging } from "../values/Paging.ts"
import { wholeNumber } from "../values/WholeNumber.ts"

/** Which workspace is meant; may be left out where only one is configured. */
export const workspace = Schema.optionalKey(
  WorkspaceOnWire.annotate({ description: "A workspace's alias. May be left out where only one is configured." })
)

/** Filters are joined by "and"; several values of one filter by "or". */
export const IncidentQuery = {
  workspace,
  status: Schema.optionalKey(
    Schema.Array(KnownIncidentStatus).annotate({ description: "Repeat the parameter for several." })
  ),
  severity: Schema.optionalKey(
    Schema.Array(KnownSeverity).annotate({ description: "Repeat the parameter for several." })
  ),
  search: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(200)).annotate({
      description: "Somewhere in the title, without regard to case.",
      examples: ["phishing"]
    })
  ),
  number: Schema.optionalKey(wholeNumber(0, 999_999_999, "The incident's number.")),
  orderBy: Schema.optionalKey(
    Schema.Literals(["lastModified", "created", "number"]).annotate({ description: "lastModified unless told." })
  ),
  direction: Schema.optionalKey(Schema.Literals(["desc", "asc"]).annotate({ description: "desc unless told." })),
  ...paging
}
