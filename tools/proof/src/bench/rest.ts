import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { sample } from "@incident-teams/testkit/sample"
import autocannon from "autocannon"
import { Schema } from "effect"
import { residentMiB } from "../campaign/load/residentMiB.ts"
import { Life } from "../kill/Life.ts"
import { Server } from "../kill/Server.ts"
import { SimulatedTenant, startTrusted } from "../kill/SimulatedTenant.ts"
import { SameWork } from "./servers/sameWork.ts"
import { ratioOf, type Spread, spreadOf } from "./Spread.ts"

const scale = 200
const connections = 50
const requestsPerMinute = 100_000_000

export interface RestFigures {
  /** GET requests for a team that our server answers in a second, over those of a Fastify server that does the same work. */
  readonly restVsSameWork: Spread
  readonly perSecond: { readonly ours: Spread; readonly sameWork: Spread }
  readonly serverColdStartMs: Spread
  readonly rssIdleMiB: number
  readonly rssUnderLoadMiB: number
}

export interface RestOptions {
  readonly rounds?: number
  readonly seconds?: number
  readonly starts?: number
}

/** What a client sees of a response, without the headers that differ from one response or connection to the next. */
export interface Seen {
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  readonly hasEtag: boolean
}

const perResponse = new Set([
  "connection",
  "content-length",
  "content-type",
  "date",
  "etag",
  "keep-alive",
  "x-request-id"
])
const decodeBody = Schema.decodeUnknownSync(Schema.Record(Schema.String, Schema.Unknown))

export const see = async (url: string, token: string): Promise<Seen> => {
  // As autocannon asks: without compression.
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}`, "accept-encoding": "identity" } })
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  const headers = [...response.headers].filter(([name]) => !perResponse.has(name))
  return {
    body: decodeBody(await response.json()),
    headers: Object.fromEntries(headers),
    hasEtag: response.headers.has("etag")
  }
}

/** The connections are shared out evenly between the callers. */
const perSecond = async (url: string, tokens: Contest["tokens"], seconds: number): Promise<number> => {
  let connected = 0
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    setupClient: (client) => {
      client.setHeaders({ authorization: `Bearer ${tokens[connected++ % tokens.length]}` })
    }
  })
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url} failed ${result.non2xx + result.errors} requests.`)
  }
  return result.requests.average
}

/** Starts the Fastify server for a team that our server returned. It ends with this process. */
const startSameWork = async (
  tenant: SimulatedTenant,
  folder: string,
  teamId: string,
  { body, headers }: Seen
): Promise<{ readonly url: string; readonly process: ChildProcess }> => {
  const file = join(folder, "same-work.sqlite")
  const database = new DatabaseSync(file)
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE teams (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT")
  database.prepare("INSERT INTO teams VALUES (?, ?)").run(teamId, JSON.stringify(body))
  database.close()
  const settings = Schema.encodeSync(SameWork)({
    issuer: `${tenant.base}/${tenant.id}/v2.0`,
    audience: sample.client.server,
    keys: `${tenant.base}/${tenant.id}/discovery/v2.0/keys`,
    database: file,
    logFile: join(folder, "same-work.log"),
    requestsPerMinute,
    rights: { canReadIncidents: true },
    headers
  })
  const child = spawn(process.execPath, [fileURLToPath(new URL("servers/sameWork.ts", import.meta.url)), settings], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: tenant.simulator.caFile }
  })
  for await (const address of createInterface({ input: child.stdout })) return { url: address, process: child }
  throw new Error("The Fastify server ended before it listened.")
}

/** Our server and the Fastify server with one open team, both started, on the same cores. */
export interface Contest {
  readonly server: Server
  /** Addresses of the team. */
  readonly ours: string
  readonly sameWork: string
  /** Of several callers, as our server spreads what a single one sends at once over several turns of the event loop. */
  readonly tokens: readonly [string, ...ReadonlyArray<string>]
}

/** Starts both, lets `use` measure them and stops them. */
export const withContest = async <A>(use: (contest: Contest) => Promise<A>): Promise<A> => {
  const simulator = await startTrusted(scale)
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-bench-"))
  const tenant = await SimulatedTenant.create(simulator)
  const maker = new Server(tenant, { data: folder })
  // In the platform's own time, with its default intervals, and its log in a file.
  const server = new Server(tenant, {
    data: folder,
    settings: {
      PLATFORM_TIME_SCALE: "1",
      RATE_LIMIT_PER_MINUTE: "1000000",
      WORKER_LEASE_SECONDS: "60",
      FEED_SWEEP_SECONDS: "15"
    },
    logFile: join(folder, "log")
  })
  let other: ChildProcess | undefined
  try {
    await maker.start()
    const life = new Life(maker, tenant)
    await life.begin()
    await life.create()
    await life.reached("open")
    const path = await life.teamPath()
    await maker.kill("SIGTERM")
    await server.start()
    const tokens = [
      await tenant.tokenOf("ana"),
      await tenant.tokenOf("ben"),
      await tenant.tokenOf("chloe"),
      await tenant.tokenOf("dev")
    ] as const
    const sameWork = await startSameWork(
      tenant,
      folder,
      path.slice(path.lastIndexOf("/") + 1),
      await see(`${server.url}${path}`, tokens[0])
    )
    other = sameWork.process
    return await use({ server, ours: `${server.url}${path}`, sameWork: `${sameWork.url}${path}`, tokens })
  } finally {
    if (other !== undefined) {
      const gone = once(other, "exit")
      other.kill()
      await gone
    }
    await maker.kill()
    await server.kill()
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Measures both servers in turn; what disturbs a round disturbs both. */
export const restFigures = async (
  { server, ours, sameWork, tokens }: Contest,
  { rounds = 5, seconds = 4, starts = 5 }: RestOptions = {}
): Promise<RestFigures> => {
  const rssIdleMiB = residentMiB(server.pid)
  const figures = { ours: new Array<number>(), sameWork: new Array<number>() }
  // Before the first round, so that both are compiled.
  for (const url of [ours, sameWork]) await perSecond(url, tokens, Math.min(seconds, 2))
  let rssUnderLoadMiB = 0
  for (let round = 0; round < rounds; round++) {
    figures.ours.push(await perSecond(ours, tokens, seconds))
    rssUnderLoadMiB = Math.max(rssUnderLoadMiB, residentMiB(server.pid))
    figures.sameWork.push(await perSecond(sameWork, tokens, seconds))
  }
  const coldStarts: Array<number> = []
  for (let start = 0; start < starts; start++) {
    await server.kill("SIGTERM")
    const began = performance.now()
    await server.start()
    coldStarts.push(performance.now() - began)
  }
  return {
    restVsSameWork: ratioOf(figures.ours, figures.sameWork),
    perSecond: { ours: spreadOf(figures.ours), sameWork: spreadOf(figures.sameWork) },
    serverColdStartMs: spreadOf(coldStarts),
    rssIdleMiB,
    rssUnderLoadMiB
  }
}
