import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Stored } from "@incident-teams/application/ports/TeamStore"
import { leaseTerms } from "@incident-teams/application/reconcile/Claim"
import { isProvisioned } from "@incident-teams/domain/team/Team"
import { startPostgres } from "@incident-teams/testkit/PostgresServer"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { until } from "../../kill/Life.ts"
import { Server, type ServerOptions } from "../../kill/Server.ts"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { graphCalls, judged, platformTruth } from "./judge.ts"
import { lateReports, type PendingCall, pendingCalls, takenOver } from "./lateReports.ts"
import { inCosmos, inPostgres, WatchedStore } from "./WatchedStore.ts"
import type { WorkersReport } from "./WorkersReport.ts"

/** Where the workers' teams are. */
export type Store = "cosmos" | "postgres"
export const stores: ReadonlyArray<Store> = ["cosmos", "postgres"]

export interface WorkersOptions {
  /** Default: cosmos. */
  readonly store?: Store
  readonly workers: number
  readonly teams: number
  /** Beyond the usual settings of the workers. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Long enough for a call and its commit on a busy machine, short enough to wait for. */
const leaseSeconds = 12
/** How long a worker waits for a call at least, once it was made. */
const givenUpAfterMillis = (() => {
  const { callNeedsMillis, callEndsBeforeMillis } = leaseTerms("", leaseSeconds * 1_000)
  return callNeedsMillis - callEndsBeforeMillis
})()
/** From here on the workers know their shares of Graph's limits: platform time, in seconds. */
const settledAfter = 30

/** A worker is killed, or frozen, in the middle of so many calls at least. */
const enough = 3
/** As many as there may be. */
const times = 1_000_000

/** A team is asked for over REST for each of so many incidents, some at a time. */
const askForTeams = async (api: Server, token: string, incidents: ReadonlyArray<string>): Promise<void> => {
  const left = [...incidents]
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let incident = left.pop(); incident !== undefined; incident = left.pop()) {
        await until(`the team of ${incident} is requested`, async () => {
          const { status, body } = await api.call("POST", `/v1/incidents/${incident}/team`, token, {})
          if (status === 503) return undefined
          // 409: a request that was answered 503 did it.
          if (status === 202 || status === 409) return true
          throw new Error(`The team was answered ${status}: ${JSON.stringify(body)}`)
        })
      }
    })
  )
}

/** The name under which a worker holds its leases, which it logs as it starts. */
export const holderOf = (worker: Server): string => /\bworker-[\w-]+/u.exec(worker.log)?.[0] ?? "nobody"

/**
 * Due teams, and several worker processes on one store. One is killed in the middle of calls; one is frozen in
 * the middle of calls, until others have taken over the teams that it made them for, and then goes on where it was.
 */
