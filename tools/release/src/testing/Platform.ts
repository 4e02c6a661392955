import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { getCACertificates, setDefaultCACertificates } from "node:tls"

const simulator = join(import.meta.dirname, "../../../simulator/src/main.ts")

/** The simulated tenant, started as a process. */
export interface Platform {
  /** What a server has to be told to serve it, besides its own port and data. */
  readonly environment: Readonly<Record<string, string>>
  /** An access token for the server's API, of a sample user. */
  readonly tokenOf: (user: string) => Promise<string>
  readonly stop: () => Promise<void>
}

export const startPlatform = async (): Promise<Platform> => {
  const child = spawn(process.execPath, [simulator, "--stop-with-parent"], {
    env: { ...process.env, PORT: "0", PLATFORM_TIME_SCALE: "100" },
    stdio: ["pipe", "pipe", "inherit"]
  })
  const ended = once(child, "exit")
  const [line] = await once(createInterface({ input: child.stdout }), "line")
  const { base, caFile, control, tenantId } = JSON.parse(String(line))
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(caFile, "utf8")])
  return {
    // The sample tenant's (tools/simulator/README.md).
    environment: {
      PUBLIC_URL: "http://127.0.0.1:8080",
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: "7a1e0000-0000-4000-8000-000000000301",
      AZURE_CLIENT_SECRET: "sample-secret-of-server",
      AZURE_AUTHORITY_HOST: base,
      GRAPH_URL: base,
      ARM_URL: base,
      SENTINEL_WORKSPACES:
        "soc=/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002/resourceGroups/rg-soc" +
        "/providers/Microsoft.OperationalInsights/workspaces/soc-prod",
      STANDBY_OWNERS: "7a1e0000-0000-4000-8000-000000000109",
      PLATFORM_TIME_SCALE: "100",
      NODE_EXTRA_CA_CERTS: caFile
    },
    tokenOf: async (user) => {
      const response = await fetch(`${control}/tenants/${tenantId}/tokens`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ user })
      })
      return String(Object(await response.json()).access_token)
    },
    stop: async () => {
      child.stdin.end()
      await ended
    }
  }
}
