import { renameSync, writeFileSync } from "node:fs"
import { readFile, rename, writeFile } from "node:fs/promises"
import type { JWK } from "jose"
import type { Certificate } from "./certificate.ts"
import { defaultBehavior } from "./platform/Behavior.ts"
import { emptyTenant, type TenantState } from "./platform/Tenant.ts"

/** What a second start finds again. */
export interface SavedState {
  readonly version: 1
  readonly certificate: Certificate
  readonly signingKey: JWK
  readonly tenants: ReadonlyArray<TenantState>
}

/** Whether the simulator wrote it: what it wrote isn't checked in detail. */
const isSaved = (value: unknown): value is SavedState =>
  typeof value === "object" && value !== null && "version" in value && value.version === 1 && "tenants" in value

/** Undefined when there is no such file. Throws when it holds something else. */
export const readState = async (path: string): Promise<SavedState | undefined> => {
  let text: string
  try {
    text = await readFile(path, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw error
  }
  const saved: unknown = JSON.parse(text)
  if (!isSaved(saved)) {
    throw new Error(`${path} isn't a state file of this simulator: delete it, or set SIMULATOR_STATE to another file.`)
  }
  // A file of an earlier version may lack a surface or a behavior that came later.
  return {
    ...saved,
    tenants: saved.tenants.map((tenant) => ({
      ...emptyTenant(tenant.id),
      ...tenant,
      behavior: { ...defaultBehavior(), ...tenant.behavior }
    }))
  }
}

/** A burst of changes is written once, this much later. */
const delayMillis = 100

/** Writes the state soon after each change, whole or not at all: to a file beside it that then takes its name. */
export class StateFile {
  readonly #path: string
  readonly #fixed: Pick<SavedState, "certificate" | "signingKey">
  readonly #tenants: () => Iterable<TenantState>
  /** Tenants as last written: only changed ones are encoded again. */
  readonly #encoded = new Map<string, string>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(
    path: string,
    fixed: Pick<SavedState, "certificate" | "signingKey">,
    tenants: () => Iterable<TenantState>
  ) {
    this.#path = path
    this.#fixed = fixed
    this.#tenants = tenants
  }

  changed(tenantId: string): void {
    this.#encoded.delete(tenantId)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#writing = this.#writing
        .then(() => this.#write())
        .catch((error: unknown) => console.error("The state file can't be written:", error))
    }, delayMillis)
  }

  /** Writes now; to be called at stop. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
    const beside = `${this.#path}.${process.pid}.new`
    writeFileSync(beside, this.#text(), { mode: 0o600 })
    renameSync(beside, this.#path)
  }

  async #write(): Promise<void> {
    const beside = `${this.#path}.${process.pid}.new`
    await writeFile(beside, this.#text(), { mode: 0o600 })
    await rename(beside, this.#path)
  }

  #text(): string {
    const tenants: Array<string> = []
    for (const tenant of this.#tenants()) {
      const encoded = this.#encoded.get(tenant.id) ?? JSON.stringify(tenant)
      this.#encoded.set(tenant.id, encoded)
      tenants.push(encoded)
    }
    const { certificate, signingKey } = this.#fixed
    return `{"version":1,"certificate":${JSON.stringify(certificate)},"signingKey":${JSON.stringify(signingKey)},"tenants":[${tenants.join(",")}]}`
  }
}
