import type { Port } from "../kit/Kit.ts"
import type { Technology } from "../Technology.ts"
import type { SettingsKind } from "./settings.ts"
import { sharedNameOf } from "./sharedModule.ts"

/** The adapter's whole test: the suite of its port, on what its layer needs. */
export const contractTest = (technology: Technology, port: Port, kind: SettingsKind): string => {
  const { name, prefix } = technology
  const { suite } = port
  const adapters = [port.name, ...suite.partners].map((one) => `${prefix}${one}`)
  const stages = suite.stages.map((stage) => `${prefix}${stage.name}`)
  const bare = merged(adapters, kind === "none" ? "layer" : "layerOn")
  const given = stages.length > 0 ? `Layer.provideMerge(${merged(stages, "layer")}, ${bare})` : bare
  const on = (shared: string) => (shared === "" ? given : `Layer.provide(${given}, ${shared})`)
  const imports = [
    `import { ${suite.name} } from "@incident-teams/application/testing/${suite.name}"`,
    ...adapters.map((module) => `import * as ${module} from "./${module}.ts"`),
    ...stages.map((module) => `import * as ${module} from "./testing/${module}.ts"`)
  ]
  const shared = kind === "none" ? "" : sharedNameOf(technology, kind)
  if (shared !== "") imports.push(`import * as ${shared} from "./${shared}.ts"`)
  const suiteOf = (layer: string, more = "") =>
    `${suite.name}("${name}", ${suite.forStores ? `{\n${more}\nlayer: ${layer}\n}` : layer})`

  switch (kind) {
    case "none": {
      const layer = on("")
      if (layer.includes("Layer.")) imports.push(`import { Layer } from "effect"`)
      return text(imports, suiteOf(layer, hint))
    }
    case "url":
      imports.push(
        `import { onServerAt } from "@incident-teams/testkit/vitest/onServer"`,
        `import { Layer, Redacted } from "effect"`
      )
      return text(
        imports,
        `onServerAt("${testVariableOf(technology)}", (url) => {
  const connection = ${shared}.layerWith({ url: Redacted.make(url) })
  ${suiteOf(on("connection"), hint)}
})`
      )
    case "folder":
      imports.push(
        `import { mkdtempSync, rmSync } from "node:fs"`,
        `import { tmpdir } from "node:os"`,
        `import { join } from "node:path"`,
        `import { Effect, Layer } from "effect"`,
        `import { afterAll } from "vitest"`
      )
      return text(
        imports,
        `const root = mkdtempSync(join(tmpdir(), "incident-teams-${name}-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** On an empty folder of its own, which is another one with each call. */
const onFolder = () => ${on(`${shared}.layerWith({ folder: mkdtempSync(join(root, "test-")) })`)}

${suiteOf("Layer.unwrap(Effect.sync(onFolder))", "sharesData: onFolder,")}`
      )
  }
}

/** The variable that names the server for tests. */
export const testVariableOf = ({ variable }: Technology): string => `${variable}_TEST_URL`

const text = (imports: ReadonlyArray<string>, body: string): string => `${imports.join("\n")}\n\n${body}\n`

const merged = (modules: ReadonlyArray<string>, layer: string): string => {
  const layers = modules.map((module) => `${module}.${layer}`)
  return layers.length === 1 ? layers.join("") : `Layer.mergeAll(${layers.join(", ")})`
}

/** In a suite for stores. */
const hint = `// An empty store of its own, each time that it is built. Where several processes can use one place, the suite has more
  // tests for sharesData: () => a layer whose stores all see what is in that place.`
