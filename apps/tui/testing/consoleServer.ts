import { sample } from "@incident-teams/testkit/sample"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"

/** The server as the console's tests need it: it lets people sign in from a terminal, and serves both workspaces. */
export const startConsoleServer = (
  tenant: Tenant,
  dataFolder: string,
  more: Readonly<Record<string, string>> = {}
): Server =>
  startServer(
    serverEnvironment(tenant, dataFolder, {
      PUBLIC_URL: "http://127.0.0.1",
      CONSOLE_CLIENT_ID: sample.client.console,
      SENTINEL_WORKSPACES: ["soc-prod", "soc-lab"].map((name) => `${name}=${sample.workspace(name)}`).join(","),
      RATE_LIMIT_PER_MINUTE: "100000",
      ...more
    })
  )
