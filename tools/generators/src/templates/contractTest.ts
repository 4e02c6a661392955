import type { Port } from "../kit/Kit.ts"
import type { Technology } from "../Technology.ts"
import { sampleEnvironment, type SettingsKind } from "./settings.ts"

/** The adapter's whole test: its layer, and the suite of its port. */
export const contractTest = (technology: Technology, port: Port, settings: SettingsKind): string => {
  const hasSettings = settings !== "none"
  const { name, prefix } = technology
  const { suite } = port
  const adapters = [port.name, ...suite.partners].map((one) => `${prefix}${one}`)
  const stages = suite.stages.map((stage) => `${prefix}${stage.name}`)
  const bare = merged(adapters)
  const given = stages.length > 0 ? `Layer.provideMerge(${merged(stages)}, ${bare})` : bare
  const layer = hasSettings ? `Layer.provide(${given}, settings)` : given
  return `
import { ${suite.name} } from "@incident-teams/application/testing/${suite.name}"
${effectImport(layer, hasSettings)}
${adapters.map((module) => `import * as ${module} from "./${module}.ts"`).join("\n")}
${stages.map((module) => `import * as ${module} from "./testing/${module}.ts"`).join("\n")}

${hasSettings ? `const settings = ConfigProvider.layer(ConfigProvider.fromUnknown(${sampleEnvironment(technology, settings)}))` : ""}

${suite.name}("${name}", ${suite.forStores ? storeUnderTest(layer) : layer})
`
}

const merged = (modules: ReadonlyArray<string>): string => {
  const layers = modules.map((module) => `${module}.layer`)
  return layers.length === 1 ? layers.join("") : `Layer.mergeAll(${layers.join(", ")})`
}

const effectImport = (layer: string, hasSettings: boolean): string => {
  const names = [...(hasSettings ? ["ConfigProvider"] : []), ...(layer.includes("Layer.") ? ["Layer"] : [])]
  return names.length === 0 ? "" : `import { ${names.join(", ")} } from "effect"`
}

const storeUnderTest = (layer: string): string => `{
  // An empty store of its own, each time that it is built. Where several processes can use one place, the suite has more
  // tests for sharesData: () => a layer whose stores all see what is in that place.
  layer: ${layer}
}`
