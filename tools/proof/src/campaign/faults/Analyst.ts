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
import { patiently } from "../patiently.ts"
import type { Installation, Services } from "./Installation.ts"
import type { StepCall } from "./steps.ts"

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
export const hangsAfter = 240_000

/** Whoever works on one incident: what they request here, and what is done in Sentinel and in Teams meanwhile. */
export class Analyst {
  readonly #tenant: SimulatedTenant
  readonly #installation: Installation
  readonly #session: Session
  readonly #incident: string
  #team: TeamId | undefined

  private constructor(tenant: SimulatedTenant, installation: Installation, session: Session, incident: string) {
    this.#tenant = tenant
    this.#installation = installation
    this.#session = session
    this.#incident = incident
  }

  static async signIn(tenant: SimulatedTenant, installation: Installation): Promise<Analyst> {
    const session: Session = {
      caller: { _tag: "User", id: ben, name: "Ben Sample" },
      tenant: TenantId.make(tenant.id),
      token: Redacted.make(await tenant.tokenOf("ben"))
    }
    const [incident] = await tenant.openIncidents()
    if (incident === undefined) throw new Error("The sample tenant has no incident that is open.")
    return new Analyst(tenant, installation, session, incident)
  }

  /** Undefined until the team was requested. */
  get teamId(): TeamId | undefined {
    return this.#team
  }

  async create(): Promise<void> {
    const { stored } = await this.#ask(
      createTeam(this.#session, {
        incident: IncidentId.make(this.#incident),
        people: [dev],
        groups: [tier1]
      }).pipe(underKey({ scope: "ben", key: "cell", bodyHash: "", answer: () => "" }))
    )
    this.#team = stored.id
  }

  /** Another name, one person less, another one more. */
  async adjust(): Promise<void> {
    await this.#ask(renameTeam(this.#session, this.#requested, { name: "War room" }))
    await this.#ask(removePeople(this.#session, this.#requested, { people: [dev], groups: [] }))
    await this.#ask(addPeople(this.#session, this.#requested, { people: [elif], groups: [] }))
  }

  async retry(): Promise<void> {
    const retried = retryTeam(this.#session, this.#requested)
    // By then whatever arrived meanwhile may have helped.
    await this.#ask(Effect.catchTag(retried, "NothingToRetry", () => Effect.void))
  }

  /** Requests again the people who were refused. */
  async requestAgain(
    refused: ReadonlyArray<{ readonly id: PersonId; readonly kind: "add" | "remove" }>
  ): Promise<void> {
    const idsOf = (which: "add" | "remove") => refused.filter(({ kind }) => kind === which).map(({ id }) => id)
    const [added, removed] = [idsOf("add"), idsOf("remove")]
    if (added.length > 0) await this.#ask(addPeople(this.#session, this.#requested, { people: added, groups: [] }))
    if (removed.length > 0) {
      await this.#ask(removePeople(this.#session, this.#requested, { people: removed, groups: [] }))
    }
  }

  async restore(): Promise<void> {
    await this.#ask(restoreTeam(this.#session, this.#requested))
  }

  /** In Teams. Of a deleted team waits until that is noticed. */
  async meddle(hand: NonNullable<StepCall["hand"]>): Promise<void> {
    const team = await this.team()
    const inTeams = `/teams/${(team === undefined ? undefined : platformTeamIdOf(team)) ?? ""}`
    if (hand === "takes the owners out") {
      await this.#tenant.control("DELETE", `${inTeams}/people/ben`)
      return
    }
    await this.#tenant.control("POST", `${inTeams}/delete`)
    // Whoever reads the team here has it checked; by itself that is done once a day.
    await until("the team is lost", async () => {
      const { stored } = await this.#ask(getTeam(this.#session, this.#requested))
      return stored.team.phase === "lost" ? true : undefined
    })
  }

  /** In Sentinel. */
  change(to: "close" | "reopen"): Promise<void> {
    return this.#tenant.changeIncident(this.#incident, to)
  }

  /** As it is stored. */
  async team(): Promise<Team | undefined> {
    const id = this.#team
    if (id === undefined) return undefined
    return this.#installation.run(
      Effect.flatMap(TeamStore, (store) => patiently(store.load(id))).pipe(
        Effect.map((stored) => Option.getOrUndefined(stored)?.team)
      )
    )
  }

  get #requested(): TeamId {
    if (this.#team === undefined) throw new Error("No team was requested yet.")
    return this.#team
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
}
