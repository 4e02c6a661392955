import { setTimeout as sleep } from "node:timers/promises"
import type { Commit, Stored } from "@incident-teams/application/ports/TeamStore"
import { incidentsOf } from "@incident-teams/domain/team/served"
import type { Team } from "@incident-teams/domain/team/Team"
import { until } from "../../kill/Life.ts"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { TeamAndHistory } from "../TeamAndHistory.ts"
import { Analyst, hangsAfter } from "./Analyst.ts"
import type { Cell } from "./Cell.ts"
import type { Installation } from "./Installation.ts"
import type { JumpingClock } from "./JumpingClock.ts"
import { archivedTooEarly, brokenLawOf } from "./laws.ts"
import type { Mishap } from "./Mishap.ts"

/** One life in which one call goes wrong: create, rename, remove, what a hand does, close, reopen. */
export class CellLife {
  readonly #cell: Cell
  readonly #mishap: Mishap
  readonly #tenant: SimulatedTenant
  readonly #clock: JumpingClock
  #installation: Installation | undefined
  #analyst: Analyst | undefined
  #closed = false
  #struck = false
  #archivedTooEarly = false
  retries = 0

  constructor(cell: Cell, mishap: Mishap, tenant: SimulatedTenant, clock: JumpingClock) {
    this.#cell = cell
    this.#mishap = mishap
    this.#tenant = tenant
    this.#clock = clock
  }

  /** Before a commit is written. */
  async recorded(commit: Commit): Promise<void> {
    if (this.#analyst?.archivesTooEarly(commit) === true) this.#archivedTooEarly = true
    await this.#mishap.recorded(commit)
  }

  async live(installation: Installation): Promise<void> {
    this.#installation = installation
    const analyst = await Analyst.signIn(this.#tenant, installation, this.#clock)
    this.#analyst = analyst
    installation.start()
    await analyst.create()
    await this.#mishap.reached("asked")
    await this.#rests(analyst)
    if (!this.#closed) {
      await analyst.adjust()
      await this.#rests(analyst)
    }
    for (const act of analyst.actsOf(this.#cell.step.hand, () => this.#mishap.reached("meddled"))) {
      await act()
      await this.#rests(analyst)
    }
    if (!this.#closed) {
      await this.#change("close")
      await this.#rests(analyst)
    }
    // A close that came meanwhile ends the life, unless the reopening is what goes wrong.
    if (this.#struck && this.#cell.meanwhile === "close") return
    await this.#change("reopen")
    await this.#rests(analyst)
  }

  /** Everything that was to be done is done; what needs a person is retried, once for each time that it went wrong. */
  async #rests(analyst: Analyst): Promise<void> {
    const end = this.#elapsed + hangsAfter
    for (;;) {
      await this.#strike()
      const teams = await analyst.teams()
      const waiting = teams.find(({ team }) => needsPerson(team))
      if (waiting !== undefined && this.retries < this.#cell.trouble.times) {
        this.retries += 1
        await analyst.retry(waiting.id)
        continue
      }
      if (this.#archivedTooEarly) throw new Error(archivedTooEarly)
      if (analyst.isAsWanted(teams)) return
      if (this.#elapsed > end) throw new Error(`never came to rest: ${describedAll(teams)}`)
      await sleep(this.#cell.step.surface === "cosmos" ? 50 : 20)
    }
  }

  /** What arrives meanwhile arrives once, as soon as it has gone wrong. */
  async #strike(): Promise<void> {
    if (this.#struck || (await this.#mishap.applied()) === 0) return
    this.#struck = true
    const { meanwhile } = this.#cell
    if (meanwhile !== "none" && !this.#closed) await this.#arrive("close")
    if (meanwhile === "reopen") await this.#arrive("reopen")
    await this.#mishap.overtaken()
  }

  /** Is stored before what it is to overtake. */
  async #arrive(change: "close" | "reopen"): Promise<void> {
    await this.#change(change)
    if (this.#cell.trouble.untilOvertaken !== true) return
    const state = change === "close" ? "archived" : "open"
    await until(
      `the ${change} is stored`,
      async () => ((await this.teams()).every(({ team }) => team.desiredState === state) ? true : undefined),
      { hangsAfterMillis: hangsAfter, now: () => this.#elapsed }
    )
  }

  async #change(to: "close" | "reopen"): Promise<void> {
    this.#closed = to === "close"
    await this.#analyst?.change(to)
  }

  get #elapsed(): number {
    return this.#installation?.elapsed ?? 0
  }

  teams(): Promise<ReadonlyArray<Stored>> {
    return this.#analyst?.teams() ?? Promise.resolve([])
  }

  wanted(team: Team): Team["desiredState"] | undefined {
    return this.#analyst?.wanted(team)
  }

  /** Each team with the history that led there. */
  async histories(): Promise<ReadonlyArray<TeamAndHistory>> {
    return this.#installation?.histories((await this.teams()).map(({ id }) => id)) ?? []
  }

  /** Of L18 to L20, the first that didn't hold, in words. */
  async brokenLaw(): Promise<string | undefined> {
    if (this.#analyst === undefined) return undefined
    return brokenLawOf(this.#analyst, await this.histories(), this.#tenant)
  }
}

/** Blocked, or something was refused for good. Who was refused stays so. */
export const needsPerson = (team: Team): boolean => {
  const { work, chores, rename, loss, people } = team
  return (
    work.blocked !== undefined ||
    team.expiration?.refusal !== undefined ||
    [
      ...Object.values(chores),
      rename,
      loss?.restore,
      ...people.groups.map(({ expansion }) => expansion),
      ...incidentsOf(team).map(({ announcement }) => announcement)
    ].some((task) => task?._tag === "Refused")
  )
}

export const describedAll = (teams: ReadonlyArray<Stored>): string =>
  teams.length === 0 ? "no team" : teams.map(({ team }) => described(team)).join(" ")

const described = (team: Team): string =>
  JSON.stringify({
    phase: team.phase,
    desiredState: team.desiredState,
    work: team.work,
    openChunks: team.people.openChunks,
    chores: team.chores,
    rename: team.rename,
    expiration: team.expiration,
    links: team.links?.all,
    mergedInto: team.mergedInto,
    incidents: incidentsOf(team).map(({ number, closed, merge, announcement }) => ({
      number,
      closed,
      merge,
      announcement
    }))
  })
