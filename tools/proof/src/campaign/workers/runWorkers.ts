import { setTimeout as sleep } from "node:timers/promises"
import { isProvisioned } from "@incident-teams/domain/team/Team"
import { until } from "../../kill/Life.ts"
import { Server } from "../../kill/Server.ts"
import { Simulator } from "../../kill/Simulator.ts"
import { cosmosAccount } from "../cosmosAccount.ts"
import { graphCalls, judged, platformTruth } from "./judge.ts"
import { WatchedStore } from "./WatchedStore.ts"
import type { WorkersReport } from "./WorkersReport.ts"

export interface WorkersOptions {
  readonly workers: number
  readonly teams: number
  /** How many times as fast the platform's time runs. */
  readonly scale: number
  /** Beyond the usual settings of the workers. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Long enough for a call and its commit on a busy machine, short enough to wait for. */
const leaseSeconds = 3
/** From here on the workers know their shares of Graph's limits: platform time, in seconds. */
const settledAfter = 30

/** A worker is killed, or frozen, when it waits for what comes of so many calls: it is in the middle of one for sure. */
const enough = 3
/** As many as there may be. */
const times = 1_000_000

/** A team is asked for over REST for each of so many incidents, some at a time. */
const askForTeams = async (api: Server, token: string, incidents: ReadonlyArray<string>): Promise<void> => {
  const left = [...incidents]
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let incident = left.pop(); incident !== undefined; incident = left.pop()) {
        const { status, body } = await api.call("POST", `/v1/incidents/${incident}/team`, token, {})
        if (status !== 202) throw new Error(`The team was answered ${status}: ${JSON.stringify(body)}`)
      }
    })
  )
}

/** The name under which a worker holds its leases. */
const holderOf = (worker: Server): string => /Works on teams as ([\w-]+)/u.exec(worker.log)?.[1] ?? "nobody"

/**
 * Due teams, and several worker processes on one store in Cosmos DB. One is killed while it works; one is frozen while it
 * works, until its lease has ended and others have its teams, and then goes on where it was.
 */
export const runWorkers = async (
  { workers, teams, scale, settings = {} }: WorkersOptions,
  tell: (what: string) => void = () => undefined
): Promise<WorkersReport> => {
  const simulator = await Simulator.start(scale)
  const tenant = await simulator.tenant()
  const environment = {
    ...(await cosmosAccount(tenant)),
    RATE_LIMIT_PER_MINUTE: "1000000",
    WORKER_LEASE_SECONDS: String(leaseSeconds)
  }
  const server = (more: Readonly<Record<string, string>>, ...command: ReadonlyArray<string>) =>
    new Server(simulator, tenant, "", scale, { ...environment, ...more }, undefined, command)
  const api = server({}, "serve", "--role", "api")
  const fleet = Array.from({ length: workers }, () => server(settings, "serve", "--role", "worker"))
  let store: WatchedStore | undefined
  try {
    if ((await server({}, "provision").run()) !== 0) throw new Error("The store can't be provisioned.")
    store = new WatchedStore(tenant, environment.COSMOS_KEY)
    const watched = store
    await api.start()
    await askForTeams(api, await tenant.token("ben"), await tenant.addIncidents(teams))
    const due = (await watched.teams()).length
    tell(`${due} teams are due`)

    // Nobody gets beyond the middle of making a team before the two are out of the way.
    await tenant.control("POST", "/faults", { id: "middle", path: "/groups/{id}/team", fault: { kind: "hold" }, times })
    await Promise.all(fleet.map((worker) => worker.start()))
    const from = Date.now() + (settledAfter * 1_000) / scale
    const [victim, sleeper] = fleet
    if (victim === undefined || sleeper === undefined) throw new Error("It takes at least two workers.")
    /** The teams that a worker holds. */
    const held = async (worker: Server) => {
      const holder = holderOf(worker)
      return (await watched.teams()).filter(({ schedule }) => schedule.lease?.holder === holder)
    }
    const inTheMiddle = (worker: Server) =>
      until("a worker waits for what comes of its calls", async () => {
        const begun = (await held(worker)).filter(({ team }) => team.work.inFlight !== undefined)
        return begun.length >= enough ? true : undefined
      })

    await inTheMiddle(victim)
    await victim.kill()
    tell("one worker was killed")
    await inTheMiddle(sleeper)
    sleeper.signal("SIGSTOP")
    await tenant.control("DELETE", "/faults/middle")
    tell("one worker is frozen")
    await sleep(leaseSeconds * 1_000)
    await until("others have its teams", async () => ((await held(sleeper)).length === 0 ? true : undefined))
    sleeper.signal("SIGCONT")
    tell("and goes on")

    await until(
      "every team is there",
      async () => {
        const left = (await watched.teams()).filter(({ team }) => !isProvisioned(team) || team.phase !== "open").length
        return left === 0 ? true : undefined
      },
      600_000
    ).catch(() => tell("some teams aren't there"))
    // What is left: looks after takeovers, and what the one that was frozen still has to say.
    await sleep(leaseSeconds * 1_000)
    const staleRefused = await sleeper.metric("incident_teams_outcomes_dropped_total")
    await Promise.all(fleet.map((worker) => worker.kill("SIGTERM")))
    const [histories, truth, calls] = [await watched.histories(), await platformTruth(tenant), await graphCalls(tenant)]
    return { ...judged(due, histories, truth, calls, from), staleRefused }
  } finally {
    await Promise.all([...fleet, api].map((one) => one.kill()))
    await store?.close()
    await simulator.stop()
  }
}
