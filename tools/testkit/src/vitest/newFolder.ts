import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { temporaryFolder } from "./simulator.ts"

/** An empty folder of the caller's own. It is removed after the run. */
export const newFolder = (): string => mkdtempSync(join(temporaryFolder, "folder-"))
