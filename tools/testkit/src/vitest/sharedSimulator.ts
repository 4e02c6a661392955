import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { startSimulator } from "../Simulator.ts"
import type {} from "./simulator.ts"

/** Vitest's `globalSetup`. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { stop, ...simulator } = await startSimulator()
  const folder = await mkdtemp(join(tmpdir(), "incident-teams-test-"))
  project.provide("simulator", simulator)
  project.provide("temporaryFolder", folder)
  return async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}
