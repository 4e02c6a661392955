import type { Port } from "../kit/Kit.ts"
import type { Technology } from "../Technology.ts"
import { placeholderImport, placeholders } from "./placeholders.ts"
import type { SettingsKind } from "./settings.ts"
import { sharedNameOf } from "./sharedModule.ts"

/** The adapter, with a placeholder for each method. */
export const adapterModule = (technology: Technology, port: Port, kind: SettingsKind): string => {
  const shared = kind === "none" ? undefined : sharedNameOf(technology, kind)
  return `
import { ${port.name} } from "${port.module}"
${placeholderImport(port)}
import { Effect, Layer } from "effect"
${shared === undefined ? "" : `import { layer as configured, ${shared} } from "./${shared}.ts"`}

const make = Effect.gen(function* () {
${shared === undefined ? "" : `yield* ${shared}`}
  return ${port.name}.of({
${placeholders(port)}
  })
})

${
  shared === undefined
    ? `/** ${port.name} by ${technology.title}. */
export const layer = Layer.effect(${port.name}, make)`
    : `/** ${port.name} by ${technology.title}, on a ${kind === "folder" ? "folder" : "connection"} that is provided; ports on the same one share it. */
export const layerOn = Layer.effect(${port.name}, make)

/** The same, with the settings from the environment. */
export const layer = Layer.provide(layerOn, configured)`
}
`
}
