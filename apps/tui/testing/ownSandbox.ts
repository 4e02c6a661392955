import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, inject } from "vitest"
import { startServer } from "./processes.ts"
import { simulatedTenant } from "./simulated.ts"

/** A tenant and a server of one test file's own, for faults that strike whichever team comes by. */
export const ownSandbox = async () => {
  const { platform } = inject("sandbox")
  const tenantId = crypto.randomUUID()
  const tenant = simulatedTenant(tenantId)
  await tenant.control("PUT", "")
  const dataFolder = await mkdtemp(join(tmpdir(), "incident-teams-tui-"))
  const server = await startServer({ platform, tenantId, dataFolder })
  afterAll(async () => {
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true })
  })
  return { ...tenant, url: server.url }
}
