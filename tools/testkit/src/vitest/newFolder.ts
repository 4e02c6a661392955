import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { inject } from "vitest"
import type {} from "./simulator.ts"

/** An empty folder of the caller's own. It is removed after the run. */
export const newFolder = (): string => mkdtempSync(join(inject("temporaryFolder"), "folder-"))
