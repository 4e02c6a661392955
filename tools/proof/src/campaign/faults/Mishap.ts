import type { Commit } from "@incident-teams/application/ports/TeamStore"
import { defined } from "@incident-teams/domain/defined"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { Cell } from "./Cell.ts"
import type { Moment, Pointing } from "./steps.ts"
import { answer } from "./Trouble.ts"

/** What goes wrong in one life, from its moment on. */
export class Mishap {
  readonly #cell: Cell
  readonly #tenant: SimulatedTenant
  #isReady = false

  constructor(cell: Cell, tenant: SimulatedTenant) {
    this.#cell = cell
    this.#tenant = tenant
  }

  async reached(moment: Moment): Promise<void> {
    const { from = "beginning", records, pointer } = this.#cell.step
    if (moment === "beginning") await this.#doubt()
    if (records === undefined && pointer === undefined && moment === from) await this.#prepare()
  }

  /** Before a commit is written. */
  async recorded(commit: Commit): Promise<void> {
    if (this.#cell.step.records?.(commit) === true) await this.#prepare()
  }

  /** Before the store is asked to do this with a pointer. */
  async pointed(what: Pointing): Promise<void> {
    if (this.#cell.step.pointer === what) await this.#prepare()
  }

  /** How often it did go wrong. */
  applied(): Promise<number> {
    return this.#isReady ? this.#tenant.applied("trouble") : Promise.resolve(0)
  }

  /** Lets go on what was held until it was overtaken. */
  async overtaken(): Promise<void> {
    if (this.#cell.trouble.untilOvertaken === true) await this.#tenant.release(false, "trouble")
  }

  async #prepare(): Promise<void> {
    if (this.#isReady) return
    const { step, trouble } = this.#cell
    const { surface, path, method, operation, after } = step
    await this.#tenant.control("POST", "/faults", {
      id: "trouble",
      surface,
      path,
      ...defined({ method, operation, after }),
      times: trouble.times,
      fault: trouble.fault
    })
    this.#isReady = true
  }

  async #doubt(): Promise<void> {
    const { afterDoubtIn } = this.#cell.step
    if (afterDoubtIn === undefined) return
    const fault = afterDoubtIn.method === "GET" ? answer(503) : { kind: "reset", afterEffect: true }
    await this.#tenant.control("POST", "/faults", { id: "doubt", surface: "graph", ...afterDoubtIn, times: 1, fault })
  }
}
