import { Result } from "effect"
import { ArmRefusal } from "./ArmRefusal.ts"

/** Azure/azure-rest-api-specs, the folders of Microsoft.SecurityInsights from the first with createTeam on. */
const stable = [
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

/** By year: the months whose first day is a preview's date. */
const previews: ReadonlyArray<readonly [number, ReadonlyArray<number>]> = [
  [2021, [3, 9, 10]],
  [2022, [1, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  [2023, [2, 3, 4, 5, 6, 7, 8, 9, 10, 12]],
  [2024, [1, 4, 10]],
  [2025, [1, 4, 7, 10]]
]

/**
 * Every version that a Sentinel client may name. They differ in members only, and documents go through whole; so all of
 * them are answered alike, createTeam and teamInformation included.
 */
export const apiVersions: ReadonlySet<string> = new Set([
  ...stable,
  ...previews.flatMap(([year, months]) => months.map((month) => `${year}-${String(month).padStart(2, "0")}-01-preview`))
])

/** The version, or what ARM answers to one that it doesn't know. */
export const apiVersionOf = (given: string | undefined, path: string): Result.Result<string, ArmRefusal> => {
  if (given === undefined || given === "") {
    return Result.fail(
      new ArmRefusal({
        status: 400,
        code: "MissingApiVersionParameter",
        message: "The api-version query parameter (?api-version=) is required for all requests."
      })
    )
  }
  const version = given.toLowerCase()
  if (apiVersions.has(version)) return Result.succeed(version)
  return Result.fail(
    /^\d{4}-\d{2}-\d{2}(?:-preview)?$/u.test(version)
      ? new ArmRefusal({
          status: 400,
          code: "UnsupportedApiVersion",
          message: `The HTTP resource that matches the request URI '${path}' does not support the API version '${version}'.`
        })
      : new ArmRefusal({
          status: 400,
          code: "InvalidApiVersionParameter",
          message: `The api-version is invalid. The supported versions are '${[...apiVersions].join(",")}'.`
        })
  )
}
