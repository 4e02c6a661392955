import type { Clock } from "./Clock.ts"
import type { SigningKey } from "./SigningKey.ts"
import { Tenant, type TenantState } from "./Tenant.ts"

/** Everything that one simulator serves: its tenants, and what they share. */
export class World {
  readonly clock: Clock
  readonly signingKey: SigningKey
  readonly tenants = new Map<string, Tenant>()
  /** `https://localhost:PORT`; set once the port is known. */
  base = "https://localhost"
  /** `http://127.0.0.1:PORT`, what a browser is shown; set once the port is known. */
  pages = "http://127.0.0.1"
  readonly #changed: (tenantId: string) => void

  constructor(clock: Clock, signingKey: SigningKey, changed: (tenantId: string) => void) {
    this.clock = clock
    this.signingKey = signingKey
    this.#changed = changed
  }

  /** Adds a tenant, or replaces the one with the same id. */
  put(state: TenantState): Tenant {
    this.tenants.get(state.id)?.holds.dropAll()
    const tenant = new Tenant(state, this.clock, () => this.#changed(state.id))
    this.tenants.set(state.id, tenant)
    tenant.changed()
    return tenant
  }

  remove(tenantId: string): boolean {
    this.tenants.get(tenantId)?.holds.dropAll()
    const removed = this.tenants.delete(tenantId)
    if (removed) this.#changed(tenantId)
    return removed
  }

  /** By id or verified domain. */
  find(tenant: string): Tenant | undefined {
    const key = tenant.toLowerCase()
    return this.tenants.get(key) ?? [...this.tenants.values()].find(({ state }) => state.domain === key)
  }
}
