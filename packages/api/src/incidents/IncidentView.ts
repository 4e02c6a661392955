import { IncidentArmId } from "@incident-teams/domain/ids/IncidentArmId"
import { Incident, IncidentMerge } from "@incident-teams/domain/incident/Incident"
import { Schema } from "effect"
import { TeamSummary } from "../teams/TeamSummary.ts"
import { IncidentIdOnWire } from "../values/Ids.ts"
import { moment } from "../values/Moment.ts"
import { continuation } from "../values/Paging.ts"

const known = Incident.fields

/** An incident as Sentinel holds it, with its team if it has one: every field of ours, some described more closely. */
export const IncidentView = Schema.Struct({
  ...known,
  id: IncidentIdOnWire,
  armId: known.armId.annotate({
    description: "The incident's full ID at its source. In Microsoft Sentinel, this is its Azure Resource Manager ID.",
    examples: [
      IncidentArmId.make(
        "/subscriptions/5d6b4a1e-0f0a-4d0e-9c1b-2a3b4c5d6e7f/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc/providers/Microsoft.SecurityInsights/incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5"
      )
    ]
  }),
  etag: known.etag.annotate({
    description: "Sentinel's ETag. Send it as If-Match to change only this state.",
    examples: ['"0300bf09-0000-0000-0000-5c37296e0000"']
  }),
  number: known.number.annotate({
    description: "The incident's number, unique within its workspace.",
    examples: [1042]
  }),
  title: Schema.String.annotate({ examples: ["Phishing: credential harvest aimed at finance"] }),
  description: Schema.optionalKey(
    Schema.String.annotate({ examples: ["Mails to finance with a link to a copied sign-in page."] })
  ),
  severity: Schema.String.annotate({
    description: "High, Medium, Low or Informational. Sentinel may add values.",
    examples: ["High"]
  }),
  status: Schema.String.annotate({
    description: "New, Active or Closed. Sentinel may add values.",
    examples: ["Active"]
  }),
  classification: Schema.optionalKey(
    Schema.String.annotate({
      description:
        "How the incident was closed. Sentinel keeps it when the incident is reopened: while the status isn't Closed, it is that of the previous closure.",
      examples: ["TruePositive"]
    })
  ),
  classificationReason: Schema.optionalKey(
    Schema.String.annotate({
      description: "Kept when the incident is reopened, like classification.",
      examples: ["SuspiciousActivity"]
    })
  ),
  firstActivity: Schema.optionalKey(moment("When the first alert's activity began.")),
  lastActivity: Schema.optionalKey(moment("When the last alert's activity ended.")),
  created: moment("When the incident was created in Sentinel."),
  lastModified: moment("When the incident last changed in Sentinel."),
  url: Schema.String.annotate({
    format: "uri",
    description: "The incident in the Azure portal.",
    examples: ["https://portal.azure.com/"]
  }),
  merged: Schema.optionalKey(
    IncidentMerge.annotate({
      description:
        "Present if Microsoft Defender merged the incident into another one. `into` is the number of that incident in the same workspace, `url` its address. Empty if Sentinel doesn't say which incident it is.",
      examples: [{ into: 4120 }]
    })
  ),
  team: Schema.optionalKey(TeamSummary)
}).annotate({ identifier: "Incident", description: "A Microsoft Sentinel incident, with its team if it has one." })
export type IncidentView = typeof IncidentView.Type

export const IncidentPage = Schema.Struct({ items: Schema.Array(IncidentView), continuation }).annotate({
  identifier: "IncidentPage"
})
