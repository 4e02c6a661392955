import { ArmError } from "./ArmError.ts"

// The folders of Microsoft.SecurityInsights in Azure/azure-rest-api-specs.
const stable = [
  "2020-01-01",
  "2021-04-01",
  "2021-10-01",
  "2022-08-01",
  "2022-11-01",
  "2023-02-01",
  "2023-11-01",
  "2024-03-01",
  "2024-09-01",
  "2025-03-01",
  "2025-06-01",
  "2025-09-01"
]

const previews = [
  "2021-03-01",
  "2021-09-01",
  "2021-10-01",
  "2022-01-01",
  "2022-04-01",
  "2022-05-01",
  "2022-06-01",
  "2022-07-01",
  "2022-08-01",
  "2022-09-01",
  "2022-10-01",
  "2022-11-01",
  "2022-12-01",
  "2023-02-01",
  "2023-03-01",
  "2023-04-01",
  "2023-05-01",
  "2023-06-01",
  "2023-07-01",
  "2023-08-01",
  "2023-09-01",
  "2023-10-01",
  "2023-12-01",
  "2024-01-01",
  "2024-04-01",
  "2024-10-01",
  "2025-01-01",
  "2025-04-01",
  "2025-07-01",
  "2025-10-01"
].map((date) => `${date}-preview`)

export const sentinelVersions: ReadonlyArray<string> = [...stable, ...previews]

/** Permissions, role assignments, role definitions and deny assignments. */
export const authorizationVersions: ReadonlyArray<string> = ["2022-04-01"]

/** Accounts of Azure Cosmos DB and their data-plane role assignments. */
export const cosmosVersions: ReadonlyArray<string> = ["2024-11-15"]

export const isPreview = (apiVersion: string): boolean => apiVersion.endsWith("-preview")

/** Where an incident was merged into came with preview 2025-01-01. */
export const hasMerges = (apiVersion: string): boolean => isPreview(apiVersion) && apiVersion >= "2025-01-01-preview"

/** Incident tasks came with preview 2022-12-01 and stable 2024-03-01. */
export const hasTasks = (apiVersion: string): boolean =>
  isPreview(apiVersion) ? apiVersion >= "2022-12-01-preview" : apiVersion >= "2024-03-01"

/** The version, when it is one of `supported`; throws ARM's 400 otherwise. */
export const checkApiVersion = (given: string | undefined, supported: ReadonlyArray<string>, path: string): string => {
  if (given === undefined || given === "") {
    throw new ArmError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests."
    )
  }
  if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(given)) {
    throw new ArmError(
      400,
      "InvalidApiVersionParameter",
      `The api-version '${given}' is invalid. The supported versions are '${supported.join(",")}'.`
    )
  }
  if (!supported.includes(given)) {
    throw new ArmError(
      400,
      "UnsupportedApiVersion",
      `The HTTP resource that matches the request URI '${path}' does not support the API version '${given}'.`
    )
  }
  return given
}
