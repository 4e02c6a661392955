import { setTimeout as sleep } from "node:timers/promises"
import { underKey } from "@incident-teams/application/changes/RequestKey"
import type { Session } from "@incident-teams/application/ports/Session"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { getTeam } from "@incident-teams/application/use-cases/getTeam"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { restoreTeam, retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import { GroupId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import { sample } from "@incident-teams/testkit/sample"
import { Effect, Option, Redacted, Result } from "effect"
import { until } from "../../kill/Life.ts"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { TeamAndHistory } from "../TeamAndHistory.ts"
import type { Cell } from "./Cell.ts"
import type { Installation, Services } from "./Installation.ts"
import type { Mishap } from "./Mishap.ts"

const ben = PersonId.make(sample.person.ben)
const dev = PersonId.make(sample.person.dev)
const elif = PersonId.make(sample.person.elif)
const tier1 = GroupId.make(sample.group.tier1)

/** Answers that ask to try again later. */
const later: ReadonlySet<string> = new Set([
  "DirectoryUnavailable",
  "IncidentSourceUnavailable",
  "RightsUnavailable",
  "StoreUnavailable"
])

/** Milliseconds. Only says that something hangs, on a slow and busy machine too. */
const hangsAfter = 240_000

/** One life in which one call goes wrong: create, rename, remove, close, reopen. */
export class CellLife {
  readonly #cell: Cell
  readonly #mishap: Mishap
  readonly #tenant: SimulatedTenant
  readonly #installation: Installation
  #incident = ""
  #team: TeamId | undefined
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
    const session: Session = {
      caller: { _tag: "User", id: ben, name: "Ben Sample" },
      tenant: TenantId.make(this.#tenant.id),
      token: Redacted.make(await this.#tenant.tokenOf("ben"))
    }
    const [incident] = await this.#tenant.openIncidents()
    if (incident === undefined) throw new Error("The sample tenant has no incident that is open.")
    this.#incident = incident
    this.#installation.start()
    const { stored } = await this.#ask(
      createTeam(session, {
        incident: IncidentId.make(incident),
        people: [dev],
        groups: [tier1]
      }).pipe(underKey({ scope: "ben", key: "cell", bodyHash: "", answer: () => "" }))
    )
    const { id } = stored
    this.#team = id
    await this.#mishap.reached("asked")
    await this.#rests(session)
    if (!this.#closed) {
      await this.#ask(renameTeam(session, id, { name: "War room" }))
      await this.#ask(removePeople(session, id, { people: [dev], groups: [] }))
      await this.#ask(addPeople(session, id, { people: [elif], groups: [] }))
      await this.#rests(session)
    }
    await this.#meddle(session, id)
    if (!this.#closed) {
      await this.#change("close")
      await this.#rests(session)
    }
    // A close that came meanwhile ends the life, unless the reopening is what goes wrong.
    if (this.#struck && this.#cell.meanwhile === "close") return
    await this.#change("reopen")
    await this.#rests(session)
  }

  /** What somebody does in Teams, and what people here do about it. */
  async #meddle(session: Session, id: TeamId): Promise<void> {
    const { hand } = this.#cell.step
    if (hand === undefined) return
    const team = await this.team()
    const inTeams = `/teams/${(team === undefined ? undefined : platformTeamIdOf(team)) ?? ""}`
    if (hand === "takes the owners out") {
      for (const owner of ["ben", "ines"]) await this.#tenant.control("DELETE", `${inTeams}/people/${owner}`)
      return this.#mishap.reached("meddled")
    }
    await this.#tenant.control("POST", `${inTeams}/delete`)
    // Whoever reads the team here has it looked at; by itself that is done once a day.
    await until("the team is lost", async () => {
      const { stored } = await this.#ask(getTeam(session, id))
      return stored.team.phase === "lost" ? true : undefined
    })
    await this.#mishap.reached("meddled")
    await this.#ask(restoreTeam(session, id))
    await this.#rests(session)
  }

  /** As a person does it: again, where the answer was to try again later. */
  async #ask<A, E extends { readonly _tag: string }>(request: Effect.Effect<A, E, Services>): Promise<A> {
    const end = Date.now() + hangsAfter
    for (;;) {
      const answer = await this.#installation.run(Effect.result(request))
      if (Result.isSuccess(answer)) return answer.success
      const { _tag: refusal } = answer.failure
      if (Date.now() > end || !later.has(refusal)) throw new Error(`Somebody was refused: ${refusal}`)
      await sleep(200)
    }
  }

  /** Everything that was to be done is done; what needs a person is retried, once for each time that it went wrong. */
  async #rests(session: Session): Promise<void> {
    const end = Date.now() + hangsAfter
    let seen: Team | undefined
    for (;;) {
      await this.#strike()
      seen = await this.team()
      if (seen !== undefined && needsPerson(seen) && this.retries < this.#cell.trouble.times) {
        this.retries += 1
        // By then whatever arrived meanwhile may have helped.
        await this.#ask(Effect.catchTag(retryTeam(session, seen.id), "NothingToRetry", () => Effect.void))
        continue
      }
      if (seen !== undefined && isAtRest(seen) && seen.desiredState === (this.#closed ? "archived" : "open")) return
      if (Date.now() > end) throw new Error(`never came to rest: ${told(seen)}`)
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
    await this.#tenant.changeIncident(this.#incident, to)
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

  /** As it is stored, with the history that led there; undefined if nothing is stored. */
  history(): Promise<TeamAndHistory | undefined> {
    const id = this.#team
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
      })
    )
  }

  get closed(): boolean {
    return this.#closed
  }
}

/** Blocked, or something was refused for good. Who was refused stays so. */
const needsPerson = ({ work, chores, rename, loss, people }: Team): boolean =>
  work.blocked !== undefined ||
  [...Object.values(chores), rename, loss?.restore, ...people.groups.map(({ expansion }) => expansion)].some(
    (task) => task?._tag === "Refused"
  )

const isAtRest = (team: Team): boolean =>
  team.phase === team.desiredState &&
  team.work.inFlight === undefined &&
  team.people.openChunks.length === 0 &&
  team.people.groups.every(({ expansion }) => expansion._tag !== "Pending") &&
  team.chores.announcement._tag !== "Pending" &&
  // What waits for an open team waits while it is archived.
  (team.desiredState === "archived" || (team.chores.page._tag !== "Pending" && team.rename._tag !== "Pending"))

const told = (team: Team | undefined): string =>
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
