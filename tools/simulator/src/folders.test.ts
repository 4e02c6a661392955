import { readdirSync, readFileSync } from "node:fs"
import { join, normalize } from "node:path"
import { describe, expect, it } from "vitest"

/**
 * Which folders each folder may import from. What surfaces share is in `platform` and `odata`, so that each surface
 * can be read alone. Files directly under `src` put everything together.
 */
const mayImport: Readonly<Record<string, ReadonlyArray<string>>> = {
  platform: [],
  odata: [],
  arm: ["platform", "odata"],
  graph: ["platform", "odata"],
  cosmos: ["platform"],
  sample: ["platform", "cosmos"],
  entra: ["platform", "sample"],
  faults: ["platform", "sample", "cosmos", "entra", "graph"],
  control: ["platform", "sample", "arm", "cosmos", "entra", "graph", "faults"]
}

interface SourceFile {
  /** Relative to `src`. */
  readonly path: string
  readonly text: string
}

const folderOf = (path: string): string => path.split("/")[0] ?? ""

/** Imports that the table above doesn't allow, as `file -> imported file`. */
const forbiddenImports = (files: ReadonlyArray<SourceFile>): ReadonlyArray<string> =>
  files.flatMap(({ path, text }) =>
    [...text.matchAll(/from "(\.[^"]+)"/g)]
      .map(([, specifier = ""]) => normalize(join(path, "..", specifier)))
      .filter((target) => folderOf(target) !== folderOf(path))
      .filter((target) => mayImport[folderOf(path)]?.includes(folderOf(target)) !== true)
      .map((target) => `${path} -> ${target}`)
  )

const sources: ReadonlyArray<SourceFile> = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.includes("/") && path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .filter((path) => !path.startsWith("testing/"))
  .map((path) => ({ path, text: readFileSync(join(import.meta.dirname, path), "utf8") }))

describe("folders", () => {
  it("import only what the table allows", () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(forbiddenImports(sources)).toEqual([])
  })

  it("are all in the table", () => {
    expect([...new Set(sources.map(({ path }) => folderOf(path)))].toSorted()).toEqual(
      Object.keys(mayImport).toSorted()
    )
  })

  it.each([
    ["graph/batch.ts", "../entra/tokens.ts", "entra/tokens.ts"],
    ["platform/Tenant.ts", "../graph/throttling.ts", "graph/throttling.ts"],
    ["cosmos/query/run.ts", "../../control/find.ts", "control/find.ts"]
  ])("an import of %s from %s is found", (path, specifier, target) => {
    expect(forbiddenImports([{ path, text: `import { x } from "${specifier}"` }])).toEqual([`${path} -> ${target}`])
  })

  it("never lead in a circle", () => {
    const reachable = (folder: string): ReadonlySet<string> => {
      const found = new Set<string>()
      const open = [...(mayImport[folder] ?? [])]
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (found.has(next)) continue
        found.add(next)
        open.push(...(mayImport[next] ?? []))
      }
      return found
    }
    expect(Object.keys(mayImport).filter((folder) => reachable(folder).has(folder))).toEqual([])
  })
})
