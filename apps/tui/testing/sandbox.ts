import { mkdtemp } from "node:fs/promises"
import { join } from "node:path"
import { trustOnly } from "@incident-teams/testkit/Simulator"
import { Tenant } from "@incident-teams/testkit/Tenant"
import type { Provided } from "@incident-teams/testkit/vitest/provided"
import type { TestProject } from "vitest/node"
import { startConsoleServer } from "./consoleServer.ts"

/** The server on the simulator's first tenant that all tests of the console share. */
export interface SandboxAddress {
  readonly url: string
}

declare module "vitest" {
  interface ProvidedContext {
    readonly sandbox: SandboxAddress
  }
}

/** Vitest's `globalSetup`, after the testkit's. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { simulator, temporaryFolder }: Provided = project.getProvidedContext().testkit
  trustOnly(simulator)
  const tenant = new Tenant(simulator, simulator.tenantId)
  // A device that asks for its tokens needn't wait: nobody types here.
  await tenant.behave({ devicePollSeconds: 0.05 })
  const server = startConsoleServer(tenant, await mkdtemp(join(temporaryFolder, "server-")))
  project.provide("sandbox", { url: await server.listening })
  return async () => void (await server.stop())
}
