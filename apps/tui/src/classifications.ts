import type { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"

type Change = Pick<IncidentChangeBody, "classification" | "classificationReason">

/** The five classifications that the portal offers, in its order and wording. */
export const classifications: ReadonlyArray<{ readonly words: string; readonly change: Change }> = [
  {
    words: "True positive: suspicious activity",
    change: { classification: "TruePositive", classificationReason: "SuspiciousActivity" }
  },
  {
    words: "Benign positive: suspicious, but expected",
    change: { classification: "BenignPositive", classificationReason: "SuspiciousButExpected" }
  },
  {
    words: "False positive: incorrect alert logic",
    change: { classification: "FalsePositive", classificationReason: "IncorrectAlertLogic" }
  },
  {
    words: "False positive: inaccurate data",
    change: { classification: "FalsePositive", classificationReason: "InaccurateData" }
  },
  { words: "Undetermined", change: { classification: "Undetermined" } }
]
