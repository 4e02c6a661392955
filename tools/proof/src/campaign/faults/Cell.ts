import { setTimeout as sleep } from "node:timers/promises"
import type { Session } from "@incident-teams/application/ports/Session"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import { GroupId } from "@incident-teams/domain/ids/GroupId"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { PersonId } from "@incident-teams/domain/ids/PersonId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { TenantId } from "@incident-teams/domain/ids/TenantId"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Option, Redacted, Result } from "effect"
import { incidentsOf } from "../../kill/incidentsOf.ts"
import type { Simulator, Tenant } from "../../kill/Simulator.ts"
import { Installation, type Services } from "./Installation.ts"
import type { StepCall } from "./steps.ts"
import type { Trouble } from "./troubles.ts"

/** What arrives at the moment that it goes wrong. */
export type Meanwhile = "none" | "close" | "reopen"
export const meanwhiles: ReadonlyArray<Meanwhile> = ["none", "close", "reopen"]

export interface Cell {
  readonly step: StepCall
  readonly trouble: Trouble
  readonly meanwhile: Meanwhile
}

export interface CellReport {
  readonly step: string
  readonly trouble: string
  readonly meanwhile: Meanwhile
  /** How often it did go wrong; 0: the cell proves nothing. */
  readonly applied: number
  /** In the end team and platform are as the incident says, without anybody's help but a retry of what was blocked. */
  readonly converged: boolean
  /** Whether a person had to retry. */
  readonly retried: boolean
  readonly teams: number
  readonly orphans: number
  readonly falseAudits: ReadonlyArray<string>
  /** Of Graph, by the whole life. */
  readonly calls: number
  /** Why it failed; absent where it didn't. */
  readonly failure?: string
}

const ben = PersonId.make("7a1e0000-0000-4000-8000-000000000102")
const dev = PersonId.make("7a1e0000-0000-4000-8000-000000000104")
const elif = PersonId.make("7a1e0000-0000-4000-8000-000000000105")
const tier1 = GroupId.make("7a1e0000-0000-4000-8000-000000000201")

/** Answers that ask to try again later. */
const later: ReadonlySet<string> = new Set([
  "DirectoryUnavailable",
  "IncidentSourceUnavailable",
  "RightsUnavailable",
  "StoreUnavailable"
])

/** Until it gives up; nothing is measured by it. */
const patience = 60_000

/** One life in which one call goes wrong: create, rename, remove, close, reopen. */
class CellLife {
  readonly #cell: Cell
  readonly #tenant: Tenant
  readonly #installation: Installation
  #incident = ""
  #team: TeamId | undefined
  #closed = false
  #struck = false
  retries = 0

  constructor(cell: Cell, tenant: Tenant, installation: Installation) {
    this.#cell = cell
    this.#tenant = tenant
    this.#installation = installation
  }

