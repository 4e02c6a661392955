import { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { Schema } from "effect"
import { workspace } from "../values/Ids.ts"
import { wholeNumber } from "../values/inText.ts"
import { paging } from "../values/Paging.ts"

/** Filters are combined with AND; several values of one filter with OR. */
export const IncidentQuery = {
  workspace,
  status: Schema.optionalKey(
    Schema.Array(KnownIncidentStatus).annotate({
      description: "Only incidents with this status. Repeat the parameter for several."
    })
  ),
  severity: Schema.optionalKey(
    Schema.Array(KnownSeverity).annotate({
      description: "Only incidents with this severity. Repeat the parameter for several."
    })
  ),
  search: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(200, { expected: "at most 200 characters" })).annotate({
      description: "Text in the title. Not case-sensitive.",
      examples: ["phishing"]
    })
  ),
  number: Schema.optionalKey(wholeNumber({ minimum: 0, maximum: 999_999_999 }, "The incident's number.")),
  orderBy: Schema.optionalKey(
    Schema.Literals(["lastModified", "created", "number"]).annotate({
      description: "The field to sort by.",
      default: "lastModified"
    })
  ),
  direction: Schema.optionalKey(
    Schema.Literals(["desc", "asc"]).annotate({ description: "The sort direction.", default: "desc" })
  ),
  ...paging
}
