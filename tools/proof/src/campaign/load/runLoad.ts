import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sample } from "@incident-teams/testkit/sample"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import autocannon from "autocannon"
import { Schema } from "effect"
import { until } from "../../kill/Life.ts"
import { Server } from "../../kill/Server.ts"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { LoadReport } from "./LoadReport.ts"
import { mixedLoad } from "./mixedLoad.ts"
import { Resident } from "./Resident.ts"

/** How many times as fast the platform's time runs. */
export const scale = 200
/** Enough for what it works on. With more, V8 lets garbage lie, and growth says nothing about what is kept. */
const heapMiB = 128
const teamsCount = 20
const person = sample.person.dev

const decodeTeam = Schema.decodeUnknownSync(Schema.Struct({ id: Schema.String, phase: Schema.String }))

export interface LoadOptions {
  /** How long it lasts. */
  readonly lasts: { readonly seconds: number } | { readonly requests: number }
  /** Connections that each send a request as soon as the last one is answered. */
  readonly connections: number
  /** The server's REQUESTS_AT_ONCE. */
  readonly atOnce: number
  /** Of the server, beyond the usual ones. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Open teams for as many incidents. */
const openTeams = async (server: Server, tenant: SimulatedTenant, token: string) => {
  const incidents = await tenant.addIncidents(teamsCount)
  const teams: Array<string> = []
  for (const incident of incidents) await server.call("POST", `/v1/incidents/${incident}/team`, token, {})
  for (const incident of incidents) {
    const team = await until(`the team of ${incident} is open`, async () => {
      const { status, body } = await server.call("GET", `/v1/incidents/${incident}/team`, token)
      const found = status === 200 ? decodeTeam(body) : undefined
      return found?.phase === "open" ? found : undefined
    })
    teams.push(team.id)
  }
  return { incidents, teams }
}

/**
 * Refusals that a caller must expect under such a load, where they say when to come again. A body that the machine had no time
 * to hand over (408) may be sent again at once.
 */
const asksToComeAgain = (status: number, headers: unknown): boolean =>
  status === 408 ||
  ((status === 503 || status === 429) && typeof headers === "object" && headers !== null && "retry-after" in headers)

/** Refusals that say that two callers were in each other's way. */
const inEachOthersWay = new Set([409, 412, 422])

/** The real server at saturation, asked by this process. */
export const runLoad = async (
  simulator: SimulatorAddress,
  { lasts, connections, atOnce, settings: { NODE_OPTIONS: options = "", ...settings } = {} }: LoadOptions
): Promise<LoadReport> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-load-"))
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", { throttling: false })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const server = new Server(tenant, {
    data: folder,
    settings: {
      RATE_LIMIT_PER_MINUTE: "1000000",
      REQUESTS_AT_ONCE: String(atOnce),
      NODE_OPTIONS: `--max-old-space-size=${heapMiB} ${options}`,
      ...settings
    }
  })
  try {
    await server.start()
    const token = await tenant.tokenOf("ben")
    const { incidents, teams } = await openTeams(server, tenant, token)
    const findings: Array<string> = []
    let refused = 0
    let wrong = 0
    const requests = mixedLoad(token, incidents, teams, person).map((request) => ({
      ...request,
      onResponse: (status: number, body: string, _context: object, headers?: unknown) => {
        if (status < 300 || inEachOthersWay.has(status)) return
        if (asksToComeAgain(status, headers)) refused += 1
        else {
          wrong += 1
          if (findings.length < 10) findings.push(`${status} ${body.slice(0, 300)}`)
        }
      }
    }))
    const resident = new Resident(server.pid)
    const result = await autocannon({
      url: server.url,
      connections,
      ...("seconds" in lasts ? { duration: lasts.seconds } : { amount: lasts.requests }),
      timeout: 120,
      requests
    })
    resident.stop()
    const broken = result.errors
    if (broken > 0) findings.push(`${broken} connections were broken or timed out`)
    return {
      requests: result.requests.total,
      errors: wrong + broken,
      refusedWithRetryAfter: refused,
      p50Ms: result.latency.p50,
      p99Ms: result.latency.p99,
      // In the first fifth it warms up.
      rssStartMiB: resident.medianOfFifth(1),
      rssEndMiB: resident.medianOfFifth(4),
      findings
    }
  } finally {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
