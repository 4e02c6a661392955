import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll } from "vitest"
import { startConsoleServer } from "./consoleServer.ts"
import { simulatedTenant } from "./simulated.ts"

/** A tenant and a server of one test file's own, for faults that strike whichever team comes by. */
export const ownSandbox = async (more: Readonly<Record<string, string>> = {}) => {
  const tenant = await newTenant()
  const server = startConsoleServer(tenant, newFolder(), more)
  afterAll(() => server.stop())
  return { ...simulatedTenant(tenant), url: await server.listening }
}
