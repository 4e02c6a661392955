import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { onTestFinished, vi } from "vitest"

let metadata = ""
let started: Promise<string> | undefined

const passOn = async ({ url, headers }: IncomingMessage, answer: ServerResponse): Promise<void> => {
  const found = await fetch(metadata + url, { headers: { metadata: String(headers["metadata"]) } })
  answer.writeHead(found.status, { "content-type": "application/json" }).end(await found.text())
}

/** Leads to the metadata of the machine that the test is on. */
const start = async (): Promise<string> => {
  const server = createServer((request, answer) => void passOn(request, answer))
  server.listen(0, "127.0.0.1").unref()
  await once(server, "listening")
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/**
 * Puts the running test on a virtual machine of `tenant`, whose managed identity it returns. All tests of a process ask
 * one address: MSAL keeps the first that it finds.
 */
export const onMachine = async (tenant: Tenant): Promise<{ readonly appId: string; readonly objectId: string }> => {
  metadata = `${tenant.base}/msi/${tenant.id}/machine`
  started ??= start()
  vi.stubEnv("AZURE_POD_IDENTITY_AUTHORITY_HOST", await started)
  onTestFinished(() => void vi.unstubAllEnvs())
  return tenant.control("PUT", "/applications/machine", {})
}
