import { Schema } from "effect"
import { until } from "../../kill/Life.ts"
import type { Answer, Server } from "../../kill/Server.ts"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { Deeds } from "./Deeds.ts"

/** Incidents of one attack: Defender merges those, and people link, unlink, close and recreate the others. */
export interface Attack {
  readonly merging: ReadonlyArray<string>
  readonly linking: ReadonlyArray<string>
}

const teamIn = Schema.decodeUnknownSync(
  Schema.Struct({ id: Schema.String, phase: Schema.String, platformTeamId: Schema.optionalKey(Schema.String) })
)

/** Milliseconds of platform time by which effects of a merge come late; below what is waited for Defender to know of it. */
const lagAtMost = 120_000
/** A merge in a circle leaves its incidents to a person, so it is rare. */
const circlesAllowed = 0.1

/** Microsoft Defender and the people of the SOC, who act on incidents at random. */
export class Hands {
  readonly #api: Server
  readonly #token: string
  readonly #tenant: SimulatedTenant
  readonly #deeds: Deeds
  readonly #people: ReadonlyArray<string>
  readonly #random: () => number

  constructor(
    { api, token, tenant }: { readonly api: Server; readonly token: string; readonly tenant: SimulatedTenant },
    deeds: Deeds,
    people: ReadonlyArray<string>,
    random: () => number
  ) {
    this.#api = api
    this.#token = token
    this.#tenant = tenant
    this.#deeds = deeds
    this.#people = people
    this.#random = random
  }

  /** A team with one person. Refused where another team serves the incident by then. */
  async create(incident: string): Promise<void> {
    const person = this.#pick(this.#people)
    const { status } = await this.#ask("POST", `/v1/incidents/${incident}/team`, { people: [person] })
    if (status === 202) this.#deeds.people.set(incident, person)
  }

  /** Merges two incidents of the attack; returns whether two are left that can be merged. */
  async merge({ merging }: Attack): Promise<boolean> {
    const sources = merging.filter((one) => this.#deeds.isOpen(one))
    if (sources.length < 2) return false
    const source = this.#pick(sources)
    const others = merging.filter((one) => one !== source)
    const [wish, safe] = [this.#pick(others), others.filter((one) => this.#deeds.end(one) !== source)]
    const isCircle = this.#deeds.end(wish) === source && this.#random() >= circlesAllowed
    const into = isCircle ? this.#pick(safe) : wish
    this.#deeds.merged.set(source, { into, at: Date.now() })
    const mark = this.#late()
    const after = { redirect: this.#late(), mark, close: mark + this.#late(), alerts: this.#late() }
    await this.#tenant.merge(source, into, after)
    return true
  }

  /** Something that a person does, to incidents that Defender leaves alone. */
  async meddle({ merging, linking }: Attack): Promise<void> {
    const [incident, chance] = [this.#pick(linking), this.#random()]
    if (this.#deeds.closed.has(incident)) return
    const team = await this.#teamOf(this.#pick(merging))
    if (chance < 0.45 && team !== undefined) {
      await this.#ask("POST", `/v1/teams/${team}/incidents`, { incident, merge: this.#random() < 0.5 })
    } else if (chance < 0.7) {
      const serving = await this.#teamOf(incident)
      if (serving !== undefined) await this.#ask("POST", `/v1/teams/${serving}/incidents/remove`, { incident })
    } else if (chance < 0.8) {
      await this.create(incident)
    } else if (chance < 0.9) {
      this.#deeds.closed.set(incident, Date.now())
      await this.#tenant.changeIncident(incident, "close")
    } else {
      await this.#recreate(incident)
    }
  }

  /** Somebody deletes the incident's own team in Teams, and, once that is noticed, another one recreates it. */
  async #recreate(incident: string): Promise<void> {
    const { status, body } = await this.#ask("GET", `/v1/incidents/${incident}/team`)
    if (status !== 200) return
    const { id, platformTeamId, phase } = teamIn(body)
    if (platformTeamId === undefined || phase !== "open") return
    await this.#tenant.control("POST", `/teams/${platformTeamId}/delete`)
    await until("the deleted team is lost", async () =>
      teamIn((await this.#ask("GET", `/v1/teams/${id}`)).body).phase === "lost" ? true : undefined
    )
    await this.#ask("POST", `/v1/teams/${id}/recreate`, {})
  }

  async #teamOf(incident: string): Promise<string | undefined> {
    const { status, body } = await this.#ask("GET", `/v1/incidents/${incident}/team`)
    return status === 200 ? teamIn(body).id : undefined
  }

  /** Refusals are answers, too. */
  #ask(method: string, path: string, body?: unknown): Promise<Answer> {
    return until(`${method} ${path} is answered`, async () => {
      const answer = await this.#api.call(method, path, this.#token, body)
      if (answer.status === 500) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
      return answer.status === 503 ? undefined : answer
    })
  }

  #late(): number {
    return this.#random() < 0.3 ? 0 : Math.floor(this.#random() * lagAtMost)
  }

  #pick<A>(from: ReadonlyArray<A>): A {
    const picked = from[Math.floor(this.#random() * from.length)]
    if (picked === undefined) throw new Error("There is nothing to choose from.")
    return picked
  }
}
