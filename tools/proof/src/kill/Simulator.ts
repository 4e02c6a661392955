import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import * as tls from "node:tls"
import { fileURLToPath } from "node:url"
import { Schema } from "effect"

const main = fileURLToPath(new URL("../../../simulator/src/main.ts", import.meta.url))

const Started = Schema.fromJsonString(Schema.Struct({ base: Schema.String, caFile: Schema.String }))

/** Compiled sources are kept for the processes that start later, which halves what starting them costs. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../../../../node_modules/.cache/node", import.meta.url))
}

/** The simulator as a process of its own; it ends with this one. */
export class Simulator {
  readonly base: string
  readonly caFile: string
  /** How many times as fast the platform's time runs. */
  readonly scale: number
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, base: string, caFile: string, scale: number) {
    this.#process = process
    this.base = base
    this.caFile = caFile
    this.scale = scale
    tls.setDefaultCACertificates([readFileSync(caFile, "utf8")])
  }

  static async start(scale: number): Promise<Simulator> {
    const child = spawn(process.execPath, [main, "--stop-with-parent", "--time-scale", String(scale)], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...compileCache }
    })
    for await (const line of createInterface({ input: child.stdout })) {
      const { base, caFile } = Schema.decodeSync(Started)(line)
      return new Simulator(child, base, caFile, scale)
    }
    throw new Error("The simulator ended before it listened.")
  }

  /** One that is stopped once it has been used. */
  static async with<A>(scale: number, use: (simulator: Simulator) => Promise<A>): Promise<A> {
    const simulator = await Simulator.start(scale)
    try {
      return await use(simulator)
    } finally {
      await simulator.stop()
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return
    const gone = once(this.#process, "exit")
    this.#process.stdin?.end()
    this.#process.kill("SIGTERM")
    await gone
  }

  /** A sample tenant that nobody else uses. */
  async tenant(): Promise<Tenant> {
    const tenant = new Tenant(this, randomUUID())
    await tenant.control("PUT", "", { seed: "sample" })
    return tenant
  }
}

/** What the platform shows of one team. */
const TeamTruth = Schema.Struct({
  id: Schema.String,
  displayName: Schema.NullOr(Schema.String),
  isArchived: Schema.Boolean,
  members: Schema.Array(Schema.Struct({ userId: Schema.String, displayName: Schema.String })),
  tabs: Schema.Array(Schema.Unknown),
  operations: Schema.Array(Schema.Struct({ operationType: Schema.String, status: Schema.String }))
})
export type TeamTruth = typeof TeamTruth.Type

const decodeTruth = Schema.decodeUnknownSync(
  Schema.Struct({ teams: Schema.Array(TeamTruth), groupsWithoutTeam: Schema.Array(Schema.Unknown) })
)
const decodeToken = Schema.decodeUnknownSync(Schema.Struct({ access_token: Schema.String }))
const decodeCalls = Schema.decodeUnknownSync(
  Schema.Struct({ value: Schema.Array(Schema.Struct({ method: Schema.String })) })
)
const decodeMade = Schema.decodeUnknownSync(Schema.Struct({ names: Schema.Array(Schema.String) }))
const decodeIncidents = Schema.decodeUnknownSync(
  Schema.Struct({
    value: Schema.Array(Schema.Struct({ name: Schema.String, written: Schema.Struct({ status: Schema.String }) }))
  })
)
const decodeFault = Schema.decodeUnknownSync(Schema.Struct({ held: Schema.Int, applied: Schema.Int }))

/** A call of Graph as the simulator's faults name it: any method, if none is said. */
export interface GraphCall {
  readonly method?: string
  readonly path: string
}

/** One tenant's control: what is true, and what is to go wrong. */
export class Tenant {
  readonly simulator: Simulator
  readonly id: string
  constructor(simulator: Simulator, id: string) {
    this.simulator = simulator
    this.id = id
  }

  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.simulator.base}/control/tenants/${this.id}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === "" ? undefined : JSON.parse(text)
  }

  /** New ones of the workspace `prod`, by the ids that our API has for them. */
  async addIncidents(count: number): Promise<ReadonlyArray<string>> {
    const made = await this.control("POST", "/arm/workspaces/soc-prod/incidents", { count })
    return decodeMade(made).names.map((name) => `prod~${name}`)
  }

  /** The names of the production workspace's incidents that are open. */
  async openIncidents(): Promise<ReadonlyArray<string>> {
    return decodeIncidents(await this.control("GET", "/arm/workspaces/soc-prod/incidents"))
      .value.filter(({ written }) => written.status !== "Closed")
      .map(({ name }) => name)
  }

  async truth() {
    return decodeTruth(await this.control("GET", "/truth"))
  }

  async token(user: string): Promise<string> {
    return decodeToken(await this.control("POST", "/tokens", { user })).access_token
  }

  /** The method of every call that Graph has received, in order. */
  async graphCalls(): Promise<ReadonlyArray<string>> {
    return decodeCalls(await this.control("GET", "/calls?surface=graph")).value.map(({ method }) => method)
  }

  /** Holds the n-th such call, before or after its effect; `release` lets it go on, or `drop`s it unanswered. */
  async hold(call: number, afterEffect: boolean, which: GraphCall = { path: "^/" }): Promise<void> {
    const fault = { kind: "hold", afterEffect }
    await this.control("POST", "/faults", { id: "moment", surface: "graph", ...which, after: call - 1, fault })
  }

  /** Waits for the call to come, a quarter of a second at most by default. */
  async isHeld(atMostMillis = 250): Promise<boolean> {
    return decodeFault(await this.control("GET", `/faults/moment?untilHeld=${atMostMillis}`)).held > 0
  }

  /** How often a fault did its harm. */
  async applied(fault: string): Promise<number> {
    return decodeFault(await this.control("GET", `/faults/${fault}`)).applied
  }

  async release(drop: boolean, fault = "moment"): Promise<void> {
    await this.control("POST", `/faults/${fault}/release`, { drop })
  }
}
