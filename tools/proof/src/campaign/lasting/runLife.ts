import { setTimeout as sleep } from "node:timers/promises"
import * as Health from "@incident-teams/application/monitoring/Health"
import type { Team } from "@incident-teams/domain/team/Team"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { Effect } from "effect"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { Analyst, hangsAfter } from "../faults/Analyst.ts"
import { described, isAtRest, needsPerson } from "../faults/CellLife.ts"
import { Installation } from "../faults/Installation.ts"
import { Mishap } from "../faults/Mishap.ts"
import type { LastingLife, LifeReport, Standing } from "./LastingLife.ts"
import { toldOf } from "./toldOf.ts"

/** Milliseconds of the platform's time that it goes wrong before anything is judged: twice what a wait may last unseen. */
const lasts = 30 * 60_000

/** Without these a team can't be archived, or nobody learns that it is to be. The others don't hold up an archive. */
const neededForArchive: ReadonlySet<string> = new Set([
  "EnsureGroup",
  "EnsureGroup: look",
  "EnsureTeam",
  "Verify: team",
  "Follow",
  "EnsureOwner",
  "Archive",
  "AwaitOperation",
  "Unarchive",
  "Restore"
])

/** Lives one life in a tenant and on a store of its own. */
export const runLife = async (life: LastingLife, simulator: SimulatorAddress, folder: string): Promise<LifeReport> => {
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", { throttling: false })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const { step, answer, turn } = life
  const trouble = { name: answer.name, times: Number.MAX_SAFE_INTEGER, fault: answer.fault }
  const mishap = new Mishap({ step, trouble, meanwhile: "none" }, tenant)
  await mishap.reached("beginning")
  const installation = await Installation.make(tenant, {
    store: "sqlite",
    folder,
    withApp: step.withApp === true,
    beforeCommit: () => Promise.resolve()
  })
  const of = { step: step.step, answer: answer.name, turn }
  try {
    return { ...of, ...(await new Life(life, mishap, tenant, installation).live()) }
  } catch (error) {
    return {
      ...of,
      unmended: "silent",
      mended: "silent",
      retried: false,
      leftOpen: false,
      refusedForOurTrouble: 0,
      words: "",
      failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    }
  } finally {
    await installation.stop()
    await tenant.control("DELETE", "")
  }
}

/** Create, rename, remove, close, reopen, as far as the call that goes wrong; from there on only waiting, and a retry. */
class Life {
  readonly #life: LastingLife
  readonly #mishap: Mishap
  readonly #tenant: SimulatedTenant
  readonly #installation: Installation
  #closed = false

  constructor(life: LastingLife, mishap: Mishap, tenant: SimulatedTenant, installation: Installation) {
    this.#life = life
    this.#mishap = mishap
    this.#tenant = tenant
    this.#installation = installation
  }

