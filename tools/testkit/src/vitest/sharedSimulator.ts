import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { startSimulator } from "../Simulator.ts"
import type { Provided } from "./provided.ts"

/** Vitest's `globalSetup`. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { stop, ...simulator } = await startSimulator()
  const temporaryFolder = await mkdtemp(join(tmpdir(), "incident-teams-test-"))
  const provided: Provided = { simulator, temporaryFolder }
  project.provide("testkit", provided)
  return async () => {
    await stop()
    await rm(temporaryFolder, { recursive: true, force: true })
  }
}
