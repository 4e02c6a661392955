import { Possible } from "./Possible.ts"

/** One incident's team, as those who ask for things may expect it. */
export class ExpectedTeam {
  readonly exists = new Possible(false)
  readonly closed = new Possible(false)
  /** Absent: the one that was made from the incident. */
  readonly name = new Possible<string | undefined>(undefined)
  readonly #people = new Map<string, Possible<boolean>>()

  person(id: string): Possible<boolean> {
    const known = this.#people.get(id) ?? new Possible(false)
    this.#people.set(id, known)
    return known
  }

  get people(): ReadonlyMap<string, Possible<boolean>> {
    return this.#people
  }
}

/** Everything that was asked for, and how often the answer was yes. */
export class Expected {
  readonly teams: ReadonlyMap<string, ExpectedTeam>
  readonly starred = new Map<string, Possible<boolean>>()
  acknowledged = 0
  /** What was acknowledged, and then wasn't so. */
  readonly lost: Array<string> = []

  constructor(incidents: ReadonlyArray<string>) {
    this.teams = new Map(incidents.map((incident) => [incident, new ExpectedTeam()]))
  }

  star(id: string): Possible<boolean> {
    const known = this.starred.get(id) ?? new Possible(false)
    this.starred.set(id, known)
    return known
  }

  /** Whether something is as it may be. Something that was lost is told once, and expected no longer. */
  seen<A>(what: string, possible: Possible<A>, actual: A): void {
    if (possible.allows(actual)) return
    this.lost.push(`${what} is ${String(actual)}, and was acknowledged as ${possible.toString()}`)
    possible.acknowledged(actual)
  }
}