  async live(): Promise<Omit<LifeReport, "step" | "answer" | "turn">> {
    const analyst = await Analyst.signIn(this.#tenant, this.#installation)
    this.#installation.start()
    await this.#reach(analyst)
    if (this.#life.turn === "turns") await this.#change(analyst, this.#closed ? "reopen" : "close")
    await sleep(lasts / this.#tenant.simulator.timeScale)
    const leftOpen = this.#mustArchive && !(await this.#within(hangsAfter, async () => this.#isArchived(analyst)))
    let [unmended, words] = await this.#standing(analyst)
    // Between two steps there may be a moment in which nothing waits and nothing is done.
    await this.#within(hangsAfter, async () => {
      if (unmended === "silent") [unmended, words] = await this.#standing(analyst)
      return unmended !== "silent"
    })
    await this.#tenant.control("DELETE", "/faults/trouble")
    const retried = await this.#settle(analyst)
    // Who was refused for a reason of their own stays so until they are added again.
    const [mended, left] = await this.#standing(analyst, this.#refused)
    return {
      unmended,
      mended,
      retried,
      leftOpen,
      refusedForOurTrouble: this.#life.answer.ours ? this.#refused : 0,
      words: mended === "ended" ? words : `${words} After it was mended: ${left}`
    }
  }

  /** Lives until it goes wrong. */
  async #reach(analyst: Analyst): Promise<void> {
    const { hand } = this.#life.step
    const acts: ReadonlyArray<() => Promise<void>> = [
      async () => {
        await analyst.create()
        await this.#mishap.reached("asked")
      },
      () => analyst.adjust(),
      async () => {
        if (hand === undefined) return
        await analyst.meddle(hand)
        await this.#mishap.reached("meddled")
        if (hand === "deletes the team") await analyst.restore()
      },
      () => this.#change(analyst, "close"),
      () => this.#change(analyst, "reopen")
    ]
    for (const act of acts) {
      await act()
      if (await this.#goesWrong(analyst)) return
    }
    throw new Error("It never went wrong.")
  }

  /** True once it went wrong, false once all is done without that. */
  async #goesWrong(analyst: Analyst): Promise<boolean> {
    const end = Date.now() + hangsAfter
    for (;;) {
      const team = await analyst.team()
      if ((await this.#mishap.applied()) > 0) return true
      if (team !== undefined && this.#isAsWanted(team)) return false
      if (Date.now() > end) throw new Error(`never came to rest: ${described(team)}`)
      await sleep(20)
    }
  }

  /** After it was mended, all that a person does is to retry, or to restore what was lost, once. True if that was needed. */
  async #settle(analyst: Analyst): Promise<boolean> {
    let retried = false
    await this.#within(hangsAfter, async () => {
      const team = await analyst.team()
      if (team === undefined) return false
      if (!retried && team.phase === "lost" && team.loss?.restore._tag !== "Pending") {
        retried = true
        await analyst.restore()
      } else if (!retried && needsPerson(team)) {
        retried = true
        await analyst.retry()
      }
      return this.#isAsWanted(team) && !needsPerson(team) && (await this.#isShown())
    })
    return retried
  }

  /** `settled`: so many refusals of people are done with. */
  async #standing(analyst: Analyst, settled = 0): Promise<readonly [Standing, string]> {
    const team = await analyst.team()
    if (team === undefined) return ["silent", "There is no team."]
    const refused = this.#refused - settled
    const told = [...toldOf(team), ...(refused === 0 ? [] : [`${refused} people were refused.`])]
    if (this.#isAsWanted(team) && !needsPerson(team) && refused === 0 && (await this.#isShown())) {
      return ["ended", ""]
    }
    if (told.length > 0) return ["waitingTold", told.join(" ")]
    return (await this.#isFeedTold())
      ? ["waitingTold", "Microsoft Sentinel can't be used (readiness)."]
      : ["silent", described(team)]
  }

  /** What keeps the feed from following is no single team's: readiness says it, and of no other step it would be enough. */
  async #isFeedTold(): Promise<boolean> {
    if (this.#life.step.step !== "Follow") return false
    const { sentinel } = await this.#installation.run(
      Effect.flatMap(Health.Health, ({ look }) => look).pipe(Effect.provide(Health.layer))
    )
    return !sentinel
  }

  /** Those whom the platform or the directory refused, as it was recorded. */
  get #refused(): number {
    return this.#installation.written.reduce(
      (sum, event) => sum + (event._tag === "PeopleSettled" ? event.refused.length : 0),
      0
    )
  }

  #isAsWanted(team: Team): boolean {
    return isAtRest(team) && team.desiredState === (this.#closed ? "archived" : "open")
  }

  /** There is one team on the platform, archived as the incident says. */
  async #isShown(): Promise<boolean> {
    const { teams } = await this.#tenant.truth()
    return teams.length === 1 && teams[0]?.isArchived === this.#closed
  }

  get #mustArchive(): boolean {
    return this.#closed && !neededForArchive.has(this.#life.step.step)
  }

  async #isArchived(analyst: Analyst): Promise<boolean> {
    return (await analyst.team())?.phase === "archived"
  }

  async #within(millis: number, isSo: () => Promise<boolean>): Promise<boolean> {
    const end = Date.now() + millis
    while (!(await isSo())) {
      if (Date.now() > end) return false
      await sleep(50)
    }
    return true
  }

  async #change(analyst: Analyst, to: "close" | "reopen"): Promise<void> {
    this.#closed = to === "close"
    await analyst.change(to)
  }
}
