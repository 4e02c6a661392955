import { fileURLToPath } from "node:url"

const at = (path: string): string => fileURLToPath(new URL(`../../../apps/tui/${path}`, import.meta.url))

/** The commands, from their sources. */
export const commands = fileURLToPath(new URL("../../../apps/tui/src/main.ts", import.meta.url))

/** The console, which has to be built: Node doesn't take JSX. */
export const built = at("dist/main.js")
export const project = at("tsconfig.lib.json")
