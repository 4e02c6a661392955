import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import type { Answer, Server } from "../../kill/Server.ts"
import type { Expected, ExpectedTeam } from "./Expected.ts"
import type { Possible } from "./Possible.ts"
import { isClosed, starredIn } from "./told.ts"

/** Answers that promise that nothing was done. */
const refusedWithoutEffect = new Set([400, 403, 404, 409, 412, 422, 429, 503])

/**
 * Somebody who works on incidents of their own over REST, and keeps in mind what was acknowledged. An answer that never
 * comes leaves them in doubt, and they go on.
 */
export class Client {
  /** Answers that nobody should get. */
  readonly faults: Array<string> = []
  readonly #server: Server
  readonly #token: string
  readonly #expected: Expected
  readonly #incidents: ReadonlyArray<string>
  readonly #people: ReadonlyArray<string>
  readonly #star: string
  readonly #random: () => number
  /** The server has died since everything was looked at. */
  #inDoubt = false

  constructor(
    server: Server,
    token: string,
    expected: Expected,
    its: { readonly incidents: ReadonlyArray<string>; readonly people: ReadonlyArray<string>; readonly star: string },
    random: () => number
  ) {
    this.#server = server
    this.#token = token
    this.#expected = expected
    this.#incidents = its.incidents
    this.#people = its.people
    this.#star = its.star
    this.#random = random
  }

  async work(over: () => boolean): Promise<void> {
    while (!over()) {
      await this.#act()
      if (this.#inDoubt) await this.#look()
    }
  }

  /** After a death: whether everything is still there that can be read at once. */
  async #look(): Promise<void> {
    const starred = await this.#call("GET", "/v1/favorites")
    if (starred?.status !== 200) return
    for (const incident of this.#incidents) {
      const team = this.#team(incident)
      const shown = await this.#call("GET", `/v1/incidents/${incident}`)
      const stored = await this.#call("GET", `/v1/incidents/${incident}/team`)
      if (shown?.status !== 200 || (stored?.status !== 200 && stored?.status !== 404)) return
      this.#expected.seen(`after a death, the status of ${incident}, closed,`, team.closed, isClosed(shown.body))
      this.#expected.seen(`after a death, the team of ${incident}, stored,`, team.exists, stored.status === 200)
    }
    const star = starredIn(starred.body).has(this.#star)
    this.#expected.seen(`after a death, the favorite ${this.#star}`, this.#expected.star(this.#star), star)
    this.#inDoubt = false
  }

  #team(incident: string): ExpectedTeam {
    const team = this.#expected.teams.get(incident)
    if (team === undefined) throw new Error(`Nobody expects anything of ${incident}.`)
    return team
  }

  #pick<A>(from: ReadonlyArray<A>): A {
    const picked = from[Math.floor(this.#random() * from.length)]
    if (picked === undefined) throw new Error("There is nothing to choose from.")
    return picked
  }

  async #act(): Promise<void> {
    const incident = this.#pick(this.#incidents)
    const team = this.#team(incident)
    const chance = this.#random()
    if (team.exists.certain !== true) return this.#create(incident, team)
    if (chance < 0.3) return this.#close(incident, team, this.#random() < 0.5)
    if (chance < 0.75) return this.#move(incident, team, this.#pick(this.#people), this.#random() < 0.6)
    if (chance < 0.9) return this.#rename(incident, team)
    return this.#starred(this.#random() < 0.5)
  }

  #create(incident: string, team: ExpectedTeam): Promise<void> {
    return this.#ask("POST", `/v1/incidents/${incident}/team`, {}, (answer) => {
      // 409: an earlier request whose answer was lost did it.
      if (answer?.status === 202 || (answer?.status === 409 && team.exists.allows(true))) team.exists.acknowledged(true)
      else if (answer === undefined || answer.status === 503) team.exists.unanswered(true)
    })
  }

  #close(incident: string, team: ExpectedTeam, close: boolean): Promise<void> {
    const body = close
      ? { status: "Closed", classification: "TruePositive", classificationReason: "SuspiciousActivity" }
      : { status: "Active" }
    return this.#ask("PATCH", `/v1/incidents/${incident}`, body, (answer) =>
      settled(team.closed, close, answer, (status) => status === 200)
    )
  }

  async #move(incident: string, team: ExpectedTeam, person: string, add: boolean): Promise<void> {
    const id = await this.#teamId(incident)
    if (id === undefined) return
    const path = `/v1/teams/${id}/people${add ? "" : "/remove"}`
    await this.#ask("POST", path, { people: [person] }, (answer) =>
      settled(team.person(person), add, answer, (status) => status === 202)
    )
  }

  async #rename(incident: string, team: ExpectedTeam): Promise<void> {
    const id = await this.#teamId(incident)
    if (id === undefined) return
    const name = `War room ${Math.floor(this.#random() * 1e6)}`
    await this.#ask("PATCH", `/v1/teams/${id}`, { name }, (answer) =>
      settled<string | undefined>(team.name, name, answer, (status) => status === 202)
    )
  }

  #starred(star: boolean): Promise<void> {
    return this.#ask(star ? "PUT" : "DELETE", `/v1/favorites/people/${this.#star}`, undefined, (answer) =>
      settled(this.#expected.star(this.#star), star, answer, (status) => status === 200)
    )
  }

  async #teamId(incident: string): Promise<string | undefined> {
    const answer = await this.#call("GET", `/v1/incidents/${incident}/team`)
    const { body } = answer ?? {}
    return answer?.status === 200 &&
      typeof body === "object" &&
      body !== null &&
      "id" in body &&
      typeof body.id === "string"
      ? body.id
      : undefined
  }

  async #ask(method: string, path: string, body: unknown, learn: (answer: Answer | undefined) => void): Promise<void> {
    const answer = await this.#call(method, path, body)
    if (answer !== undefined && answer.status < 300) this.#expected.acknowledged += 1
    else if (answer !== undefined && !refusedWithoutEffect.has(answer.status)) {
      this.faults.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    learn(answer)
  }

  /** Undefined when the server died meanwhile, or isn't there. */
  async #call(method: string, path: string, body?: unknown): Promise<Answer | undefined> {
    try {
      return await this.#server.call(method, path, this.#token, body, { "idempotency-key": randomUUID() })
    } catch (error) {
      if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error
      this.#inDoubt = true
      await sleep(20)
      return undefined
    }
  }
}

const settled = <A>(
  possible: Possible<A>,
  value: A,
  answer: Answer | undefined,
  yes: (status: number) => boolean
): void => {
  // "Try again later" promises nothing either way: what went to Sentinel may be there.
  if (answer === undefined || answer.status === 503) possible.unanswered(value)
  else if (yes(answer.status)) possible.acknowledged(value)
}
