import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type PostgresServer, startPostgres } from "@incident-teams/testkit/PostgresServer"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { Schema } from "effect"
import { Server } from "../../kill/Server.ts"
import { type GraphCall, SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { seeded } from "../../testing/seeded.ts"
import { Client } from "./Client.ts"
import { compare } from "./compare.ts"
import { dieOnce } from "./dieOnce.ts"
import { Expected } from "./Expected.ts"
import type { KillReport } from "./KillReport.ts"

/** How many times as fast the platform's time runs. */
export const scale = 200
const clients = 4
const incidentsEach = 3

const decodeUser = Schema.decodeUnknownSync(Schema.Struct({ id: Schema.String }))

/** New accounts, whom every team takes. */
const addPeople = (tenant: SimulatedTenant, names: ReadonlyArray<string>): Promise<ReadonlyArray<string>> =>
  Promise.all(
    names.map(async (name) => decodeUser(await tenant.control("PUT", `/users/${name}`, { displayName: name })).id)
  )

/** Where the server keeps its teams. */
export type Store = "sqlite" | "cosmos" | "postgres"
export const stores: ReadonlyArray<Store> = ["sqlite", "cosmos", "postgres"]

/** With PostgreSQL every so many deaths are the database's own. */
const everyDatabaseDeath = 4

export interface KillOptions {
  readonly kills: number
  /** Chooses what the clients do, and when the server dies. */
  readonly seed: number
  readonly store: Store
  /** It always dies in the middle of this call. */
  readonly call?: GraphCall
  /** Of the server, beyond the usual ones. */
  readonly settings?: Readonly<Record<string, string>>
}

const settingsOf = async (store: Store, tenant: SimulatedTenant, database: PostgresServer | undefined) => {
  if (store === "sqlite") return {}
  if (database !== undefined) return { POSTGRES_URL: database.url }
  const settings = await tenant.cosmosSettings()
  if ((await new Server(tenant, { settings, command: ["provision"] }).run()) !== 0) {
    throw new Error("The store can't be provisioned.")
  }
  return settings
}

/** The database is stopped as by a crash or in order, for longer than a request is repeated or not, and started again. */
const databaseDies = async (database: PostgresServer, random: () => number): Promise<void> => {
  await sleep(random() * 2_500)
  await database.stop(random() < 0.5 ? "immediate" : "fast")
  await sleep(random() * 4_000)
  await database.start()
}

/** The real server under a mixed load, killed with SIGKILL and started again on the same data. */
export const runKills = async (
  simulator: SimulatorAddress,
  { kills, seed, store, call, settings = {} }: KillOptions,
  onKill: (kill: number) => void = () => undefined
): Promise<KillReport> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-kills-"))
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", { throttling: false })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const database = store === "postgres" ? await startPostgres() : undefined
  const server = new Server(tenant, {
    data: folder,
    settings: { RATE_LIMIT_PER_MINUTE: "1000000", ...(await settingsOf(store, tenant, database)), ...settings }
  })
  const random = seeded(seed)
  let over = false
  try {
    const incidents = await tenant.addIncidents(clients * incidentsEach)
    const expected = new Expected(incidents)
    const token = await tenant.tokenOf("ben")
    await server.start()
    const team = await Promise.all(
      Array.from({ length: clients }, async (_, index) => {
        const [star = "", ...people] = await addPeople(
          tenant,
          ["star", "one", "two", "three"].map((name) => `${name}-${index}`)
        )
        const its = { incidents: incidents.slice(index * incidentsEach, (index + 1) * incidentsEach), people, star }
        return new Client(server, token, expected, its, seeded(seed + index + 1))
      })
    )
    const working = team.map((client) => client.work(() => over))
    for (let kill = 1; kill <= kills; kill++) {
      if (database !== undefined && kill % everyDatabaseDeath === 0) await databaseDies(database, random)
      else await dieOnce({ server, tenant, random, acknowledged: () => expected.acknowledged }, call)
      onKill(kill)
    }
    over = true
    await Promise.all(working)
    const found = await compare(expected, server, tenant, token)
    return {
      kills,
      acknowledged: expected.acknowledged,
      ...found,
      findings: [...found.findings, ...team.flatMap(({ faults }) => faults)]
    }
  } finally {
    over = true
    await server.kill()
    await database?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}
