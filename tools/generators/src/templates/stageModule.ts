import type { Service } from "../kit/Service.ts"
import type { Technology } from "../Technology.ts"
import { placeholderImport, placeholders } from "./placeholders.ts"

/** The stage of a contract suite, with a placeholder for everything that it tells and each of its hands. */
export const stageModule = (technology: Technology, stage: Service): string => `
import { ${stage.name} } from "${stage.module}"
${placeholderImport(stage)}
import { Layer } from "effect"

/** ${stage.name}, where ${technology.title} is what stands behind the port. */
export const layer = Layer.succeed(${stage.name}, ${stage.name}.of({
${placeholders(stage)}
}))
`
