import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    readonly temporaryFolder: string
  }
}

/** Vitest's `globalSetup`: a folder for the files of one run. It is removed after it. */
export const setup = (project: TestProject): (() => void) => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-sqlite-"))
  project.provide("temporaryFolder", folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
