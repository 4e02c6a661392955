import { createConfig, lintFromString } from "@redocly/openapi-core"
import spectral from "@stoplight/spectral-core"
import rulesets from "@stoplight/spectral-rulesets"
import { describe, expect, it } from "vitest"
import { documentUnderTest } from "../../testing/documentUnderTest.ts"

/** What Redocly's recommended rules say of a document. */
const redocly = async (document: object): Promise<ReadonlyArray<string>> => {
  const config = await createConfig({ extends: ["recommended"] })
  const problems = await lintFromString({ source: JSON.stringify(document), absoluteRef: "openapi.json", config })
  return problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ""}: ${message}`)
}

/** What Spectral's recommended rules for OpenAPI say of a document. */
const spectralOas = async (document: object): Promise<ReadonlyArray<string>> => {
  const linter = new spectral.Spectral()
  // A ruleset of their own, which their own type of rulesets doesn't take.
  linter.setRuleset({ extends: [[{ extends: [], ...rulesets.oas }, "recommended"]] })
  const problems = await linter.run({ ...document })
  return problems.map(({ code, path, message }) => `${code} ${path.join("/")}: ${message}`)
}

/** Without servers, a contact and the words that a reader needs. */
const faulty = {
  openapi: "3.1.0",
  info: { title: "Incident Teams", version: "1" },
  paths: { "/": { get: { responses: {} } } }
}

describe.each([
  ["Redocly", redocly],
  ["Spectral", spectralOas]
])("%s", (_name, lint) => {
  it("finds nothing in the document, not even a warning", { timeout: 300_000 }, async () => {
    expect(await lint(documentUnderTest)).toEqual([])
  })

  it("would find what is missing", { timeout: 300_000 }, async () => {
    expect(await lint(faulty)).not.toEqual([])
  })
})
