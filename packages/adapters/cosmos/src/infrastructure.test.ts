import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { teamsContainer, usersContainer } from "./containers.ts"

const bicep = readFileSync(new URL("../../../../docs/how-to/cosmos.bicep", import.meta.url), "utf8")

/** The text of one resource: from its name in the file to the next one. */
const resource = (name: string): string =>
  /^resource [^]*?^\}/mu.exec(bicep.slice(bicep.indexOf(`resource ${name} `)))?.[0] ?? ""
const all = (text: string, pattern: RegExp): ReadonlyArray<string> =>
  [...text.matchAll(pattern)].map(([, found = ""]) => found)

describe("the infrastructure code in the documents", () => {
  it.each([teamsContainer, usersContainer])("makes the container $id as provisioning does", (plan) => {
    const text = resource(plan.id)
    const [included = "", excluded = ""] = text.split("excludedPaths")
    expect(all(included, /path: '([^']+)'/gu)).toEqual(plan.indexingPolicy.includedPaths.map(({ path }) => path))
    expect(all(excluded, /path: '([^']+)'/gu)).toEqual(plan.indexingPolicy.excludedPaths.map(({ path }) => path))
    expect(all(text, /paths: \['([^']+)'\], kind: 'Hash', version: 2/gu)).toEqual(plan.partitionKey.paths)
    expect(all(text, /defaultTtl: (-?\d+)/gu)).toEqual(plan.defaultTtl === undefined ? [] : [String(plan.defaultTtl)])
  })
})
