import { vi } from "vitest"
import type { ServerProcess, SimulatedPlatform } from "./ServerProcess.ts"

/** The simulator's sample tenant (tools/simulator/README.md). */
export const sample = {
  clientId: "7a1e0000-0000-4000-8000-000000000301",
  secret: "sample-secret-of-server",
  publicUrl: "http://127.0.0.1:8080",
  standbyOwner: "7a1e0000-0000-4000-8000-000000000109",
  reader: "7a1e0000-0000-4000-8000-000000000104",
  workspace:
    "soc=/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002/resourceGroups/rg-soc" +
    "/providers/Microsoft.OperationalInsights/workspaces/soc-prod"
}

/** What a server needs to know to serve the sample tenant, with its data in a folder. */
export const sampleEnvironment = (
  platform: SimulatedPlatform,
  data: string,
  more: Readonly<Record<string, string>> = {}
): Record<string, string> => ({
  PORT: "0",
  PUBLIC_URL: sample.publicUrl,
  INCIDENT_TEAMS_DATA: data,
  AZURE_TENANT_ID: platform.tenantId,
  AZURE_CLIENT_ID: sample.clientId,
  AZURE_CLIENT_SECRET: sample.secret,
  AZURE_AUTHORITY_HOST: platform.base,
  GRAPH_URL: platform.base,
  ARM_URL: platform.base,
  SENTINEL_WORKSPACES: sample.workspace,
  STANDBY_OWNERS: sample.standbyOwner,
  PLATFORM_TIME_SCALE: "100",
  NODE_EXTRA_CA_CERTS: platform.caFile,
  ...more
})

/** Of a person of the sample tenant, or of one of its applications; or what else the simulator mints. */
export const tokenOf = async (
  platform: SimulatedPlatform,
  caller: string | Readonly<Record<string, unknown>>
): Promise<string> => {
  const response = await fetch(`${platform.control}/tenants/${platform.tenantId}/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(typeof caller === "string" ? { user: caller } : caller)
  })
  return String(Object(await response.json()).access_token)
}

export type Client = Awaited<ReturnType<typeof clientOf>>

export const clientOf = async (platform: SimulatedPlatform, server: ServerProcess, user: string) => {
  const [base, token] = [await server.listening, await tokenOf(platform, user)]
  return async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    return { status: response.status, headers: response.headers, body: Object(await response.json()) }
  }
}

/** Waits until the team at this address is in a phase, and answers with it. */
export const phase = (ask: Client, at: string, is: string) =>
  vi.waitFor(
    async () => {
      const { body } = await ask("GET", `${at}/team`)
      if (body.phase !== is) throw new Error(`The team is ${body.phase}, not ${is}.`)
      return body
    },
    { timeout: 20_000, interval: 50 }
  )
