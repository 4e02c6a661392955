import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import * as tls from "node:tls"
import { randomUUID } from "node:crypto"

const main = fileURLToPath(new URL("../../../simulator/src/main.ts", import.meta.url))

/** What a request in the simulator's record looks like, as far as we ask. */
export interface RecordedCall {
  readonly surface: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

/** What the platform shows of one team. */
export interface TeamTruth {
  readonly id: string
  readonly isArchived: boolean
  readonly members: ReadonlyArray<{ readonly displayName: string; readonly roles: ReadonlyArray<string> }>
  readonly tabs: ReadonlyArray<unknown>
}

export interface Truth {
  readonly teams: ReadonlyArray<TeamTruth>
  readonly groupsWithoutTeam: ReadonlyArray<unknown>
}

/** The simulator as a process of its own; it ends with this one. */
export class Simulator {
  readonly base: string
  readonly caFile: string
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, base: string, caFile: string) {
    this.#process = process
    this.base = base
    this.caFile = caFile
    tls.setDefaultCACertificates([readFileSync(caFile, "utf8")])
  }

  static async start(scale: number): Promise<Simulator> {
    const child = spawn(process.execPath, [main, "--stop-with-parent", "--time-scale", String(scale)], {
      stdio: ["pipe", "pipe", "inherit"]
    })
    for await (const line of createInterface({ input: child.stdout })) {
      const { base, caFile } = JSON.parse(line) as { readonly base: string; readonly caFile: string }
      return new Simulator(child, base, caFile)
    }
    throw new Error("The simulator ended before it listened.")
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return
    this.#process.stdin?.end()
    this.#process.kill("SIGTERM")
    await once(this.#process, "exit")
  }

  /** A sample tenant that nobody else uses. */
  async tenant(): Promise<Tenant> {
    const id = randomUUID()
    const tenant = new Tenant(this.base, id)
    await tenant.control("PUT", "", { seed: "sample" })
    return tenant
  }
}

/** One tenant's control. */
export class Tenant {
  readonly base: string
  readonly id: string
  constructor(base: string, id: string) {
    this.base = base
    this.id = id
  }

  async control<A>(method: string, path: string, body?: unknown): Promise<A> {
    const response = await fetch(`${this.base}/control/tenants/${this.id}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return (text === "" ? undefined : JSON.parse(text)) as A
  }

  truth = () => this.control<Truth>("GET", "/truth")
  token = async (user: string) => (await this.control<{ readonly access_token: string }>("POST", "/tokens", { user })).access_token
  graphCalls = async () => {
    const { value } = await this.control<{ readonly value: ReadonlyArray<RecordedCall> }>("GET", "/calls?surface=graph")
    return value
  }
}
