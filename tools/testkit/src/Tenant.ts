import { randomUUID } from "node:crypto"
import { sample } from "./sample.ts"
import type { SimulatorAddress } from "./Simulator.ts"

/** A request that the simulator received. */
export interface ReceivedCall {
  readonly seq: number
  readonly surface: string
  readonly method: string
  readonly path: string
  readonly status: number
  /** The mark that the answer carries, by which Microsoft's support finds the request. */
  readonly requestId: string
  /** What the client called the request. */
  readonly clientRequestId?: string
  /** What a request of Cosmos DB does, and how many items it had to load for that. */
  readonly operation?: string
  readonly itemsRead?: number
  /** Those that tell about the client, `x-incident-teams-…` among them. */
  readonly headers: Readonly<Record<string, string>>
}

/** Whose token, and what for: the fields of the control API's `POST /tokens`. */
export interface TokenRequest {
  /** A person's name in lower case, such as `ben`. */
  readonly user?: string
  /** Or an application's: `server`, `playbook`, `stranger`. */
  readonly application?: string
  /** Default: Incident Teams. */
  readonly audience?: string
  readonly scope?: string
  readonly expiresIn?: number
  readonly forged?: boolean
  /** Written over the usual ones: `{ amr: ["pwd", "mfa"] }` of someone who passed multifactor authentication. */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** A tenant of the simulator, and its control (tools/simulator/README.md). */
export class Tenant {
  readonly simulator: SimulatorAddress
  readonly id: string

  constructor(simulator: SimulatorAddress, id: string) {
    this.simulator = simulator
    this.id = id
  }

  /** A new sample tenant, which nobody else uses. */
  static async make(simulator: SimulatorAddress): Promise<Tenant> {
    const tenant = new Tenant(simulator, randomUUID())
    await tenant.control("PUT", "", { seed: "sample" })
    return tenant
  }

  /** The address of every simulated service. */
  get base(): string {
    return this.simulator.base
  }

  /** How Incident Teams signs in to this tenant and where it finds it, as environment variables. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AZURE_TENANT_ID: this.id,
      AZURE_CLIENT_ID: sample.client.server,
      AZURE_CLIENT_SECRET: sample.secret,
      AZURE_AUTHORITY_HOST: this.base,
      GRAPH_URL: this.base,
      ARM_URL: this.base
    }
  }

  /** A request of the control API, about this tenant; `path` as `/faults`. Tests compare what they read of the answer. */
  // oxlint-disable-next-line typescript/no-explicit-any
  async control(method: string, path: string, body?: unknown): Promise<any> {
    const response = await fetch(`${this.simulator.control}/tenants/${this.id}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) })
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === "" ? undefined : JSON.parse(text)
  }

  /** An access token as signing in would give it. */
  async token(request: TokenRequest): Promise<string> {
    const answer: unknown = await this.control("POST", "/tokens", request)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (answer as { readonly access_token: string }).access_token
  }

  async inject(rule: Readonly<Record<string, unknown>>): Promise<void> {
    await this.control("POST", "/faults", rule)
  }

  /** Removes every fault. */
  async heal(): Promise<void> {
    await this.control("DELETE", "/faults")
  }

  async behave(change: Readonly<Record<string, unknown>>): Promise<void> {
    await this.control("PATCH", "/behavior", change)
  }

  /** Default: of every surface. */
  async calls(surface?: "entra" | "graph" | "arm" | "cosmos"): Promise<ReadonlyArray<ReceivedCall>> {
    const path = surface === undefined ? "/calls" : `/calls?surface=${surface}`
    const answer: unknown = await this.control("GET", path)
    // What the simulator answers there, by its README.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (answer as { readonly value: ReadonlyArray<ReceivedCall> }).value
  }

  async forgetCalls(): Promise<void> {
    await this.control("DELETE", "/calls")
  }

  /** The key of the tenant's Cosmos DB account, which is at the simulator's own address. */
  async cosmosKey(): Promise<string> {
    const answer: unknown = await this.control("GET", "/cosmos")
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (answer as { readonly key: string }).key
  }
}
