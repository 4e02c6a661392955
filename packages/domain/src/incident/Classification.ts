import { Schema } from "effect"

/** Why an incident was closed, in Sentinel's words. */
export const KnownClassification = Schema.Literals(["TruePositive", "BenignPositive", "FalsePositive", "Undetermined"])
export type KnownClassification = typeof KnownClassification.Type

export const KnownClassificationReason = Schema.Literals([
  "SuspiciousActivity",
  "SuspiciousButExpected",
  "IncorrectAlertLogic",
  "InaccurateData"
])
export type KnownClassificationReason = typeof KnownClassificationReason.Type

/** As read. Sentinel's enums are extensible: a value that is new to us is kept and shown as it came. */
export const Classification = Schema.Union([KnownClassification, Schema.StringForLiteralAutocomplete])
export type Classification = typeof Classification.Type

export const ClassificationReason = Schema.Union([KnownClassificationReason, Schema.StringForLiteralAutocomplete])
export type ClassificationReason = typeof ClassificationReason.Type

/**
 * The reasons that go with a classification: the five pairs that the portal offers
 * (Microsoft Learn, "Navigate and triage incidents"). Undetermined goes without one.
 */
export const reasonsFor = (classification: KnownClassification): ReadonlyArray<KnownClassificationReason> => {
  switch (classification) {
    case "TruePositive":
      return ["SuspiciousActivity"]
    case "BenignPositive":
      return ["SuspiciousButExpected"]
    case "FalsePositive":
      return ["IncorrectAlertLogic", "InaccurateData"]
    case "Undetermined":
      return []
  }
}