  async live(): Promise<void> {
    const session: Session = {
      caller: { _tag: "User", id: ben, name: "Ben Sample" },
      tenant: TenantId.make(this.#tenant.id),
      token: Redacted.make(await this.#tenant.token("ben"))
    }
    const [incident] = await incidentsOf(this.#tenant)
    if (incident === undefined) throw new Error("The sample tenant has no incident that is open.")
    this.#incident = incident
    this.#installation.start()
    const { stored } = await this.#ask(
      createTeam(session, { incident: IncidentId.make(`prod~${incident}`), people: [dev], groups: [tier1] })
    )
    const { id } = stored
    this.#team = id
    if (this.#cell.step.onceAsked === true) await arm(this.#cell, this.#tenant)
    await this.#rests(session)
    if (!this.#closed) {
      await this.#ask(renameTeam(session, id, { name: "War room" }))
      await this.#ask(removePeople(session, id, { people: [dev], groups: [] }))
      await this.#ask(addPeople(session, id, { people: [elif], groups: [] }))
      await this.#rests(session)
    }
    if (!this.#closed) {
      await this.#change("close")
      await this.#rests(session)
    }
    // A close that came meanwhile ends the life, unless the reopening is what goes wrong.
    if (this.#struck && this.#cell.meanwhile === "close") return
    await this.#change("reopen")
    await this.#rests(session)
  }

  /** As a person does it: again, where the answer was to try again later. */
  async #ask<A, E extends { readonly _tag: string }>(request: Effect.Effect<A, E, Services>): Promise<A> {
    for (let again = 0; ; again++) {
      const answer = await this.#installation.run(Effect.result(request))
      if (Result.isSuccess(answer)) return answer.success
      const { _tag: refusal } = answer.failure
      if (again === 20 || !later.has(refusal)) throw new Error(`Somebody was refused: ${refusal}`)
      await sleep(200)
    }
  }

  /** Everything that was to be done is done; whatever is blocked is retried, once for each time that it went wrong. */
  async #rests(session: Session): Promise<void> {
    const end = Date.now() + patience
    let seen: Team | undefined
    for (;;) {
      await this.#strike()
      seen = await this.team()
      if (seen !== undefined && isAtRest(seen) && seen.wanted === (this.#closed ? "archived" : "open")) return
      if (seen?.blocked !== undefined && this.retries < this.#cell.trouble.times) {
        this.retries += 1
        // By then whatever arrived meanwhile may have helped.
        await this.#ask(Effect.catchTag(retryTeam(session, seen.id), "NothingToRetry", () => Effect.void))
      }
      if (Date.now() > end) throw new Error(`never came to rest: ${told(seen)}`)
      await sleep(10)
    }
  }

  /** What arrives meanwhile arrives once, as soon as it has gone wrong. */
  async #strike(): Promise<void> {
    if (this.#struck || (await this.#tenant.applied("trouble")) === 0) return
    this.#struck = true
    if (this.#cell.meanwhile === "close" && !this.#closed) await this.#change("close")
    if (this.#cell.meanwhile === "reopen") {
      if (!this.#closed) await this.#change("close")
      await this.#change("reopen")
    }
  }

  async #change(to: "close" | "reopen"): Promise<void> {
    this.#closed = to === "close"
    await this.#tenant.control("POST", `/arm/workspaces/soc-prod/incidents/${this.#incident}/${to}`)
  }

  team(): Promise<Team | undefined> {
    const id = this.#team
    return id === undefined
      ? Promise.resolve(undefined)
      : this.#installation.run(
          Effect.flatMap(TeamStore, (store) => store.load(id)).pipe(
            Effect.map((stored) => Option.getOrUndefined(stored)?.team)
          )
        )
  }

  get closed(): boolean {
    return this.#closed
  }
}

const arm = ({ step, trouble }: Cell, tenant: Tenant) =>
  tenant.control("POST", "/faults", {
    id: "trouble",
    ...(step.after === undefined ? {} : { after: step.after }),
    surface: step.surface,
    method: step.method,
    path: step.path,
    times: trouble.times,
    fault: trouble.fault
  })

const isAtRest = (team: Team): boolean =>
  team.phase === team.wanted &&
  team.inFlight === undefined &&
  team.openChunks.length === 0 &&
  team.groups.every(({ expansion }) => expansion._tag !== "Pending") &&
  team.announcement._tag !== "Pending" &&
  // What waits for an open team waits while it is archived.
  (team.wanted === "archived" || (team.page._tag !== "Pending" && team.rename._tag !== "Pending"))

const told = (team: Team | undefined): string =>
  team === undefined
    ? "no team"
    : JSON.stringify({
        phase: team.phase,
        wanted: team.wanted,
        blocked: team.blocked,
        inFlight: team.inFlight,
        waits: team.waits,
        openChunks: team.openChunks,
        page: team.page,
        rename: team.rename,
        announcement: team.announcement
      })

export const runCell = async (cell: Cell, simulator: Simulator, folder: string): Promise<CellReport> => {
  const tenant = await simulator.tenant()
  await tenant.control("PATCH", "/behaviour", { throttling: false })
  await tenant.control("PATCH", "/arm/behaviour", { throttling: false })
  const { step, trouble } = cell
  if (step.afterDoubtIn !== undefined) {
    const fault = { kind: "reset", afterEffect: true }
    await tenant.control("POST", "/faults", {
      id: "doubt",
      surface: step.surface,
      ...step.afterDoubtIn,
      times: 1,
      fault
    })
  }
  if (step.onceAsked !== true) await arm(cell, tenant)
  const installation = new Installation(simulator, tenant, folder)
  const life = new CellLife(cell, tenant, installation)
  let failure: string | undefined
  try {
    await life.live()
  } catch (error) {
    failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
  const truth = await tenant.truth()
  const [one] = truth.teams
  const falseAudits = [...installation.falseAudits]
  const converged = failure === undefined && one?.isArchived === life.closed && one.tabs.length === 1
  const report = {
    step: step.step,
    trouble: trouble.name,
    meanwhile: cell.meanwhile,
    applied: await tenant.applied("trouble"),
    converged,
    retried: life.retries > 0,
    teams: truth.teams.length,
    orphans: truth.groupsWithoutTeam.length,
    falseAudits,
    calls: (await tenant.graphCalls()).length
  }
  await installation.stop()
  await tenant.control("DELETE", "")
  failure ??=
    report.applied === 0
      ? "it never went wrong"
      : converged
        ? falseAudits[0]
        : `the platform shows ${JSON.stringify({ archived: one?.isArchived, tabs: one?.tabs.length })}`
  return failure === undefined ? report : { ...report, failure }
}
