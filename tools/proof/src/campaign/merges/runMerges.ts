import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startPostgres } from "@incident-teams/testkit/PostgresServer"
import { sample } from "@incident-teams/testkit/sample"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { until } from "../../kill/Life.ts"
import { Server, type ServerOptions } from "../../kill/Server.ts"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { seeded } from "../../testing/seeded.ts"
import { holderOf } from "../workers/runWorkers.ts"
import { inCosmos, inPostgres, inSqlite, WatchedStore } from "../workers/WatchedStore.ts"
import { Deeds } from "./Deeds.ts"
import { type Attack, Hands } from "./Hands.ts"
import { judged } from "./judge.ts"
import { brokenClaims, type MergesReport } from "./MergesReport.ts"

/** How many times as fast the platform's time runs. */
export const scale = 100

/** Where the workers' teams are. */
export type Store = "sqlite" | "cosmos" | "postgres"
export const stores: ReadonlyArray<Store> = ["sqlite", "cosmos", "postgres"]

export interface MergesOptions {
  readonly store: Store
  readonly workers: number
  readonly merges: number
  readonly incidents: number
  readonly seed: number
  /** Of the workers, beyond the usual ones. */
  readonly settings?: Readonly<Record<string, string>>
  /** Milliseconds after which what isn't at rest is taken to stay so. Default: 4 minutes. */
  readonly patienceMillis?: number
}

const attackSize = 10
const linkedByHand = 2
const handsAtOnce = 6
const withTeam = 0.7

/** Both forms of Sentinel's API: only previews name the incident that continues; otherwise Defender is asked. */
const apiVersions = ["2025-09-01", "2025-10-01-preview"] as const

const attacksOf = (incidents: ReadonlyArray<string>): ReadonlyArray<Attack> =>
  Array.from({ length: Math.floor(incidents.length / attackSize) }, (_, index) => {
    const own = incidents.slice(index * attackSize, (index + 1) * attackSize)
    return { merging: own.slice(linkedByHand), linking: own.slice(0, linkedByHand) }
  })

/**
 * Incidents with and without a team, and several workers. Defender merges them in random order, with effects that come early
 * or late, while people link, unlink, create and recreate; a worker is killed, and another one is frozen for a while.
 */
export const runMerges = async (
  simulator: SimulatorAddress,
  { store: where, workers, merges, incidents: count, seed, settings = {}, patienceMillis = 240_000 }: MergesOptions,
  tell: (what: string) => void = () => undefined
): Promise<MergesReport> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-merges-"))
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", { throttling: false })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const database = where === "postgres" ? await startPostgres() : undefined
  const key = await tenant.cosmosKey()
  const environment = {
    ...(where === "cosmos" ? await tenant.cosmosSettings() : {}),
    ...(database === undefined ? {} : { POSTGRES_URL: database.url }),
    RATE_LIMIT_PER_MINUTE: "1000000",
    WORKER_LEASE_SECONDS: "8"
  }
  const server = (command: ReadonlyArray<string>, more: ServerOptions = {}) =>
    new Server(tenant, { ...more, data: folder, settings: { ...environment, ...settings, ...more.settings }, command })
  const api = server(["serve", "--role", "api"])
  const fleet = Array.from({ length: workers }, (_, number) =>
    server(["serve", "--role", "worker"], {
      settings: { ARM_API_VERSION: apiVersions[number % apiVersions.length] ?? apiVersions[0] },
      logFile: join(folder, `worker-${number}.log`)
    })
  )
  const [victim, sleeper] = fleet
  if (victim === undefined || sleeper === undefined) throw new Error("It takes at least two workers.")
  let store: WatchedStore | undefined
  try {
    if (where !== "sqlite" && (await server(["provision"]).run()) !== 0) {
      throw new Error("The store can't be provisioned.")
    }
    await api.start()
    store = new WatchedStore(
      where === "cosmos"
        ? inCosmos(tenant, key)
        : database === undefined
          ? inSqlite(join(folder, "incident-teams.sqlite"))
          : inPostgres(database.url)
    )
    const watched = store
    const random = seeded(seed)
    const deeds = new Deeds()
    const { ana, chloe, dev, elif, greta } = sample.person
    const hands = new Hands(
      { api, token: await tenant.tokenOf("ben"), tenant },
      deeds,
      [ana, chloe, dev, elif, greta],
      random
    )
    const incidents = await tenant.addIncidents(count, true)
    const attacks = attacksOf(incidents)
    await Promise.all(fleet.map((worker) => worker.start()))
    // Opens the file while nobody is frozen: that takes its lock, too.
    await watched.teams()
    await inTurns(
      incidents.filter(() => random() < withTeam),
      (incident) => hands.create(incident)
    )
    tell(`${deeds.people.size} of ${incidents.length} incidents have a team`)

    await inTurns(
      Array.from({ length: merges }, (_, done) => done),
      async (done) => {
        if (done === Math.floor(merges / 3)) {
          await victim.kill()
          tell("one worker was killed")
        }
        if (done === Math.floor(merges / 2)) {
          await freeze(sleeper, watched)
          tell("one worker is frozen")
        }
        const attack = attacks[Math.floor(random() * attacks.length)] ?? { merging: [], linking: [] }
        await Promise.all([mergeSomewhere(hands, attack, attacks), hands.meddle(attack)])
      }
    )
    tell(`${deeds.merged.size} incidents are merged`)
    const frozen = holderOf(sleeper)
    await until("others have the frozen worker's teams", async () =>
      (await watched.teams()).some(({ schedule }) => schedule.lease?.holder === frozen) ? undefined : true
    )
    sleeper.signal("SIGCONT")
    tell("and goes on")

    const look = async () => judged(await watched.histories(), await tenant.truth(), deeds)
    return await until(
      "everything is at rest",
      async () => {
        const report = await look()
        return brokenClaims(report).length === 0 ? report : undefined
      },
      { everyMillis: 1_000, hangsAfterMillis: patienceMillis }
    ).catch(look)
  } finally {
    // A frozen process takes no notice of anything but this signal.
    await Promise.all([...fleet, api].map((one) => one.kill()))
    await store?.close()
    await database?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Not in the middle of a commit to SQLite, which would keep everybody else from writing for as long. */
const freeze = (worker: Server, store: WatchedStore): Promise<true> =>
  until("a worker is frozen while the store takes writes", async () => {
    worker.signal("SIGSTOP")
    if (await store.takesWrites()) return true
    worker.signal("SIGCONT")
    return undefined
  })

/** In this attack, or in another one if it has no two incidents left that can be merged. */
const mergeSomewhere = async (hands: Hands, first: Attack, attacks: ReadonlyArray<Attack>): Promise<void> => {
  for (const attack of [first, ...attacks]) if (await hands.merge(attack)) return
  throw new Error("There are more merges than incidents that can be merged.")
}

const inTurns = async <A>(items: ReadonlyArray<A>, act: (item: A) => Promise<void>): Promise<void> => {
  const left = items.values()
  await Promise.all(
    Array.from({ length: handsAtOnce }, async () => {
      for (const item of left) await act(item)
    })
  )
}
