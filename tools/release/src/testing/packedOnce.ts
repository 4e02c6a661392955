import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { checkout, commitOf } from "../checkout.ts"
import { type Packed, packAll, packSandbox } from "../packAll.ts"

/** This workspace as it would be released now. */
export interface PackedWorkspace {
  /** A clean checkout in which everything was built. */
  readonly checkout: string
  /** A folder with one folder for each package. */
  readonly into: string
  readonly packages: ReadonlyArray<Packed>
  /** What the sandbox's image has beside them. */
  readonly sandbox: ReadonlyArray<Packed>
}

declare module "vitest" {
  interface ProvidedContext {
    readonly packedWorkspace: PackedWorkspace
  }
}

/** Vitest's `globalSetup` for the exhaustive tests: they look at the same packages in several ways. */
export const setup = (project: TestProject): (() => void) | undefined => {
  if (project.config.mode !== "exhaustive") return undefined
  const workspace = join(import.meta.dirname, "../../../..")
  const folder = checkout(workspace, commitOf(workspace, true))
  const into = mkdtempSync(join(tmpdir(), "incident-teams-packed-"))
  const packages = packAll(folder, into)
  const sandbox = packSandbox(folder, into)
  project.provide("packedWorkspace", { checkout: folder, into, packages, sandbox })
  return () => {
    for (const path of [folder, into]) rmSync(path, { recursive: true, force: true })
  }
}
