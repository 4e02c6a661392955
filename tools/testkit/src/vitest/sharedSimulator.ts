import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { type Simulator, startSimulator } from "../Simulator.ts"
import type { Provided } from "./provided.ts"

interface Shared {
  readonly simulator: Promise<Simulator>
  /** How many packages still use it. */
  users: number
}

/** A run of several packages loads this module once for each of them, so what they share can't be a variable here. */
const key = Symbol.for("@incident-teams/testkit/sharedSimulator")
const run: typeof globalThis & { [key]?: Shared | undefined } = globalThis

/** Vitest's `globalSetup`: one simulator for a whole run, also one of several packages. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const use = (run[key] ??= { simulator: startSimulator(), users: 0 })
  use.users += 1
  const { stop, ...simulator } = await use.simulator
  const temporaryFolder = await mkdtemp(join(tmpdir(), "incident-teams-test-"))
  const provided: Provided = { simulator, temporaryFolder }
  project.provide("testkit", provided)
  return async () => {
    use.users -= 1
    if (use.users === 0) {
      run[key] = undefined
      await stop()
    }
    await rm(temporaryFolder, { recursive: true, force: true })
  }
}
