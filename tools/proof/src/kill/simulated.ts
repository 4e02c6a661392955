import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll } from "vitest"
import { Server } from "./Server.ts"
import { Simulator, type Tenant } from "./Simulator.ts"

/** Fast enough to be quick, slow enough for the calls of a busy machine to fit into their leases. */
const scale = 100

/** A simulator for the tests of one file, each of which takes a tenant of its own and a server with data of its own. */
export const simulated = (): (() => Promise<{ readonly tenant: Tenant; readonly server: Server }>) => {
  let simulator: Simulator
  let folder: string
  beforeAll(async () => {
    simulator = await Simulator.start(scale)
    folder = mkdtempSync(join(tmpdir(), "incident-teams-proof-"))
  })
  afterAll(async () => {
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return async () => {
    const tenant = await simulator.tenant()
    return { tenant, server: new Server(simulator, tenant, join(folder, tenant.id), scale) }
  }
}
