import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Workspace } from "../kit/Workspace.ts"

/** The workspace that this package is in. */
export const house = join(import.meta.dirname, "../../../..")

export const thisWorkspace: Workspace = {
  read: (path) => (existsSync(join(house, path)) ? readFileSync(join(house, path), "utf8") : undefined),
  names: (folder) => readdirSync(join(house, folder))
}