export const runWorkers = async (
  simulator: SimulatorAddress,
  { store: where = "cosmos", workers, teams, settings = {} }: WorkersOptions,
  tell: (what: string) => void = () => undefined
): Promise<WorkersReport> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-workers-"))
  const tenant = await SimulatedTenant.create(simulator)
  const database = where === "postgres" ? await startPostgres() : undefined
  const key = await tenant.cosmosKey()
  const environment = {
    ...(database === undefined ? { COSMOS_ENDPOINT: tenant.base, COSMOS_KEY: key } : { POSTGRES_URL: database.url }),
    RATE_LIMIT_PER_MINUTE: "1000000",
    WORKER_LEASE_SECONDS: String(leaseSeconds),
    // So that each of them has something to do.
    WORKER_CONCURRENCY: String(Math.min(32, Math.ceil(teams / workers)))
  }
  const server = (command: ReadonlyArray<string>, more: ServerOptions = {}) =>
    new Server(tenant, { ...more, settings: { ...environment, ...more.settings }, command })
  const api = server(["serve", "--role", "api"])
  const fleet = Array.from({ length: workers }, (_, number) =>
    server(["serve", "--role", "worker"], { settings, logFile: join(folder, `worker-${number}.log`) })
  )
  const [victim, sleeper] = fleet
  if (victim === undefined || sleeper === undefined) throw new Error("It takes at least two workers.")
  let store: WatchedStore | undefined
  try {
    if ((await server(["provision"]).run()) !== 0) throw new Error("The store can't be provisioned.")
    store = new WatchedStore(database === undefined ? inCosmos(tenant, key) : inPostgres(database.url))
    const watched = store
    await api.start()
    await askForTeams(api, await tenant.tokenOf("ben"), await tenant.addIncidents(teams))
    const due = (await watched.teams()).length
    tell(`${due} teams are due`)

    // Nobody gets beyond this call before the two are out of the way.
    await tenant.control("POST", "/faults", { id: "middle", path: "/groups/{id}/team", fault: { kind: "hold" }, times })
    await Promise.all(fleet.map((worker) => worker.start()))
    const from = Date.now() + (settledAfter * 1_000) / simulator.timeScale
    /** The calls that a worker waits for: the platform has them, and holds them. */
    const callsOf = async (worker: Server): Promise<ReadonlyArray<PendingCall>> =>
      pendingCalls(holderOf(worker), await watched.teams(), await graphCalls(tenant))

    await until(
      "a worker is in the middle of its calls",
      async () => ((await callsOf(victim)).length >= enough ? true : undefined),
      { everyMillis: lookEveryMillis }
    )
    await victim.kill()
    tell("one worker was killed")
    const pending = await until(
      "a worker is frozen in the middle of its calls",
      async () => {
        if ((await callsOf(sleeper)).length < enough) return undefined
        sleeper.signal("SIGSTOP")
        const frozenAt = Date.now()
        // Those that it can't have given up by itself by then, however long it takes to read them.
        const young = (await callsOf(sleeper)).filter(({ startedAt }) => frozenAt - startedAt < givenUpAfterMillis / 2)
        if (young.length >= enough) return young
        sleeper.signal("SIGCONT")
        return undefined
      },
      { everyMillis: lookEveryMillis }
    )
    await tenant.control("DELETE", "/faults/middle")
    tell("one worker is frozen")
    await until(
      "other workers have its teams",
      async () => (takenOver(holderOf(sleeper), await watched.teams(), pending) ? true : undefined),
      { everyMillis: lookEveryMillis }
    )
    const thawed = sleeper.log.length
    sleeper.signal("SIGCONT")
    tell("and goes on")

    const late = () => lateReports(sleeper.log.slice(thawed), pending)
    await until(
      "the frozen worker has reported what came of its calls",
      async () => (late().reported === pending.length ? true : undefined),
      { everyMillis: lookEveryMillis }
    )
    await until(
      "every team is there, and nobody works on any",
      async () => ((await watched.teams()).every(isDone) ? true : undefined),
      { everyMillis: lookEveryMillis }
    ).catch(() => tell("some teams aren't there"))
    const staleRefused = await sleeper.metric("incident_teams_outcomes_dropped_total")
    // One that is asked to stop first commits what it has reported: nothing more is dropped after that.
    await Promise.all(fleet.map((worker) => worker.kill("SIGTERM")))
    const { reported, dropped } = late()
    const [histories, truth, calls] = [await watched.histories(), await platformTruth(tenant), await graphCalls(tenant)]
    return { ...judged(due, histories, truth, calls, from), staleRefused, staleAccepted: reported - dropped }
  } finally {
    // A frozen process takes no notice of anything but this signal.
    await Promise.all([...fleet, api].map((one) => one.kill()))
    await store?.close()
    await database?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Each look reads the whole store and all calls. */
const lookEveryMillis = 200

const isDone = ({ team, schedule }: Stored): boolean =>
  isProvisioned(team) && team.phase === "open" && team.work.inFlight === undefined && schedule.lease === undefined
