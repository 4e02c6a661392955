import { setTimeout as sleep } from "node:timers/promises"
import type { Trouble } from "@incident-teams/api/words/troubles"
import { lookAtStore } from "@incident-teams/application/doctor/lookAtStore"
import * as Health from "@incident-teams/application/monitoring/Health"
import type { Commit, Stored } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { platformTeamIdOf } from "@incident-teams/domain/team/Team"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Effect } from "effect"
import { until } from "../../kill/Life.ts"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { type Analyst, hangsAfter } from "../faults/Analyst.ts"
import { describedAll, needsPerson } from "../faults/CellLife.ts"
import type { Installation } from "../faults/Installation.ts"
import type { JumpingClock } from "../faults/JumpingClock.ts"
import { archivedTooEarly, brokenLawOf } from "../faults/laws.ts"
import { isRight } from "./hands.ts"
import { isOurs } from "./lastingAnswers.ts"
import { type LastingLife, type LifeReport, spans, type Standing } from "./LastingLife.ts"
import type { LastingTrouble } from "./LastingTrouble.ts"
import { PassingTime } from "./PassingTime.ts"
import { printedAbout, refusedIn } from "./printed.ts"
import { remedyIn } from "./remedies.ts"

/** Milliseconds of the platform's time that it goes wrong before anything is judged: twice what a wait may last unseen. */
const judgedAfter = 30 * 60_000

/** Without these a team can't be archived, or nobody learns that it is to be. The others don't hold up an archive. */
const neededForArchive: ReadonlySet<string> = new Set([
  "EnsureGroup",
  "EnsureGroup: look",
  "EnsureTeam",
  "Verify: team",
  "EnsureOwner",
  "Archive",
  "AwaitOperation",
  "Unarchive",
  "Restore",
  // Until it is known which team goes on, both are open (L17).
  "FollowMerge: incident",
  "FollowMerge: Defender",
  "Link: members",
  "Link: people",
  "ConfirmMerge: members"
])

type Lived = Omit<LifeReport, "step" | "answer" | "turn" | "span">

interface Parts {
  readonly trouble: LastingTrouble
  readonly tenant: SimulatedTenant
  readonly installation: Installation
  readonly analyst: Analyst
  readonly clock: JumpingClock
}

/**
 * Create, rename, remove, close, reopen, as far as the call that goes wrong; from there on only waiting, then what mends it,
 * and what is printed to do.
 */
export class Life {
  readonly #life: LastingLife
  readonly #parts: Parts
  readonly #time: PassingTime
  #closed = false
  #isOver = false
  #archivedTooEarly = false

