import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Schema } from "effect"
import { until } from "../kill/Life.ts"
import { Server } from "../kill/Server.ts"
import { SimulatedTenant, startTrusted } from "../kill/SimulatedTenant.ts"

export interface MassClose {
  /** Time taken over the ideal: a call a team at 30 a second, one operation, one poll of 30 s. In platform time. */
  readonly vsIdeal: number
  /** Of the calls of Graph between the first close and the last team archived. */
  readonly share429: number
  /** Teams that were not archived in the end. */
  readonly lost: number
  readonly teams: number
  readonly platformSeconds: number
  readonly idealSeconds: number
  readonly calls: number
}

/** Slow enough for two cores to keep up with the throttles of the platform. */
const unhurried = 2
const operationSeconds = 20

const decodeCounts = Schema.decodeUnknownSync(
  Schema.Struct({ counts: Schema.Struct({ live: Schema.Int, archived: Schema.Int }) })
)
const decodeCalls = Schema.decodeUnknownSync(
  Schema.Struct({ value: Schema.Array(Schema.Struct({ status: Schema.NullOr(Schema.Int) })), last: Schema.Int })
)

const countsOf = async (tenant: SimulatedTenant) => decodeCounts(await tenant.control("GET", "/truth")).counts

/** So many teams, all closed at once in Sentinel, under the documented throttles of Graph. `processes` work on them. */
export const massClose = async (processes = 1, count = 1_000, scale = unhurried): Promise<MassClose> => {
  const simulator = await startTrusted(scale)
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-mass-"))
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", { throttling: false, operationMillis: [20_000, 20_000] })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const settings = { RATE_LIMIT_PER_MINUTE: "1000000", WORKER_CONCURRENCY: "200", WORKER_LEASE_SECONDS: "60" }
  const server = new Server(tenant, { data: folder, settings })
  const others = Array.from(
    { length: processes - 1 },
    () => new Server(tenant, { data: folder, settings, command: ["serve", "--role", "worker"] })
  )
  try {
    await server.start()
    const token = await tenant.tokenOf("ben")
    const incidents = await tenant.addIncidents(count)
    for (const incident of incidents) await server.call("POST", `/v1/incidents/${incident}/team`, token, {})
    await until(
      "all teams are open",
      async () => {
        await sleep(500)
        const answer = await server.call(
          "GET",
          "/v1/teams?workspace=soc&phase=requested&phase=provisioning&top=1",
          token
        )
        return (await countsOf(tenant)).live === count && isEmpty(answer.body) ? true : undefined
      },
      { hangsAfterMillis: 900_000 }
    )
    for (const other of others) await other.start()
    await tenant.control("PATCH", "/behavior", { throttling: true })
    const { last } = decodeCalls(await tenant.control("GET", "/calls?surface=graph&since=999999999"))
    const closed = performance.now()
    await Promise.all(incidents.map((incident) => tenant.changeIncident(incident, "close")))
    await until(
      "all teams are archived",
      async () => {
        await sleep(50)
        const answer = await server.call("GET", "/v1/teams?workspace=soc&phase=open&phase=archiving&top=1", token)
        return isEmpty(answer.body) ? true : undefined
      },
      { hangsAfterMillis: 900_000 }
    )
    const platformSeconds = ((performance.now() - closed) / 1_000) * scale
    const { value } = decodeCalls(await tenant.control("GET", `/calls?surface=graph&since=${last}`))
    const { archived } = await countsOf(tenant)
    const idealSeconds = count / 30 + operationSeconds + 30
    return {
      vsIdeal: Number((platformSeconds / idealSeconds).toFixed(2)),
      share429: Number((value.filter(({ status }) => status === 429).length / value.length).toFixed(4)),
      lost: count - archived,
      teams: count,
      platformSeconds: Math.round(platformSeconds),
      idealSeconds: Math.round(idealSeconds),
      calls: value.length
    }
  } finally {
    for (const one of [...others, server]) await one.kill()
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const isEmpty = (body: unknown): boolean =>
  typeof body === "object" && body !== null && "items" in body && Array.isArray(body.items) && body.items.length === 0
