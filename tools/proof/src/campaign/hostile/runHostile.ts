import { randomUUID } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { Worker } from "node:worker_threads"
import { sample } from "@incident-teams/testkit/sample"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { Schema } from "effect"
import { until } from "../../kill/Life.ts"
import { Server } from "../../kill/Server.ts"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { Orders, Progress } from "./attacker.ts"
import { attacks } from "./attacks.ts"
import { type AttackResult, type HostileReport, percentile, reportOf } from "./HostileReport.ts"

/** How many times as fast the platform's time runs. */
export const scale = 200

/** One caller alone, and ten together. */
const usualCrowds = [1, 10]

export interface HostileOptions {
  /** How long each attack lasts once its connections are open. */
  readonly seconds: number
  /** Connections of each attack: more than a server processes requests at a time. */
  readonly connections: number
  /** Default: every attack. */
  readonly only?: ReadonlyArray<string>
  /** How many callers attack together, one attack after the other. Default: 1, and then 10. */
  readonly crowds?: ReadonlyArray<number>
  /** Of the server, beyond the usual ones. */
  readonly settings?: Readonly<Record<string, string>>
}

const decodeUser = Schema.decodeUnknownSync(Schema.Struct({ id: Schema.String }))

/** Guests of the tenant whom nobody gave any right. */
const guests = async (tenant: SimulatedTenant, count: number): Promise<ReadonlyArray<string>> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const name = `guest-${randomUUID()}`
      const made: unknown = await tenant.control("PUT", `/users/${name}`, { displayName: name, userType: "Guest" })
      return `Bearer ${await tenant.token({ user: decodeUser(made).id })}`
    })
  )

/** What an analyst asks for by turns: reads of this server and of Sentinel, and changes, one of them with a body. */
const ordinary = (incident: string): ReadonlyArray<readonly [method: string, path: string, body?: unknown]> => [
  ["GET", "/v1/me"],
  ["GET", "/v1/incidents?workspace=soc&top=20"],
  ["PUT", `/v1/favorites/people/${sample.person.dev}`],
  ["PATCH", `/v1/incidents/${incident}`, { severity: "High" }],
  ["GET", "/v1/teams?workspace=soc"]
]

/** Someone who works meanwhile, on an incident of their own. */
interface Analyst {
  readonly token: string
  readonly incident: string
}

/** Milliseconds between two requests of one person. */
const between = 50

class Others {
  readonly times: Array<number> = []
  readonly findings: Array<string> = []
  shutOut = 0
  readonly #server: Server
  readonly #analysts: ReadonlyArray<Analyst>

  constructor(server: Server, analysts: ReadonlyArray<Analyst>) {
    this.#server = server
    this.#analysts = analysts
  }

  /** Each asks for one thing after another, at least each thing once. */
  async work(seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1_000
    await Promise.all(
      this.#analysts.map(async ({ token, incident }) => {
        do {
          for (const [method, path, body] of ordinary(incident)) {
            await this.#ask(method, path, token, body)
            await pause(between)
          }
        } while (Date.now() < end)
      })
    )
  }

  async #ask(method: string, path: string, token: string, sent: unknown): Promise<void> {
    const began = performance.now()
    const { status, body } = await this.#server
      .call(method, path, token, sent)
      .catch((error: unknown) => ({ status: 0, body: String(error) }))
    this.times.push(performance.now() - began)
    if (status >= 200 && status < 300) return
    this.shutOut += 1
    this.findings.push(`${method} ${path}: ${status} ${JSON.stringify(body).slice(0, 200)}`)
  }
}

const attacked = async (
  server: Server,
  analysts: ReadonlyArray<Analyst>,
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
    // Connections are accepted in their order: once a later one is answered, the server has those of the attack.
    await until(`a connection is answered after those of ${orders.attack}`, () =>
      fetch(`${server.url}/healthz`, { headers: { connection: "close" } }).then(
        ({ ok }) => ok || undefined,
        () => undefined
      )
    )
    const others = new Others(server, analysts)
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
  { seconds, connections, only = Object.keys(attacks), crowds = usualCrowds, settings = {} }: HostileOptions,
  onDone: (result: AttackResult) => void = () => undefined
): Promise<HostileReport> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-hostile-"))
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", { throttling: false })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const server = new Server(tenant, { data: folder, settings })
  try {
    await server.start()
    const [incident = "", ...own] = await tenant.addIncidents(3)
    const analysts = await Promise.all(
      ["ana", "ben"].map(async (name, index) => ({ token: await tenant.tokenOf(name), incident: own[index] ?? "" }))
    )
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