  constructor(life: LastingLife, parts: Parts) {
    this.#life = life
    this.#parts = parts
    const { clock, tenant, installation, trouble } = parts
    this.#time = new PassingTime({
      clock,
      scale: tenant.simulator.timeScale,
      elapsed: () => installation.elapsed,
      schedules: async () => (await this.#teams()).map(({ schedule }) => schedule),
      isStuck: () => trouble.isStoreAiling
    })
  }

  /** Before a commit is written. */
  async recorded(commit: Commit): Promise<void> {
    if (this.#parts.analyst.archivesTooEarly(commit)) this.#archivedTooEarly = true
    await this.#parts.trouble.recorded(commit)
  }

  async live(): Promise<Lived> {
    try {
      return await this.#live()
    } finally {
      this.#isOver = true
    }
  }

  async #live(): Promise<Lived> {
    const { installation, trouble, analyst, tenant } = this.#parts
    const { turn, span, answer } = this.#life
    installation.start(500)
    await this.#reach()
    if (turn === "turns") await this.#turn()
    await this.#time.pass(judgedAfter)
    const leftOpen =
      this.#mustArchive &&
      !(await this.#time.within(async () => (await this.#teams()).every(({ team }) => team.phase === "archived")))
    const [early] = await this.#judged()
    await this.#time.pass(spans[span] - judgedAfter)
    const [late, printed] = await this.#judged()
    const unmended = early === "silent" ? early : late
    const refusedForOurTrouble = isOurs(answer)
      ? (await this.#teams()).flatMap(({ id }) => refusedIn(this.#eventsOf(id))).length
      : 0
    const aboutStore = await this.#aboutStore()
    const inVain = span === "1 hour" ? await this.#choosesInVain(printed) : []
    await trouble.end()
    const wrongRemedies = [...inVain, ...(await this.#wrongAmong([...printed, ...aboutStore]))]
    const acted = await this.#settle()
    const [mended, left] = await this.#judged()
    const broken = this.#archivedTooEarly
      ? archivedTooEarly
      : await brokenLawOf(analyst, await installation.histories((await this.#teams()).map(({ id }) => id)), tenant)
    if (broken !== undefined) throw new Error(broken)
    return {
      unmended,
      mended,
      acted,
      leftOpen,
      wrongRemedies,
      refusedForOurTrouble,
      words: [
        ...[...printed, ...aboutStore].map(inWords),
        ...(mended === "ended" ? [] : ["After it was mended:", ...left.map(inWords), describedAll(await this.#teams())])
      ].join(" ")
    }
  }

  /** Lives until it goes wrong. */
  async #reach(): Promise<void> {
    const { analyst, trouble } = this.#parts
    const { hand } = this.#life.step
    const acts: ReadonlyArray<() => Promise<void>> = [
      async () => {
        await analyst.create()
        await trouble.reached("asked")
      },
      () => analyst.adjust(),
      ...analyst.actsOf(hand, () => trouble.reached("meddled")),
      () => this.#change("close"),
      () => this.#change("reopen")
    ]
    for (const act of acts) {
      const acting = act()
      // A request that the store refuses is answered so, and made again until it is accepted.
      await (this.#life.answer.what._tag === "Store" ? Promise.race([acting, this.#storeAils()]) : acting)
      if (await this.#goesWrong()) return
    }
    throw new Error("It never went wrong.")
  }

  async #storeAils(): Promise<void> {
    while (!this.#parts.trouble.isStoreAiling && !this.#isOver) await sleep(20)
  }

  /** True once it went wrong, false once all is done without that. */
  async #goesWrong(): Promise<boolean> {
    const { installation } = this.#parts
    const end = installation.elapsed + hangsAfter
    for (;;) {
      const teams = await this.#teams()
      if (await this.#parts.trouble.hasBegun()) return true
      if (this.#parts.analyst.isAsWanted(teams)) return false
      if (installation.elapsed > end) throw new Error(`never came to rest: ${describedAll(teams)}`)
      await sleep(20)
    }
  }

  /** What `doctor` says about a store in trouble. */
  async #aboutStore(): Promise<ReadonlyArray<Printed>> {
    if (!this.#parts.trouble.isStoreAiling) return []
    const findings = await this.#parts.installation.run(lookAtStore)
    return findings.map(({ state, found }) => ({ what: state, whatToDo: found }))
  }

  /** Does what is printed about a merge that can't be followed, while it lasts: the remedies that didn't end it. */
  async #choosesInVain(printed: ReadonlyArray<Trouble>): Promise<ReadonlyArray<string>> {
    const told = printed.filter((trouble) => remedyIn(trouble)?._tag === "ChooseSurvivor")
    if (told.length === 0) return []
    await this.#parts.analyst.chooseSurvivor()
    return (await this.#time.within(() => this.#hasEnded())) ? [] : told.map(inWords)
  }

  /** What is printed that doesn't mend what goes wrong. */
  async #wrongAmong(printed: ReadonlyArray<Printed>): Promise<ReadonlyArray<string>> {
    const { step, answer } = this.#life
    const wrong: Array<string> = []
    for (const trouble of printed) {
      const remedy = remedyIn(trouble)
      if (remedy === undefined || !(await isRight(remedy, step, answer, this.#parts.tenant)))
        wrong.push(inWords(trouble))
    }
    return wrong
  }

  /** Once it is mended, all that a person does is what is printed, once each. True if anything was. */
  async #settle(): Promise<boolean> {
    const { analyst } = this.#parts
    const acted = new Set<string>()
    const once = async (what: string, act: () => Promise<void>) => {
      if (acted.has(what)) return
      acted.add(what)
      await act()
    }
    await this.#time.within(async () => {
      for (const { id, team } of await this.#teams()) {
        if (team.phase === "lost") {
          if (team.loss?.restore._tag !== "Pending") await once("restore", () => analyst.restore())
        } else if (needsPerson(team)) await once(`retry ${id}`, () => analyst.retry(id))
        const refused = refusedIn(this.#eventsOf(id))
        if (refused.length > 0) await once(`request ${id}`, () => analyst.requestAgain(id, refused))
      }
      return this.#hasEnded()
    })
    return acted.size > 0
  }

  /** As it stands; between two steps there may be a moment in which nothing waits and nothing is done. */
  async #judged(): Promise<readonly [Standing, ReadonlyArray<Trouble>]> {
    let judged = await this.#standing()
    await this.#time.within(async () => {
      if (judged[0] === "silent") judged = await this.#standing()
      return judged[0] !== "silent"
    })
    return judged
  }

  async #standing(): Promise<readonly [Standing, ReadonlyArray<Trouble>]> {
    if (await this.#hasEnded()) return ["ended", []]
    const printed = await this.#printed()
    return printed.length > 0 || (await this.#isHealthTold()) ? ["waitingTold", printed] : ["silent", []]
  }

  async #hasEnded(): Promise<boolean> {
    const teams = await this.#teams()
    return (
      this.#parts.analyst.isAsWanted(teams) &&
      !teams.some(({ team }) => needsPerson(team)) &&
      (await this.#printed()).length === 0 &&
      (await this.#isShown())
    )
  }

  async #printed(): Promise<ReadonlyArray<Trouble>> {
    return (await this.#teams()).flatMap(({ id, team }) => printedAbout(team, refusedIn(this.#eventsOf(id))))
  }

  #eventsOf(id: TeamId): ReadonlyArray<TeamEvent> {
    return this.#parts.installation.written.flatMap(({ team, event }) => (team === id ? [event] : []))
  }

  /** What keeps the feed from following, or a worker from working, is no single team's: readiness says it. */
  async #isHealthTold(): Promise<boolean> {
    if (!this.#isEverythingConcerned) return false
    // Longer than a worker is silent that works, which then shows that it does.
    this.#parts.clock.skip(Health.defaultHealthTerms.silenceMillis)
    const { installation } = this.#parts
    const enough = installation.rounds + severalRounds
    await until("the worker asks for work", async () => (installation.rounds >= enough ? true : undefined), {
      everyMillis: 20,
      hangsAfterMillis: hangsAfter,
      now: () => installation.elapsed
    })
    const { store, sentinel, worker } = await installation.run(
      Effect.flatMap(Health.Health, ({ look }) => look).pipe(Effect.provide(Health.layer))
    )
    return this.#life.answer.what._tag === "Store" ? !store || worker === false : !sentinel
  }

  /** On the platform is each team that was requested and no other, archived as the incidents say. */
  async #isShown(): Promise<boolean> {
    const { teams: shown } = await this.#parts.tenant.truth()
    const teams = await this.#teams()
    return (
      shown.length === teams.length &&
      teams.every(({ team }) => {
        const isArchived = this.#parts.analyst.wanted(team) === "archived"
        return shown.find(({ id }) => id === platformTeamIdOf(team))?.isArchived === isArchived
      })
    )
  }

  get #mustArchive(): boolean {
    return this.#closed && !this.#isEverythingConcerned && !neededForArchive.has(this.#life.step.step)
  }

  async #turn(): Promise<void> {
    await this.#change(this.#closed ? "reopen" : "close")
    const { step } = this.#life.step
    if (this.#isEverythingConcerned || /^(?:FollowMerge|Link|ConfirmMerge):/u.test(step)) return
    await this.#time.within(async () =>
      (await this.#teams()).every(({ team }) => team.desiredState === this.#parts.analyst.wanted(team))
    )
  }

  /** What goes wrong keeps the feed from following, if not more. */
  get #isEverythingConcerned(): boolean {
    const { step, answer } = this.#life
    return step.step === "Follow" || answer.what._tag === "Token" || answer.what._tag === "Store"
  }

  async #change(to: "close" | "reopen"): Promise<void> {
    this.#closed = to === "close"
    await this.#parts.analyst.change(to)
  }

  #teams(): Promise<ReadonlyArray<Stored>> {
    return this.#parts.analyst.teams()
  }
}

/** So often a worker asks for work until it surely showed whether it can. */
const severalRounds = 4

type Printed = Pick<Trouble, "what" | "why" | "whatToDo">

const inWords = ({ what, why, whatToDo }: Printed): string =>
  [what, ...(why === undefined ? [] : [why]), whatToDo].join(" ")
