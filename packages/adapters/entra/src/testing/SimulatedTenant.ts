import { randomUUID } from "node:crypto"
import { Redacted } from "effect"
import { inject } from "vitest"
import type { EntraSettings } from "../EntraSettings.ts"
import type { SimulatorAddress } from "./simulator.ts"

/** A request that the simulator received. */
export interface ReceivedCall {
  readonly seq: number
  readonly method: string
  readonly path: string
  readonly status: number
  readonly clientRequestId?: string
  /** What a request of Cosmos DB does, and how many items it had to load for that. */
  readonly operation?: string
  readonly itemsRead?: number
  /** Those that tell about the client, `x-incident-teams-…` among them. */
  readonly headers: Readonly<Record<string, string>>
}

/** Applications of the sample tenant: the same in every tenant made from it, and of no use anywhere else. */
const applications = {
  server: { id: "7a1e0000-0000-4000-8000-000000000301", secret: "sample-secret-of-server" }
} as const

/** A sample tenant of the simulator, and its control. */
export class SimulatedTenant {
  readonly id: string
  readonly base: string
  readonly #control: string

  private constructor(id: string, base: string, control: string) {
    this.id = id
    this.base = base
    this.#control = control
  }

  /** A new tenant, so that tests share nothing. */
  static async make(): Promise<SimulatedTenant> {
    const { base, control }: SimulatorAddress = inject("simulator")
    const tenant = new SimulatedTenant(randomUUID(), base, `${control}/tenants`)
    await tenant.send("PUT", "", { seed: "sample" })
    return tenant
  }

  /** What Incident Teams is configured with here. */
  get settings(): EntraSettings {
    const { id, secret } = applications.server
    return {
      tenantId: this.id,
      clientId: id,
      proof: { _tag: "Secret", secret: Redacted.make(secret) },
      authorityHost: this.base
    }
  }

  /** The same as environment variables. */
  get environment(): Record<string, string> {
    const { id, secret } = applications.server
    return {
      AZURE_TENANT_ID: this.id,
      AZURE_CLIENT_ID: id,
      AZURE_CLIENT_SECRET: secret,
      AZURE_AUTHORITY_HOST: this.base,
      GRAPH_URL: this.base,
      ARM_URL: this.base
    }
  }

  /** A control request of this tenant; `path` as `/faults`. */
  async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#control}/${this.id}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) })
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text === "" ? undefined : JSON.parse(text)
  }

  /** An access token as signing in to Incident Teams would give it. */
  async userToken(user: string): Promise<Redacted.Redacted> {
    const token = (await this.send("POST", "/tokens", { user })) as { readonly access_token: string }
    return Redacted.make(token.access_token)
  }

  /** A token of an application for Graph or ARM, to change the simulated world with. */
  async applicationToken(application: string, audience: "graph" | "arm"): Promise<string> {
    const token = (await this.send("POST", "/tokens", { application, audience })) as { readonly access_token: string }
    return token.access_token
  }

  async inject(rule: Readonly<Record<string, unknown>>): Promise<void> {
    await this.send("POST", "/faults", rule)
  }

  async heal(): Promise<void> {
    await this.send("DELETE", "/faults")
  }

  async behave(change: Readonly<Record<string, unknown>>): Promise<void> {
    await this.send("PATCH", "/behavior", change)
  }

  async calls(surface: "entra" | "graph" | "arm" | "cosmos"): Promise<ReadonlyArray<ReceivedCall>> {
    const { value } = (await this.send("GET", `/calls?surface=${surface}`)) as {
      readonly value: ReadonlyArray<ReceivedCall>
    }
    return value
  }

  /** The key of the tenant's Cosmos DB account, which is at the simulator's own address. */
  async cosmosKey(): Promise<Redacted.Redacted> {
    const { key } = (await this.send("GET", "/cosmos")) as { readonly key: string }
    return Redacted.make(key)
  }

  async forgetCalls(): Promise<void> {
    await this.send("DELETE", "/calls")
  }
}
