import { setTimeout as sleep } from "node:timers/promises"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Option } from "effect"
import { until } from "../../kill/Life.ts"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { patiently } from "../patiently.ts"
import type { TeamAndHistory } from "../TeamAndHistory.ts"
import { Analyst, hangsAfter } from "./Analyst.ts"
import type { Cell } from "./Cell.ts"
import type { Installation } from "./Installation.ts"
import type { Mishap } from "./Mishap.ts"

/** One life in which one call goes wrong: create, rename, remove, close, reopen. */
export class CellLife {
  readonly #cell: Cell
  readonly #mishap: Mishap
  readonly #tenant: SimulatedTenant
  readonly #installation: Installation
  #analyst: Analyst | undefined
  #closed = false
  #struck = false
  retries = 0

  constructor(cell: Cell, mishap: Mishap, tenant: SimulatedTenant, installation: Installation) {
    this.#cell = cell
    this.#mishap = mishap
    this.#tenant = tenant
    this.#installation = installation
  }

  async live(): Promise<void> {
    const analyst = await Analyst.signIn(this.#tenant, this.#installation)
    this.#analyst = analyst
    this.#installation.start()
    await analyst.create()
    await this.#mishap.reached("asked")
    await this.#rests(analyst)
    if (!this.#closed) {
      await analyst.adjust()
      await this.#rests(analyst)
    }
    await this.#meddle(analyst)
    if (!this.#closed) {
      await this.#change("close")
      await this.#rests(analyst)
    }
    // A close that came meanwhile ends the life, unless the reopening is what goes wrong.
    if (this.#struck && this.#cell.meanwhile === "close") return
    await this.#change("reopen")
    await this.#rests(analyst)
  }

  /** What somebody does in Teams, and what people here do about it. */
  async #meddle(analyst: Analyst): Promise<void> {
    const { hand } = this.#cell.step
    if (hand === undefined) return
    await analyst.meddle(hand)
    await this.#mishap.reached("meddled")
    if (hand === "takes the owners out") return
    await analyst.restore()
    await this.#rests(analyst)
  }

  /** Everything that was to be done is done; what needs a person is retried, once for each time that it went wrong. */
  async #rests(analyst: Analyst): Promise<void> {
    const end = Date.now() + hangsAfter
    let seen: Team | undefined
    for (;;) {
      await this.#strike()
      seen = await this.team()
      if (seen !== undefined && needsPerson(seen) && this.retries < this.#cell.trouble.times) {
        this.retries += 1
        await analyst.retry()
        continue
      }
      if (seen !== undefined && isAtRest(seen) && seen.desiredState === (this.#closed ? "archived" : "open")) return
      if (Date.now() > end) throw new Error(`never came to rest: ${described(seen)}`)
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
    await until(`the ${change} is stored`, async () => ((await this.team())?.desiredState === state ? true : undefined))
  }

  async #change(to: "close" | "reopen"): Promise<void> {
    this.#closed = to === "close"
    await this.#analyst?.change(to)
  }

  team(): Promise<Team | undefined> {
    return this.#analyst?.team() ?? Promise.resolve(undefined)
  }

  /** As it is stored, with the history that led there; undefined if nothing is stored. */
  history(): Promise<TeamAndHistory | undefined> {
    const id = this.#analyst?.teamId
    if (id === undefined) return Promise.resolve(undefined)
    return this.#installation.run(
      Effect.gen(function* () {
        const store = yield* TeamStore
        for (;;) {
          const history = yield* store.timeline(id, 0, 10_000)
          const stored = Option.getOrUndefined(yield* store.load(id))
          if (stored === undefined) return undefined
          // Nothing was committed between the two reads.
          if ((yield* store.timeline(id, history.length, 1)).length === 0) return { stored, history }
        }
      }).pipe(patiently)
    )
  }

  get closed(): boolean {
    return this.#closed
  }
}

/** Blocked, or something was refused for good. Who was refused stays so. */
export const needsPerson = ({ work, chores, rename, loss, people }: Team): boolean =>
  work.blocked !== undefined ||
  [...Object.values(chores), rename, loss?.restore, ...people.groups.map(({ expansion }) => expansion)].some(
    (task) => task?._tag === "Refused"
  )

export const isAtRest = (team: Team): boolean =>
  team.phase === team.desiredState &&
  team.work.inFlight === undefined &&
  team.people.openChunks.length === 0 &&
  team.people.groups.every(({ expansion }) => expansion._tag !== "Pending") &&
  team.chores.announcement._tag !== "Pending" &&
  // What waits for an open team waits while it is archived.
  (team.desiredState === "archived" ||
    [team.chores.app, team.chores.page, team.rename].every(({ _tag }) => _tag !== "Pending"))

export const described = (team: Team | undefined): string =>
  team === undefined
    ? "no team"
    : JSON.stringify({
        phase: team.phase,
        desiredState: team.desiredState,
        work: team.work,
        openChunks: team.people.openChunks,
        chores: team.chores,
        rename: team.rename
      })
