import type { Workspace } from "../kit/Workspace.ts"
import type { Technology } from "../Technology.ts"
import { settingsNameOf, type SettingsKind } from "./settings.ts"

/** What the ports of a package share: nothing where it has no settings. */
export type SharedKind = Exclude<SettingsKind, "none">

/** `MariadbConnection`, `JsonFolder` */
export const sharedNameOf = ({ prefix }: Technology, kind: SharedKind): string =>
  `${prefix}${kind === "folder" ? "Folder" : "Connection"}`

const kinds = ["url", "folder"] as const

/** What the ports of a package share that is there already, by the module that it has. */
export const kindThere = (workspace: Workspace, technology: Technology): SettingsKind =>
  kinds.find((kind) => workspace.read(`${technology.folder}/src/${sharedNameOf(technology, kind)}.ts`) !== undefined) ??
  "none"

/** The module that all ports of the package build on. It begins as the settings. */
export const sharedModule = (technology: Technology, kind: SharedKind): string => {
  const { packageName, prefix } = technology
  const name = sharedNameOf(technology, kind)
  const settings = settingsNameOf(technology)
  return `
import { Context, Effect, Layer } from "effect"
import { type ${prefix}Settings, ${settings} } from "./${prefix}Settings.ts"

/** ${
    kind === "folder"
      ? "The folder that all ports of this package share"
      : "The connection that all ports of this package share, such as a pool or a client"
  }. Tests hand in one of their own. */
export class ${name} extends Context.Service<${name}, ${prefix}Settings>()("${packageName}/${name}") {}

/** With these settings.${kind === "folder" ? "" : " Open it here, and close it with the layer: `Layer.effect` and `Effect.acquireRelease`."} */
export const layerWith = (settings: ${prefix}Settings): Layer.Layer<${name}> => Layer.succeed(${name}, settings)

/** With the settings from the environment. */
export const layer = Layer.unwrap(Effect.map(${settings}, layerWith))
`
}
