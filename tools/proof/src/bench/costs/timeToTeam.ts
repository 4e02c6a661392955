import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sample } from "@incident-teams/testkit/sample"
import { until } from "../../kill/Life.ts"
import { Server } from "../../kill/Server.ts"
import { SimulatedTenant, withSimulator } from "../../kill/SimulatedTenant.ts"
import { type Spread, spreadOf } from "../Spread.ts"

/** The caller and those who are named in the request. */
const { ben, chloe, dev, elif } = sample.person
const people = [chloe, dev, elif]
const everybody = [ben, ...people]

export interface TimeToTeam {
  /** Over how long the platform takes until a new group can have a team: nobody can be in it before. */
  readonly vsPlatform: Spread
  /** Of platform time. */
  readonly seconds: Spread
}

export interface TimeToTeamOptions {
  /** How many times as fast the platform's time runs. */
  readonly scale: number
  /** How long the platform takes until a new group can have a team, in platform time. */
  readonly groupMillis: number
  readonly rounds: number
}

/** From the response that accepts a request for a team until everybody whom it names is in the team. */
export const timeToTeam = ({ scale, groupMillis, rounds }: TimeToTeamOptions): Promise<TimeToTeam> =>
  withSimulator(scale, async (simulator) => {
    const folder = mkdtempSync(join(tmpdir(), "incident-teams-time-"))
    const tenant = await SimulatedTenant.create(simulator)
    await tenant.control("PATCH", "/behavior", { groupReplicationMillis: groupMillis })
    const server = new Server(tenant, {
      data: folder,
      settings: { WORKER_LEASE_SECONDS: "60", FEED_SWEEP_SECONDS: "15" }
    })
    try {
      await server.start()
      const token = await tenant.tokenOf("ben")
      const seconds: Array<number> = []
      for (const incident of await tenant.addIncidents(rounds)) {
        const before = (await tenant.truth()).teams.length
        const { status } = await server.call("POST", `/v1/incidents/${incident}/team`, token, { people })
        if (status !== 202) throw new Error(`The request for a team was answered ${status}.`)
        const accepted = performance.now()
        await until("everybody is in the team", async () => {
          const { teams } = await tenant.truth()
          return teams.length > before && teams.every(({ members }) => hasEverybody(members)) ? true : undefined
        })
        seconds.push(((performance.now() - accepted) / 1_000) * scale)
      }
      return {
        vsPlatform: spreadOf(seconds.map((one) => (one * 1_000) / groupMillis)),
        seconds: spreadOf(seconds)
      }
    } finally {
      await server.kill()
      rmSync(folder, { recursive: true, force: true })
    }
  })

const hasEverybody = (members: ReadonlyArray<{ readonly userId: string }>): boolean => {
  const ids = new Set(members.map(({ userId }) => userId))
  return everybody.every((id) => ids.has(id))
}
