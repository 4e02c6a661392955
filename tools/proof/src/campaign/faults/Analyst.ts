import { setTimeout as sleep } from "node:timers/promises"
import { underKey } from "@incident-teams/application/changes/RequestKey"
import { teamOfIncident } from "@incident-teams/application/deployment/teamOfIncident"
import type { Session } from "@incident-teams/application/ports/Session"
import { type Commit, type Stored, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { getTeam } from "@incident-teams/application/use-cases/getTeam"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { restoreTeam, retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import { decideMerge, linkIncident, unlinkIncident } from "@incident-teams/application/use-cases/teamIncidents"
import { GroupId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { incidentsOf, isLinking, isOpen, isServed } from "@incident-teams/domain/team/served"
import { platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import { sample } from "@incident-teams/testkit/sample"
import { Effect, Redacted, Result } from "effect"
import { until } from "../../kill/Life.ts"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { patiently } from "../patiently.ts"
import type { Hand } from "./Hand.ts"
import type { Installation, Services } from "./Installation.ts"
import type { JumpingClock } from "./JumpingClock.ts"

const ana = PersonId.make(sample.person.ana)
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

/** Milliseconds of an installation (`elapsed`). Only says that something hangs. */
export const hangsAfter = 240_000

/** People who work on an incident: what they request here, and what is done in Sentinel, in Defender and in Teams meanwhile. */
export class Analyst {
  readonly #tenant: SimulatedTenant
  readonly #installation: Installation
  readonly #clock: JumpingClock
  readonly #session: Session
  readonly #own: string
  readonly #other: string
  /** Which go on, and are closed and reopened together. */
  #incidents: ReadonlyArray<string>
  /** Which are open in Sentinel, as far as a team was requested for them or is to serve them. */
  readonly #open = new Set<string>()
  readonly #onceClosed = new Set<string>()
  readonly #teams: Array<TeamId> = []
  #merged: { readonly source: string; readonly into: string } | undefined
  #unlinked = false
  /** What is to be known of the date on which the team expires. */
  #expiration: "read" | "renewed" | undefined

  private constructor(
    tenant: SimulatedTenant,
    installation: Installation,
    clock: JumpingClock,
    session: Session,
    [own, other]: readonly [string, string]
  ) {
    this.#tenant = tenant
    this.#installation = installation
    this.#clock = clock
    this.#session = session
    this.#own = own
    this.#other = other
    this.#incidents = [own]
  }

  /** With two incidents of Microsoft Defender. */
  static async signIn(tenant: SimulatedTenant, installation: Installation, clock: JumpingClock): Promise<Analyst> {
    const session: Session = {
      caller: { _tag: "User", id: ben, name: "Ben Sample" },
      tenant: TenantId.make(tenant.id),
      token: Redacted.make(await tenant.tokenOf("ben"))
    }
    const [own, other] = await tenant.addIncidents(2, true)
    if (own === undefined || other === undefined) throw new Error("The simulator made no incidents.")
    return new Analyst(tenant, installation, clock, session, [own, other])
  }

  async create(): Promise<void> {
    this.#open.add(this.#own)
    await this.#request(this.#own, { people: [dev], groups: [tier1] })
  }

  /** Another name, one person less, another one more. */
  async adjust(): Promise<void> {
    await this.#ask(renameTeam(this.#session, this.#requested, { name: "War room" }))
    await this.#ask(removePeople(this.#session, this.#requested, { people: [dev], groups: [] }))
    await this.#ask(addPeople(this.#session, this.#requested, { people: [elif], groups: [] }))
  }

  async retry(team: TeamId): Promise<void> {
    // By then an event that arrived meanwhile may have helped.
    await this.#ask(Effect.catchTag(retryTeam(this.#session, team), "NothingToRetry", () => Effect.void))
  }

  /** Requests again the people who were refused. */
  async requestAgain(
    team: TeamId,
    refused: ReadonlyArray<{ readonly id: PersonId; readonly kind: "add" | "remove" }>
  ): Promise<void> {
    const idsOf = (which: "add" | "remove") => refused.filter(({ kind }) => kind === which).map(({ id }) => id)
    const [added, removed] = [idsOf("add"), idsOf("remove")]
    if (added.length > 0) await this.#ask(addPeople(this.#session, team, { people: added, groups: [] }))
    if (removed.length > 0) await this.#ask(removePeople(this.#session, team, { people: removed, groups: [] }))
  }

  async restore(): Promise<void> {
    await this.#ask(restoreTeam(this.#session, this.#requested))
  }

  /** Chooses the incident that continues the merged one, as is printed. */
  async chooseSurvivor(): Promise<void> {
    const [incident, into] = [IncidentId.make(this.#own), IncidentId.make(this.#other)]
    await this.#ask(decideMerge(this.#session, this.#requested, { incident, into }))
  }

  /** One after the other; `meddled` is called at the moment from which on the step's call is to come. */
  actsOf(hand: Hand | undefined, meddled: () => Promise<void>): ReadonlyArray<() => Promise<void>> {
    switch (hand) {
      case undefined:
        return []
      case "takes the owners out":
        return [
          async () => {
            await this.#tenant.control("DELETE", `${await this.#inTeams()}/people/ben`)
            await meddled()
          }
        ]
      case "deletes the team":
        return [
          async () => {
            await this.#delete()
            await meddled()
            await this.restore()
          }
        ]
      case "lets the team come close to its end":
        return this.#untilItsEnd(meddled)
      case "merges the incident":
        return [
          async () => {
            await meddled()
            await this.#merge(this.#own, this.#other)
          }
        ]
      case "merges another team's incident":
        return [
          () => this.#createOther(),
          async () => {
            await meddled()
            await this.#merge(this.#other, this.#own)
          }
        ]
      case "links an incident":
        return [
          async () => {
            await meddled()
            this.#open.add(this.#other)
            this.#incidents = [this.#own, this.#other]
            await this.#link({ lead: false, merge: false })
          },
          () => this.#unlink([this.#own])
        ]
      case "links another team's incident":
        return [
          async () => {
            await this.#createOther()
            this.#incidents = [this.#own, this.#other]
          },
          async () => {
            await meddled()
            await this.#link({ lead: false, merge: true })
          },
          () => this.#unlink(this.#incidents)
        ]
    }
  }

  /** In Sentinel. */
  async change(to: "close" | "reopen"): Promise<void> {
    for (const incident of this.#incidents) {
      if (to === "close") {
        this.#open.delete(incident)
        this.#onceClosed.add(incident)
      } else this.#open.add(incident)
      await this.#tenant.changeIncident(incident, to)
    }
  }

  /** What was requested, as it is stored. */
  async teams(): Promise<ReadonlyArray<Stored>> {
    const teams = await Promise.all(this.#teams.map((id) => this.#installation.stored(id)))
    return teams.filter((team) => team !== undefined)
  }

  /** How a team should be, by what its incidents really are. */
  wanted(team: Team): Team["desiredState"] {
    return team.mergedInto === undefined && servedIn(team).some((incident) => this.#open.has(incident))
      ? "open"
      : "archived"
  }

  /** Each team is as its incidents are and has nothing left to do, and each incident is where it belongs. */
  isAsWanted(teams: ReadonlyArray<Stored>): boolean {
    const known = teams.map(({ team }) => team)
    return (
      known.length > 0 &&
      known.every((team) => isAtRest(team) && team.desiredState === this.wanted(team) && this.#isKept(team)) &&
      this.#incidents.every((incident) => known.filter((team) => servedIn(team).includes(incident)).length === 1)
    )
  }

  /** L17: a team is about to be archived although an incident that it serves was never closed, or goes on in another one. */
  archivesTooEarly({ team, events }: Commit): boolean {
    if (!events.some((event) => event._tag === "StepBegun" && event.step._tag === "Archive")) return false
    if (team.mergedInto !== undefined) return !team.mergedInto.confirmed
    const served = servedIn(team)
    const goesOn = this.#merged !== undefined && served.includes(this.#merged.source) ? [this.#merged.into] : []
    return [...served, ...goesOn].some((incident) => this.#open.has(incident) && !this.#onceClosed.has(incident))
  }

  /** L20: nothing is left of a link that was undone. */
  async leavesNothing(): Promise<boolean> {
    if (!this.#unlinked) return true
    const teams = await this.teams()
    const other = IncidentId.make(this.#other)
    const pointers = await this.#installation.run(
      Effect.gen(function* () {
        return yield* (yield* TeamStore).pointers([yield* teamOfIncident(other)])
      }).pipe(patiently)
    )
    return pointers.size === 0 && teams.every(({ team }) => (team.links?.all ?? []).length === 0)
  }

  get #requested(): TeamId {
    const [team] = this.#teams
    if (team === undefined) throw new Error("No team was requested yet.")
    return team
  }

  async #request(
    incident: string,
    who: { readonly people: ReadonlyArray<PersonId>; readonly groups: ReadonlyArray<GroupId> }
  ) {
    const { stored } = await this.#ask(
      createTeam(this.#session, { incident: IncidentId.make(incident), ...who }).pipe(
        underKey({ scope: "ben", key: incident, bodyHash: "", answer: () => "" })
      )
    )
    this.#teams.push(stored.id)
  }

  async #createOther(): Promise<void> {
    this.#open.add(this.#other)
    await this.#request(this.#other, { people: [ana], groups: [] })
  }

  /** The one that is merged is closed, and what goes on is the other one. */
  async #merge(source: string, into: string): Promise<void> {
    await this.#tenant.merge(source, into)
    this.#open.delete(source)
    this.#open.add(into)
    this.#incidents = [into]
    this.#merged = { source, into }
  }

  async #link(how: { readonly lead: boolean; readonly merge: boolean }): Promise<void> {
    const request = linkIncident(this.#session, this.#requested, { incident: IncidentId.make(this.#other), ...how })
    // Made before, and the answer was lost.
    await this.#ask(Effect.catchTag(request, "ServedAlready", () => Effect.void))
  }

  /** `goOn`: the incidents that somebody still works on. */
  async #unlink(goOn: ReadonlyArray<string>): Promise<void> {
    const request = unlinkIncident(this.#session, this.#requested, IncidentId.make(this.#other))
    await this.#ask(
      Effect.catchTags(request, { LinkUnderWay: () => Effect.void, IncidentNotServed: () => Effect.void })
    )
    this.#incidents = goOn
    this.#unlinked = true
  }

  async #inTeams(): Promise<string> {
    const team = (await this.#installation.stored(this.#requested))?.team
    return `/teams/${(team && platformTeamIdOf(team)) ?? ""}`
  }

  /** In Teams. Waits until it is noticed. */
  async #delete(): Promise<void> {
    await this.#tenant.control("POST", `${await this.#inTeams()}/delete`)
    // A read of the team here makes a check due; otherwise there is one a day.
    await until("the team is lost", async () => ((await this.#read()).team.phase === "lost" ? true : undefined), {
      hangsAfterMillis: hangsAfter,
      now: () => this.#installation.elapsed
    })
  }

  async #read(): Promise<Stored> {
    return (await this.#ask(getTeam(this.#session, this.#requested))).stored
  }

  /** The date is read once a day, and the team is renewed a week after it was made, as it lives for a month only. */
  #untilItsEnd(meddled: () => Promise<void>): ReadonlyArray<() => Promise<void>> {
    const passDays = (days: number): void => this.#clock.skip((days * day) / this.#tenant.simulator.timeScale)
    return [
      async () => {
        await meddled()
        await this.#tenant.control("PUT", "/lifecycle-policy", { groupLifetimeInDays: 30 })
        await this.#read()
      },
      async () => {
        passDays(1)
        this.#expiration = "read"
      },
      async () => {
        passDays(8)
        this.#expiration = "renewed"
      }
    ]
  }

  #isKept({ expiration, checks }: Team): boolean {
    if (this.#expiration === undefined) return true
    return (
      checks.due.every((due) => due > this.#clock.now) &&
      (this.#expiration === "read" ? expiration?.at : expiration?.renewedAt) !== undefined
    )
  }

  /** As a person does it: again, where the answer was to try again later. */
  async #ask<A, E extends { readonly _tag: string }>(request: Effect.Effect<A, E, Services>): Promise<A> {
    const end = this.#installation.elapsed + hangsAfter
    for (;;) {
      const answer = await this.#installation.run(Effect.result(request))
      if (Result.isSuccess(answer)) return answer.success
      const { _tag: refusal } = answer.failure
      if (this.#installation.elapsed > end || !later.has(refusal)) throw new Error(`Somebody was refused: ${refusal}`)
      await sleep(200)
    }
  }
}

const day = 24 * 60 * 60_000

/** The incidents that a team serves for certain; another team serves those of a merged one. */
const servedIn = (team: Team): ReadonlyArray<string> =>
  team.mergedInto === undefined ? incidentsOf(team).flatMap((one) => (isServed(team, one) ? [one.id] : [])) : []

const isAtRest = (team: Team): boolean =>
  team.phase === team.desiredState &&
  team.work.inFlight === undefined &&
  team.people.openChunks.length === 0 &&
  team.people.groups.every(({ expansion }) => expansion._tag !== "Pending") &&
  !isLinking(team) &&
  team.mergedInto?.confirmed !== false &&
  // While another team serves them, its comment is on them.
  (team.mergedInto !== undefined ||
    incidentsOf(team).every((one) => one.announcement?._tag !== "Pending" && !(one.closed && isOpen(one)))) &&
  team.chores.announcement._tag !== "Pending" &&
  // What waits for an open team waits while it is archived.
  (team.desiredState === "archived" ||
    [team.chores.app, team.chores.page, team.rename].every(({ _tag }) => _tag !== "Pending"))
