import { renameSync, writeFileSync } from "node:fs"
import { readFile, rename, writeFile } from "node:fs/promises"
import type { JWK } from "jose"
import type { Certificate } from "./certificate.ts"
import { emptyArmState } from "./platform/ArmState.ts"
import { defaultArmBehavior, defaultBehavior } from "./platform/Behavior.ts"
import { emptyTenant, type TenantState } from "./platform/Tenant.ts"

/** Content of the state file. */
export interface SavedState {
  readonly version: 1
  readonly certificate: Certificate
  readonly signingKey: JWK
  readonly tenants: ReadonlyArray<TenantState>
}

/** True for a file of the simulator; its content isn't checked in detail. */
const isSaved = (value: unknown): value is SavedState =>
  typeof value === "object" && value !== null && "version" in value && value.version === 1 && "tenants" in value

/** Reads the state file; undefined when there is none. Throws when it contains something else. */
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
      behavior: { ...defaultBehavior(), ...tenant.behavior },
      arm: {
        ...emptyArmState(),
        ...tenant.arm,
        behavior: { ...defaultArmBehavior(), ...tenant.arm?.behavior }
      }
    }))
  }
}

/** Delay before writing, so that a burst of changes is written once. */
const delayMillis = 100

/** Writes the state soon after each change, atomically: to a temporary file that is then renamed. */
export class StateFile {
  readonly #path: string
  readonly #fixed: Pick<SavedState, "certificate" | "signingKey">
  readonly #tenants: () => Iterable<TenantState>
  /** JSON of each tenant as last written: only changed tenants are encoded again. */
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

  /** Writes at once; call it when the simulator stops. */
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
