import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setDefaultCACertificates } from "node:tls"
import type { TestProject } from "vitest/node"
import { type SimulatedPlatform, startPlatform, startServer } from "./processes.ts"

/** The simulated platform and the server on its sample tenant that all tests of the console share. */
export interface SandboxAddress {
  readonly platform: SimulatedPlatform
  /** The server's. */
  readonly url: string
  readonly ca: string
}

declare module "vitest" {
  interface ProvidedContext {
    readonly sandbox: SandboxAddress
  }
}

/** Vitest's `globalSetup`. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const { stop: stopPlatform, ...platform } = await startPlatform()
  setDefaultCACertificates([await readFile(platform.caFile, "utf8")])
  // A device that asks for its tokens needn't wait: nobody types here.
  await fetch(`${platform.control}/tenants/${platform.tenantId}/behavior`, {
    method: "PATCH",
    body: JSON.stringify({ devicePollSeconds: 0.05 })
  })
  const dataFolder = await mkdtemp(join(tmpdir(), "incident-teams-tui-"))
  const server = await startServer({ platform, tenantId: platform.tenantId, dataFolder })
  project.provide("sandbox", { platform, url: server.url, ca: await readFile(platform.caFile, "utf8") })
  return async () => {
    await server.stop()
    await stopPlatform()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
