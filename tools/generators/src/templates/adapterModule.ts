import type { Port } from "../kit/Kit.ts"
import type { Technology } from "../Technology.ts"
import { placeholderImport, placeholders } from "./placeholders.ts"
import { settingsNameOf } from "./settings.ts"

/** The adapter, with a placeholder for each method. */
export const adapterModule = (technology: Technology, port: Port, hasSettings: boolean): string => {
  const settings = settingsNameOf(technology)
  return `
import { ${port.name} } from "${port.module}"
${placeholderImport(port)}
import { Effect, Layer } from "effect"
${hasSettings ? `import { ${settings} } from "./${technology.prefix}Settings.ts"` : ""}

const make = Effect.gen(function* () {
${hasSettings ? `yield* ${settings}` : ""}
  return ${port.name}.of({
${placeholders(port)}
  })
})

/** ${port.name} by ${technology.title}${hasSettings ? ", with its settings from the environment" : ""}. */
export const layer = Layer.effect(${port.name}, make)
`
}
