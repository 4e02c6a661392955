import { setTimeout as sleep } from "node:timers/promises"
import { sample } from "@incident-teams/testkit/sample"
import { Schema } from "effect"
import type { Answer, Server } from "./Server.ts"
import type { SimulatedTenant, TeamTruth } from "./SimulatedTenant.ts"

/** Milliseconds. Only says that something hangs, on a slow and busy machine too. */
const hangsAfter = 240_000

/**
 * What `look` finds, asked again every so many milliseconds until it finds something. `hangsAfterMillis` says that it never
 * will, by `now`. Default: the wall clock.
 */
export const until = async <A>(
  what: string,
  look: () => Promise<A | undefined>,
  { everyMillis = 100, hangsAfterMillis = hangsAfter, now = Date.now } = {}
): Promise<A> => {
  const end = now() + hangsAfterMillis
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (now() > end) throw new Error(`It never happened that ${what}.`)
    await sleep(everyMillis)
  }
}

const decodeTeam = Schema.decodeUnknownSync(Schema.Struct({ phase: Schema.String }))
const decodeTeamId = Schema.decodeUnknownSync(Schema.Struct({ id: Schema.String }))
const decodeIncidents = Schema.decodeUnknownSync(
  Schema.Struct({ items: Schema.NonEmptyArray(Schema.Struct({ id: Schema.String })) })
)

/** One incident's life over REST, as its analyst lives it, on a server that may die at any moment. */
export class Life {
  readonly server: Server
  readonly tenant: SimulatedTenant
  #token = ""
  #incident = ""

  constructor(server: Server, tenant: SimulatedTenant) {
    this.server = server
    this.tenant = tenant
  }

  async begin(): Promise<void> {
    this.#token = await this.tenant.tokenOf("ben")
    const list = await until("the incidents are listed", async () => {
      const answer = await this.server.call("GET", "/v1/incidents?workspace=soc&status=Active", this.#token)
      // 503: Sentinel's simulator is busy.
      return answer.status === 503 ? undefined : answer
    })
    this.#incident = decodeIncidents(list.body).items[0].id
  }

  /** How many comments on the incident tell where its team is. */
  async announcements(): Promise<number> {
    const comments = await this.tenant.commentsOn(this.#incident)
    return comments.filter((comment) => JSON.stringify(comment).includes("Incident team:")).length
  }

  /** Asks until it is answered: a server that dies meanwhile may have taken the request, and then refuses another. */
  create(): Promise<true> {
    return until("the team is asked for", async () => {
      const answer = await this.#try("POST", "/team", { people: [sample.person.dev], groups: [sample.group.tier1] })
      if (answer === undefined || answer.status === 503) return undefined
      if (answer.status === 202 || answer.status === 409) return true
      throw new Error(`The team was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    })
  }

  /** In Sentinel itself, behind our back: the feed or the next start notices. */
  change(to: "close" | "reopen"): Promise<void> {
    return this.tenant.changeIncident(this.#incident, to)
  }

  /** Waits until the server says that the team is in this phase. */
  reached(phase: "open" | "archived"): Promise<true> {
    return until(`the team is ${phase}`, async () => {
      const answer = await this.#try("GET", "/team")
      return answer?.status === 200 && decodeTeam(answer.body).phase === phase ? true : undefined
    })
  }

  /** Where the team is read. */
  async teamPath(): Promise<string> {
    const answer = await this.server.call("GET", `/v1/incidents/${this.#incident}/team`, this.#token)
    return `/v1/teams/${decodeTeamId(answer.body).id}`
  }

  /** Undefined when nobody answers. */
  async #try(method: string, path: string, body?: unknown): Promise<Answer | undefined> {
    try {
      return await this.server.call(method, `/v1/incidents/${this.#incident}${path}`, this.#token, body)
    } catch (error) {
      if (error instanceof TypeError) return undefined
      throw error
    }
  }

  /** What the platform shows; a failure if there is any other number of teams than one. */
  async theTeam(): Promise<TeamTruth> {
    const { teams, groupsWithoutTeam } = await this.tenant.truth()
    const [team] = teams
    if (team === undefined || teams.length !== 1 || groupsWithoutTeam.length > 0) {
      throw new Error(`The platform has ${teams.length} teams and ${groupsWithoutTeam.length} groups without one.`)
    }
    return team
  }

  /** As soon as the Incident page is pinned in it, which comes after its phase: the call may have waited for a lease to end. */
  theTeamWithTab(): Promise<TeamTruth> {
    return until("the Incident page is pinned", async () => {
      const team = await this.theTeam()
      return team.tabs.length > 0 ? team : undefined
    })
  }
}
