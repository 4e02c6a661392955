import { fileURLToPath } from "node:url"
import { sample } from "@incident-teams/testkit/sample"
import { type Simulator, type SimulatorAddress, startSimulator, trustOnly } from "@incident-teams/testkit/Simulator"
import { Tenant } from "@incident-teams/testkit/Tenant"
import { Schema } from "effect"

/** What the platform shows of one team. */
const TeamTruth = Schema.Struct({
  id: Schema.String,
  displayName: Schema.NullOr(Schema.String),
  isArchived: Schema.Boolean,
  members: Schema.Array(Schema.Struct({ userId: Schema.String, displayName: Schema.String })),
  tabs: Schema.Array(Schema.Unknown),
  operations: Schema.Array(Schema.Struct({ operationType: Schema.String, status: Schema.String }))
})
export type TeamTruth = typeof TeamTruth.Type

const decodeTruth = Schema.decodeUnknownSync(
  Schema.Struct({ teams: Schema.Array(TeamTruth), groupsWithoutTeam: Schema.Array(Schema.Unknown) })
)
const decodeMade = Schema.decodeUnknownSync(Schema.Struct({ names: Schema.Array(Schema.String) }))
const decodeIncidents = Schema.decodeUnknownSync(
  Schema.Struct({
    value: Schema.Array(Schema.Struct({ name: Schema.String, written: Schema.Struct({ status: Schema.String }) }))
  })
)
const decodeComments = Schema.decodeUnknownSync(Schema.Struct({ comments: Schema.Array(Schema.Unknown) }))
const decodeFault = Schema.decodeUnknownSync(Schema.Struct({ held: Schema.Int, applied: Schema.Int }))

/** A call of Graph as the simulator's faults name it. Default: any method. */
export interface GraphCall {
  readonly method?: string
  readonly path: string
}

const incidents = "/arm/workspaces/soc-prod/incidents"
const alias = "soc~"

/** SENTINEL_WORKSPACES of a server. */
export const workspaces = `soc=${sample.workspace("soc-prod")}`

/** What is true in a tenant of its own, and what is to go wrong there. */
export class SimulatedTenant extends Tenant {
  /** A new sample tenant, which nobody else uses. */
  static async create(simulator: SimulatorAddress): Promise<SimulatedTenant> {
    const { id } = await Tenant.make(simulator)
    return new SimulatedTenant(simulator, id)
  }

  tokenOf(user: string): Promise<string> {
    return this.token({ user })
  }

  /** New incidents of `soc-prod`, by the ids that our API has for them, as is every incident here. Default: not Defender's. */
  async addIncidents(count: number, fromDefender = false): Promise<ReadonlyArray<string>> {
    return decodeMade(await this.control("POST", incidents, { count, fromDefender })).names.map(
      (name) => `${alias}${name}`
    )
  }

  /** The incidents of `soc-prod` that are open. */
  async openIncidents(): Promise<ReadonlyArray<string>> {
    return decodeIncidents(await this.control("GET", incidents))
      .value.filter(({ written }) => written.status !== "Closed")
      .map(({ name }) => `${alias}${name}`)
  }

  /** As its own analyst closes or reopens it, in Sentinel itself. */
  async changeIncident(incident: string, to: "close" | "reopen"): Promise<void> {
    await this.control("POST", `${incidents}/${incident.slice(alias.length)}/${to}`)
  }

  /** As Microsoft Defender merges `source` into another incident. `after`: of its effects, in milliseconds of platform time. */
  async merge(source: string, into: string, after: Readonly<Record<string, number>> = {}): Promise<void> {
    const path = `${incidents}/${source.slice(alias.length)}/merge`
    await this.control("POST", path, { into: into.slice(alias.length), after })
  }

  async commentsOn(incident: string): Promise<ReadonlyArray<unknown>> {
    return decodeComments(await this.control("GET", `${incidents}/${incident.slice(alias.length)}`)).comments
  }

  /** The settings of a server whose store is the tenant's Cosmos DB account. */
  async cosmosSettings() {
    return { COSMOS_ENDPOINT: this.base, COSMOS_KEY: await this.cosmosKey() }
  }

  async truth() {
    return decodeTruth(await this.control("GET", "/truth"))
  }

  /** Holds the n-th such call, before or after its effect; `release` lets it go on, or `drop`s it unanswered. */
  async hold(call: number, afterEffect: boolean, which: GraphCall = { path: "^/" }): Promise<void> {
    const fault = { kind: "hold", afterEffect }
    await this.inject({ id: "moment", surface: "graph", ...which, after: call - 1, fault })
  }

  /** Waits for the call to come. Default: for at most a quarter of a second. */
  async isHeld(atMostMillis = 250): Promise<boolean> {
    return decodeFault(await this.control("GET", `/faults/moment?untilHeld=${atMostMillis}`)).held > 0
  }

  /** How many requests a fault has affected. */
  async applied(fault: string): Promise<number> {
    return decodeFault(await this.control("GET", `/faults/${fault}`)).applied
  }

  async release(drop: boolean, fault = "moment"): Promise<void> {
    await this.control("POST", `/faults/${fault}/release`, { drop })
  }
}

/** Compiled sources are kept for the processes that start later, which halves what starting them costs. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL("../../../../node_modules/.cache/node", import.meta.url))
}

/** A simulator that this process trusts. `scale`: how many times as fast the platform's time runs. */
export const startTrusted = async (scale: number): Promise<Simulator> => {
  const simulator = await startSimulator({ timeScale: scale, environment: compileCache })
  trustOnly(simulator)
  return simulator
}

/** One that is stopped once it has been used. */
export const withSimulator = async <A>(scale: number, use: (simulator: Simulator) => Promise<A>): Promise<A> => {
  const simulator = await startTrusted(scale)
  try {
    return await use(simulator)
  } finally {
    await simulator.stop()
  }
}
