import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Simulator } from "@incident-teams/testkit/Simulator"
import { afterAll, beforeAll } from "vitest"
import { Server, type ServerOptions } from "./Server.ts"
import { SimulatedTenant, startTrusted } from "./SimulatedTenant.ts"

/** Fast enough to be quick, slow enough for the calls of a busy machine to fit into their leases. */
const scale = 100

/** A tenant that nobody else uses, and a server for it with data of its own. */
export interface Installed {
  readonly tenant: SimulatedTenant
  readonly server: Server
  /** The folder of the server's data. */
  readonly data: string
}

/** A simulator for the tests of one file, each of which takes what it needs of it. */
export const simulated = (): ((options?: ServerOptions) => Promise<Installed>) => {
  let simulator: Simulator
  let folder: string
  beforeAll(async () => {
    simulator = await startTrusted(scale)
    folder = mkdtempSync(join(tmpdir(), "incident-teams-proof-"))
  })
  afterAll(async () => {
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return async (options = {}) => {
    const tenant = await SimulatedTenant.create(simulator)
    const data = join(folder, tenant.id)
    return { tenant, data, server: new Server(tenant, { ...options, data }) }
  }
}
