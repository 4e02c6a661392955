import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const imported = /^(?:import|export) (?!type )(?:[\w\s{},*]*? from )?"([^"]+)"/gmu

/** What is loaded from elsewhere before this file of ours runs; what it loads later isn't. */
const loadedBy = (file: string, known = new Set<string>()): ReadonlySet<string> => {
  if (known.has(file)) return known
  known.add(file)
  const require = createRequire(file)
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(imported)) {
    const isOurs = specifier.startsWith(".") || specifier.startsWith("@incident-teams/")
    if (isOurs) loadedBy(require.resolve(specifier), known)
    else known.add(specifier)
  }
  return known
}

// The contract, the client and effect take as long to load as everything else; they come once the first frame is drawn.
it("draws its first frame with Ink and React alone", () => {
  const loaded = [...loadedBy(fileURLToPath(new URL("openConsole.ts", import.meta.url)))]
  expect(loaded.filter((name) => !name.startsWith("/") && !name.startsWith("node:")).toSorted()).toEqual([
    "ink",
    "react",
    "string-width"
  ])
  expect(loaded.length).toBeGreaterThan(100)
})
