import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { Worker } from "node:worker_threads"
import { sample } from "@incident-teams/testkit/sample"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { until } from "../../kill/Life.ts"
import { Server } from "../../kill/Server.ts"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { Orders, Progress } from "./attacker.ts"
import { attacks } from "./attacks.ts"
import { type AttackResult, type HostileReport, percentile, reportOf } from "./HostileReport.ts"

/** How many times as fast the platform's time runs. */
export const scale = 200

/** One caller alone, and ten together. */
const crowds = [1, 10]

export interface HostileOptions {
  /** How long each attack lasts once its connections are open. */
  readonly seconds: number
  /** Connections of each attack: more than a server processes requests at a time. */
  readonly connections: number
  /** Default: every attack. */
  readonly only?: ReadonlyArray<string>
  /** Of the server, beyond the usual ones. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Guests of the tenant whom nobody gave any right. */
const guests = async (tenant: SimulatedTenant, count: number): Promise<ReadonlyArray<string>> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const name = `guest-${randomUUID()}`
      const { id } = await tenant.control("PUT", `/users/${name}`, { displayName: name, userType: "Guest" })
      return `Bearer ${await tenant.token({ user: String(id) })}`
    })
  )

/** What those who work at the same time ask for, by turns: reads of this server and of Sentinel, and a change. */
const ordinary = [
  ["GET", "/v1/me"],
  ["GET", "/v1/incidents?workspace=soc&top=20"],
  ["PUT", `/v1/favorites/people/${sample.person.dev}`],
  ["GET", "/v1/teams?workspace=soc"]
] as const

/** Milliseconds between two requests of one person. */
const between = 50

class Others {
  readonly times: Array<number> = []
  readonly findings: Array<string> = []
  shutOut = 0
  readonly #server: Server
  readonly #tokens: ReadonlyArray<string>

  constructor(server: Server, tokens: ReadonlyArray<string>) {
    this.#server = server
    this.#tokens = tokens
  }

  /** Each asks for one thing after another, at least each thing once. */
  async work(seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1_000
    await Promise.all(
      this.#tokens.map(async (token) => {
        for (let turn = 0; turn < ordinary.length || Date.now() < end; turn++) {
          await this.#ask(turn, token)
          await pause(between)
        }
      })
    )
  }

  async #ask(turn: number, token: string): Promise<void> {
    const [method, path] = ordinary[turn % ordinary.length] ?? ordinary[0]
    const began = performance.now()
    const { status, body } = await this.#server
      .call(method, path, token)
      .catch((error: unknown) => ({ status: 0, body: String(error) }))
    this.times.push(performance.now() - began)
    if (status >= 200 && status < 300) return
    this.shutOut += 1
    this.findings.push(`${method} ${path}: ${status} ${JSON.stringify(body).slice(0, 200)}`)
  }
}

const attacked = async (
  server: Server,
  tokens: ReadonlyArray<string>,
  orders: Orders,
  seconds: number
): Promise<{ readonly result: AttackResult; readonly findings: ReadonlyArray<string> }> => {
  const thread = new Worker(new URL("attacker.ts", import.meta.url), { workerData: orders })
  let progress: Progress = { opened: 0, answers: {} }
  thread.on("message", (message: Progress) => {
    progress = message
  })
  try {
    await until(`${orders.attack} opens its connections`, () =>
      Promise.resolve(progress.opened >= orders.connections ? true : undefined)
    )
    const others = new Others(server, tokens)
    await others.work(seconds)
    return {
      result: {
        attack: orders.attack,
        callers: orders.target.callers.length,
        ...progress,
        requests: others.times.length,
        p50Ms: Math.round(percentile(others.times, 0.5)),
        p99Ms: Math.round(percentile(others.times, 0.99)),
        shutOut: others.shutOut
      },
      findings: others.findings.map((finding) => `${orders.attack}: ${finding}`)
    }
  } finally {
    await thread.terminate()
  }
}

/** The real server, attacked in every way by one caller and by ten, while two analysts do their work. */
export const runHostile = async (
  simulator: SimulatorAddress,
  { seconds, connections, only = Object.keys(attacks), settings = {} }: HostileOptions,
  onDone: (result: AttackResult) => void = () => undefined
): Promise<HostileReport> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-hostile-"))
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", { throttling: false })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const server = new Server(tenant, { data: folder, settings })
  try {
    await server.start()
    const [incident = ""] = await tenant.openIncidents()
    const analysts = [await tenant.tokenOf("ana"), await tenant.tokenOf("ben")]
    const forged = await tenant.token({ user: "ben", forged: true })
    // Once in peace, so that no first time counts: of a token, of a workspace, of the code itself.
    const peace = new Others(server, analysts)
    await peace.work(0)
    if (peace.shutOut > 0) throw new Error(`Refused without any attack: ${peace.findings.join("; ")}`)
    const results: Array<AttackResult> = []
    const findings: Array<string> = []
    for (const attack of only) {
      for (const crowd of crowds) {
        // New ones each time: those of the attack before have no requests left.
        const target = { url: server.url, callers: await guests(tenant, crowd), forged, incident }
        const one = await attacked(server, analysts, { attack, target, connections }, seconds)
        results.push(one.result)
        findings.push(...one.findings)
        onDone(one.result)
      }
    }
    return reportOf(results, findings.slice(0, 10))
  } finally {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
