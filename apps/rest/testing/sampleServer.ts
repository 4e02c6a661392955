import type { Server } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { vi } from "vitest"

export type Client = Awaited<ReturnType<typeof clientOf>>

/** Calls the server as a person of the sample tenant. `audience`: its client ID, unless it is the sample's. */
export const clientOf = async (tenant: Tenant, server: Server, user: string, audience?: string) => {
  const token = await tenant.token({ user, ...(audience === undefined ? {} : { audience }) })
  const base = await server.listening
  return async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    return { status: response.status, headers: response.headers, body: Object(await response.json()) }
  }
}

/**
 * Waits until the team at this address is in a phase, and answers with it. The time-out only says that it hangs; the interval
 * stays well below the limit of 1,200 requests a minute.
 */
export const phase = (ask: Client, at: string, is: string) =>
  vi.waitFor(
    async () => {
      const { body } = await ask("GET", `${at}/team`)
      if (body.phase !== is) throw new Error(`The team is ${body.phase ?? body.detail}, not ${is}.`)
      return body
    },
    { timeout: 240_000, interval: 100 }
  )
