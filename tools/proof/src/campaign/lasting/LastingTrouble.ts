import { setTimeout as sleep } from "node:timers/promises"
import type { Commit, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { sample } from "@incident-teams/testkit/sample"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { Mishap } from "../faults/Mishap.ts"
import type { Moment, Pointing } from "../faults/steps.ts"
import { answer as answered } from "../faults/Trouble.ts"
import { type Ailment, ailing } from "./ailing.ts"
import type { LastingLife } from "./LastingLife.ts"

const always = Number.MAX_SAFE_INTEGER
const { dev } = sample.person
const throttled = answered(429, undefined, { retryAfter: 1 })

/** Seconds. MSAL renews a token so long before its end; so long is it used, so that the last one is soon used up. */
const renewedBefore = 300
const tokenUsedSeconds = 3

/** What goes wrong in one life from its step's first call on, until it is ended. */
export class LastingTrouble {
  readonly #life: LastingLife
  readonly #tenant: SimulatedTenant
  readonly #mishap: Mishap
  #began = false
  #ended = false

  constructor(life: LastingLife, tenant: SimulatedTenant) {
    const { step, answer } = life
    const { what } = answer
    this.#life = life
    this.#tenant = tenant
    // The moment of the step's first call, which is put off until it gets no token.
    const trouble = { name: answer.name, times: always, fault: what._tag === "Call" ? what.fault : throttled }
    this.#mishap = new Mishap({ step, trouble, meanwhile: "none" }, tenant)
  }

  async reached(moment: Moment): Promise<void> {
    const { _tag: what } = this.#life.answer.what
    if (what === "Store" && moment !== "beginning") return
    if (what === "Account") {
      if (moment === "beginning") await this.#tenant.behave({ badAccountInBulk: "whole404" })
      if (moment === "asked") await this.#tenant.control("PATCH", `/users/${dev}`, { accountEnabled: false })
      return
    }
    if (what === "Token" && moment === "beginning") {
      await this.#tenant.behave({ tokenSeconds: renewedBefore + tokenUsedSeconds })
    }
    await this.#mishap.reached(moment)
  }

  /** Before a commit is written. */
  async recorded(commit: Commit): Promise<void> {
    const { step, answer } = this.#life
    if (answer.what._tag !== "Store") await this.#mishap.recorded(commit)
    else if (step.records?.(commit) === true) this.#began = true
  }

  /** Before the store is asked to do this with a pointer. */
  async pointed(what: Pointing): Promise<void> {
    if (this.#life.step.pointer === what) this.#began = true
  }

  /** What stands before the store. */
  readonly between = (store: TeamStore["Service"]): TeamStore["Service"] => ailing(store, () => this.#ailment)

  get isStoreAiling(): boolean {
    return this.#ailment !== undefined
  }

  get #ailment(): Ailment | undefined {
    const { what } = this.#life.answer
    return what._tag === "Store" && this.#began && !this.#ended ? what.ailment : undefined
  }

  /** Whether it has gone wrong. */
  async hasBegun(): Promise<boolean> {
    const { what } = this.#life.answer
    if (this.#began || what._tag === "Store") return this.#began
    if (what._tag === "Account") {
      const calls = await this.#tenant.calls("graph")
      this.#began = calls.some(({ path, status }) => path.endsWith("/members/add") && status === 404)
    } else {
      this.#began = (await this.#mishap.applied()) > 0
      if (this.#began && what._tag === "Token") {
        await this.#tenant.inject({ id: "token", surface: "entra", path: "^/.+/token$", fault: what.fault })
        await sleep((tokenUsedSeconds + 1) * 1_000)
        await this.#tenant.control("DELETE", "/faults/trouble")
      }
    }
    return this.#began
  }

  async end(): Promise<void> {
    this.#ended = true
    switch (this.#life.answer.what._tag) {
      case "Account":
        return void (await this.#tenant.control("PATCH", `/users/${dev}`, { accountEnabled: true }))
      case "Call":
        // What was never answered isn't carried out after all.
        await this.#tenant.release(true, "trouble")
        return this.#tenant.heal()
      case "Token":
        return this.#tenant.heal()
      case "Store":
        return
    }
  }
}
