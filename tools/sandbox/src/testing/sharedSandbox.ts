import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { startOn, stop, welcomed } from "./processes.ts"

/** A sandbox that `npm start` runs for every test that only looks at it. */
export interface SharedSandbox {
  /** It has a name that a shell would take apart. */
  readonly folder: string
  readonly url: string
  readonly caFile: string
  readonly pid: number
  /** What it printed until it was ready. */
  readonly stdout: string
  readonly stderr: string
}

declare module "vitest" {
  interface ProvidedContext {
    readonly sharedSandbox: SharedSandbox
  }
}

/** Vitest's `globalSetup`. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const root = await mkdtemp(join(tmpdir(), "sandbox-test-"))
  const folder = join(root, "it's here")
  const { url, caFile, process: child, ...running } = await welcomed(startOn(folder), folder)
  const [stdout, stderr] = [running.stdout(), running.stderr()]
  project.provide("sharedSandbox", { folder, url, caFile, pid: child.pid ?? 0, stdout, stderr })
  return async () => {
    await stop({ process: child, ...running })
    await rm(root, { recursive: true, force: true })
  }
}
