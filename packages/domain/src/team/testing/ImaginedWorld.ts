import { Result } from "effect"
import { replay } from "../../Decider.ts"
import { defined } from "../../defined.ts"
import { GroupId, PersonId } from "../../ids/directoryIds.ts"
import { IncidentArmId } from "../../ids/IncidentArmId.ts"
import { IncidentId } from "../../ids/IncidentId.ts"
import { PlatformTeamId } from "../../ids/PlatformTeamId.ts"
import { TeamId } from "../../ids/TeamId.ts"
import { plus, type Timestamp, timestampOf } from "../../ids/Timestamp.ts"
import type { IncidentSnapshot } from "../../incident/IncidentObservation.ts"
import { dueAt, nextStep } from "../agenda.ts"
import type { Failure, ReadOutcome, WriteOutcome } from "../Outcome.ts"
import type { PeopleChunk } from "../PeopleChunk.ts"
import { changedChunks, stillAsked } from "../PeopleChunk.ts"
import type { Actor, Person } from "../Person.ts"
import { meantToBeIn, roster } from "../Roster.ts"
import { type Direction, directionOf, isWrite, type Read, type Step, type Write } from "../Step.ts"
import { ownersOf, type Team, type TeamState } from "../Team.ts"
import type { CommandOf, TeamCommand } from "../TeamCommand.ts"
import { teamDecider } from "../teamDecider.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import { timing } from "../Timing.ts"

/** How the imagined platform takes one call. */
export type Mood =
  | "well"
  /** Without effect. */
  | "throttled"
  /** What the call is about isn't ready for it, as a new group isn't for its team. */
  | "not ready"
  /** Without an answer: before or after its effect. */
  | "silent before effect"
  | "silent after effect"
  /** The worker dies: before the call, or after its effect and before its report. */
  | "crash before"
  | "crash after"
  /** The worker freezes before the call; it wakes up later, calls, and reports under a lost lease. */
  | "freeze"
  /** Refused for good. */
  | "refused"
  /** Accepted without naming an operation (archive and unarchive). */
  | "nameless"
  /** Done at once (archive and unarchive): a platform that makes no operation of it. */
  | "at once"

export interface Operation {
  readonly direction: Direction
  readonly endsAt: Timestamp
  readonly fails: boolean
  done: boolean
}

/** A pure stand-in for Teams, Sentinel and a worker, simple enough to be read in a few minutes. */
export class ImaginedWorld {
  readonly decider = teamDecider(timing)
  now: Timestamp = timestampOf(Date.UTC(2026, 10, 1))
  state: TeamState = this.decider.initialState
  readonly events: Array<TeamEvent> = []
  readonly chunks = new Map<number, PeopleChunk>()

  /** Every group ever made, by its key (the incarnation); `deleted` ones can be restored. */
  readonly groups = new Map<number, { readonly id: PlatformTeamId; deleted: boolean }>()
  hasTeam = false
  archived = false
  readonly members = new Set<PersonId>()
  pages = 0
  readonly operations = new Map<string, Operation>()
  /** What the next operations do: how long they run, whether they fail, whether their end is ever told. */
  operationMillis = 20_000
  operationsFail = false
  operationsForgotten = false
  operationsStuck = false
  /** Until `until`, reads of the archived flag answer as of `millis` ago. */
  lag: { readonly millis: number; readonly until: Timestamp } = { millis: 0, until: timestampOf(0) }
  private former: { readonly archived: boolean; readonly until: Timestamp } = { archived: false, until: timestampOf(0) }
  /** Calls that frozen workers are still going to make. */
  readonly frozen: Array<{ readonly attempt: number; readonly step: Write }> = []
  refusedPeople: ReadonlySet<PersonId> = new Set()
  /** What a write is answered every time, in place of its effect. */
  lasting: (step: Write) => WriteOutcome | undefined = () => undefined
  /** Who owns the team on the platform. */
  readonly owners = new Set<PersonId>()
  /** Everyone who was to own the team has left, so that nobody can make them owners. */
  ownersLeft = false
  /** The team has been without an owner on the platform, or nobody who was to own it could be. */
  wasOwnerless = false
  /** The expiration policy's lifetime of groups, in milliseconds; undefined: there is none. */
  lifetime: number | undefined
  renewedAt = this.now
  /** That alone can't be read. */
  expirationHidden = false
  /** Who was removed in Teams by hand; they are to stay away. */
  handRemoved = new Set<PersonId>()

  incident: IncidentSnapshot = snapshot("New", 0, this.now)
  incidentGone = false
  private revision = 0

  get team(): Team {
    if (this.state._tag === "NoTeam") throw new Error("There is no team yet.")
    return this.state
  }

  get closed(): boolean {
    return this.incidentGone || this.incident.status === "Closed"
  }

  /** As the incident is and as people decided, once every grace is over. */
  get toBeArchived(): boolean {
    return this.closed && this.team.keptOpen === undefined
  }

  /** Decides, records; answers with what happened, or undefined if the command was refused. */
  command(command: TeamCommand): ReadonlyArray<TeamEvent> | undefined {
    const decision = this.decider.decide(command, this.state)
    if (Result.isFailure(decision)) return undefined
    for (const chunk of changedChunks([...this.chunks.values()], decision.success)) this.chunks.set(chunk.chunk, chunk)
    this.state = replay(this.decider, decision.success, this.state)
    this.events.push(...decision.success)
    return decision.success
  }

  pass(millis: number): void {
    this.now = plus(this.now, millis)
    for (const operation of this.operations.values()) {
      if (!operation.done && operation.endsAt <= this.now) {
        operation.done = true
        if (!operation.fails && this.standing) this.setArchived(operation.direction === "archive")
      }
    }
    const group = this.state._tag === "Team" ? this.groups.get(this.team.incarnation) : undefined
    if (group !== undefined && this.expiresAt !== undefined && this.expiresAt <= this.now) group.deleted = true
  }

  /** The group of the current incarnation is there. */
  get standing(): boolean {
    const group = this.groups.get(this.team.incarnation)
    return group !== undefined && !group.deleted
  }

  get expiresAt(): Timestamp | undefined {
    return this.lifetime === undefined ? undefined : plus(this.renewedAt, this.lifetime)
  }

  setArchived(archived: boolean): void {
    if (archived !== this.archived) this.former = { archived: this.archived, until: this.now }
    this.archived = archived
  }

  changeIncident(status: IncidentSnapshot["status"]): void {
    this.revision += 1
    this.incident = snapshot(status, this.revision, this.now)
  }

  observe(
    seen: IncidentSnapshot | undefined = this.incidentGone ? undefined : this.incident,
    done?: CommandOf<"ObserveIncident">["done"]
  ): void {
    this.command({
      _tag: "ObserveIncident",
      observation: seen === undefined ? { _tag: "Gone", id: this.incident.id } : { _tag: "Found", incident: seen },
      ...defined({ done }),
      at: this.now
    })
  }

  /** A person closes the incident through Incident Teams. */
  closeHere(): void {
    const { status: from } = this.incident
    this.changeIncident("Closed")
    const { etag } = this.incident
    const changes = { status: { from, to: "Closed" as const } }
    this.observe(this.incident, { act: { _tag: "Changed", etag, changes }, by: somebody })
  }

  /** One step of a worker, if one is due. Answers with the step. */
  work(mood: Mood = "well"): Step | undefined {
    const step = nextStep(this.state, this.now)
    if (step === undefined) return undefined
    if (!isWrite(step)) {
      if (mood === "crash before" || mood === "crash after") this.takeOver()
      else
        this.command({
          _tag: "ReportRead",
          step,
          outcome: mood === "throttled" || mood === "not ready" ? busy : this.read(step),
          at: this.now
        })
      return step
    }
    if (this.command({ _tag: "BeginStep", step, at: this.now }) === undefined) {
      throw new Error(`${step._tag} was due and could not be begun.`)
    }
    const attempt = this.team.work.inFlight?.attempt ?? -1
    switch (mood) {
      case "well":
      case "nameless":
      case "at once":
        this.report(step, attempt, this.lasting(step) ?? this.perform(step, mood))
        break
      case "throttled":
        this.report(step, attempt, busy)
        break
      case "not ready":
        this.report(step, attempt, { _tag: "NotYet", reason: "It isn't ready." })
        break
      case "refused":
        this.report(
          step,
          attempt,
          step._tag === "AddMembers" || step._tag === "RemoveMembers"
            ? this.answered(step, () => "Forbidden.")
            : { _tag: "Refused", reason: "Forbidden.", remedy: "Ask an admin." }
        )
        break
      case "silent before effect":
        this.report(step, attempt, silence(step))
        break
      case "silent after effect":
        this.perform(step, "well")
        this.report(step, attempt, silence(step))
        break
      case "crash before":
        this.takeOver()
        break
      case "crash after":
        this.perform(step, "well")
        this.takeOver()
        break
      case "freeze":
        this.frozen.push({ attempt, step })
        this.takeOver()
        break
    }
    return step
  }

  /** A frozen worker wakes up: its call lands, its lease is lost. */
  thaw(): void {
    const call = this.frozen.shift()
    if (call === undefined) return
    const outcome = this.perform(call.step, "well")
    this.command({
      _tag: "AbandonWrite",
      ...defined({
        attempt: call.attempt,
        step: call.step,
        operation: outcome._tag === "Accepted" ? outcome.operation : undefined,
        at: this.now
      })
    })
  }

  /** Works on, well, until nothing is due within `horizon` milliseconds; false if that never comes. */
  settle(horizon: number, atMost = 400): boolean {
    for (let step = 0; step < atMost; step++) {
      const due = dueAt(this.state)
      if (due === undefined || due - this.now > horizon) return true
      if (due > this.now) this.pass(due - this.now)
      this.work()
    }
    return false
  }

  /** Everyone who owns the team leaves it and the directory. */
  loseOwners(): void {
    for (const id of this.owners) this.members.delete(id)
    this.owners.clear()
    this.ownersLeft = true
    this.wasOwnerless = true
  }

  private takeOver(): void {
    this.pass(timing.lease)
    this.command({ _tag: "TakeOver", at: this.now })
  }

  private report(step: Write, attempt: number, outcome: WriteOutcome): void {
    this.command({ _tag: "ReportWrite", attempt, step, outcome, at: this.now })
  }

  private peopleOf(step: Step): ReadonlyArray<Person> {
    return this.chunksOf(step).flatMap(stillAsked)
  }

  private chunksOf(step: Step): ReadonlyArray<PeopleChunk> {
    return "chunks" in step ? step.chunks.flatMap((chunk) => this.chunks.get(chunk) ?? []) : []
  }

  /** The effect and the answer of a write. */
  private perform(step: Write, mood: Mood): WriteOutcome {
    const { incarnation } = this.team
    if (step._tag === "EnsureGroup") {
      const found = this.groups.has(incarnation)
      const group = this.groups.get(incarnation) ?? { id: groupIdFor(incarnation), deleted: false }
      this.groups.set(incarnation, group)
      const [standIn] = found || !this.ownersLeft ? [] : this.team.people.standbyOwners
      if (!found) this.owners.clear()
      for (const { id } of standIn === undefined ? ownersOf(this.team) : [standIn]) {
        if (found) continue
        this.members.add(id)
        this.owners.add(id)
      }
      return { _tag: "GroupEnsured", ...defined({ platformTeamId: group.id, found, standIn }) }
    }
    if (step._tag === "Do" && step.chore === "announcement") return { _tag: "Done" }
    if (step._tag === "Restore") {
      const group = this.groups.get(incarnation)
      if (group === undefined) return { _tag: "Gone" }
      group.deleted = false
      return { _tag: "Restored" }
    }
    if (!this.standing) return { _tag: "Gone" }
    switch (step._tag) {
      case "EnsureTeam":
        this.hasTeam = true
        return { _tag: "TeamEnsured", link: "https://teams.example/l/team" }
      case "EnsureOwner":
        for (const { id } of this.owners.size === 0 ? this.team.people.standbyOwners.slice(0, 1) : []) {
          this.members.add(id)
          this.owners.add(id)
        }
        return { _tag: "OwnersEnsured", owners: [...this.owners] }
      case "AddMembers": {
        const people = this.peopleOf(step)
        const done = people.filter((person) => !this.refusedPeople.has(person.id))
        for (const { id } of done) this.members.add(id)
        return this.answered(step, (person) => (this.refusedPeople.has(person.id) ? "Not here." : undefined))
      }
      case "RemoveMembers": {
        const people = this.peopleOf(step)
        for (const { id } of people) this.members.delete(id)
        return this.answered(step, () => undefined)
      }
      case "Do":
        if (step.chore === "page") this.pages = 1
        return { _tag: "Done" }
      case "Renew":
        this.renewedAt = this.now
        return { _tag: "GroupRenewed" }
      case "Rename":
        return { _tag: "Renamed", name: this.team.name, description: this.team.description }
      case "Archive":
      case "Unarchive": {
        if (this.owners.size === 0) return { _tag: "NoOwner" }
        if (mood === "at once") {
          this.setArchived(step._tag === "Archive")
          return { _tag: "Done" }
        }
        const operation = `operation-${this.operations.size + 1}`
        this.operations.set(operation, {
          direction: directionOf(step._tag) ?? "archive",
          endsAt: plus(this.now, this.operationMillis),
          fails: this.operationsFail,
          done: false
        })
        return mood === "nameless" ? { _tag: "Accepted" } : { _tag: "Accepted", operation }
      }
    }
  }

  /** What the platform says of everybody in a step's chunks; `refusal`: why somebody is refused, if so. */
  private answered(step: Step, refusal: (person: Person) => string | undefined): WriteOutcome {
    return {
      _tag: "PeopleAnswered",
      chunks: this.chunksOf(step).map((chunk) => {
        const people = stillAsked(chunk)
        return {
          chunk: chunk.chunk,
          done: people.filter((person) => refusal(person) === undefined).map((person) => person.id),
          refused: people.flatMap((person) => {
            const reason = refusal(person)
            return reason === undefined ? [] : [{ ...person, reason }]
          }),
          unanswered: []
        }
      })
    }
  }

  /** The answer of a read. */
  private read(step: Read): ReadOutcome {
    switch (step._tag) {
      case "ExpandGroup": {
        const asked = new Set(meantToBeIn(roster([...this.chunks.values()])).map((person) => person.id))
        const refused = { ...personCalled(73), reason: "The account is disabled." }
        return {
          _tag: "GroupExpanded",
          people: [personCalled(71), personCalled(72)].filter((person) => !asked.has(person.id)),
          refused: asked.has(refused.id) ? [] : [refused],
          known: [personCalled(71), personCalled(72), personCalled(73)].filter((person) => asked.has(person.id))
        }
      }
      case "AwaitOperation": {
        const operation = this.operations.get(step.operation)
        const archived = this.standing ? { archived: this.readArchived() } : {}
        if (operation === undefined || this.operationsForgotten) {
          return { _tag: "OperationRead", status: "vanished", ...archived }
        }
        return {
          _tag: "OperationRead",
          status: !operation.done || this.operationsStuck ? "running" : operation.fails ? "failed" : "succeeded",
          ...(step.read ? archived : {})
        }
      }
      case "GiveUp":
        return { _tag: "GivenUp" }
      case "Verify":
        return {
          _tag: "TeamRead",
          began: this.now,
          reading: this.standing
            ? {
                _tag: "Present",
                archived: this.readArchived(),
                owners: [...this.owners],
                members: this.members.size,
                ...(!this.expirationHidden && this.now >= (this.team.expiration?.readAgainAt ?? 0)
                  ? { expiration: defined({ at: this.expiresAt }) }
                  : {})
              }
            : { _tag: "Missing" }
        }
      case "ReadExpiration":
        return !this.standing
          ? { _tag: "Gone" }
          : this.expirationHidden
            ? busy
            : { _tag: "ExpirationRead", expiration: defined({ at: this.expiresAt }) }
      case "Observe":
        return {
          _tag: "IncidentRead",
          observation: this.incidentGone
            ? { _tag: "Gone", id: this.incident.id }
            : { _tag: "Found", incident: this.incident }
        }
      case "Link":
        return { _tag: "Linked" }
      case "Unlink":
        return { _tag: "Unlinked" }
      case "FollowMerge":
        return {
          _tag: "SurvivorUnknown",
          reason: "It isn't in the workspace yet.",
          remedy: "Choose it by hand.",
          lags: true
        }
      case "ConfirmMerge":
        return { _tag: "MergeStands" }
    }
  }

  private readArchived(): boolean {
    const lags = this.now < this.lag.until && this.now < plus(this.former.until, this.lag.millis)
    return lags ? this.former.archived : this.archived
  }
}

const busy: Failure = { _tag: "FailedForNow", reason: "Too many requests.", afterMillis: 3_000 }

/** As the application tells it: asking again is harmless, except for what starts an operation. */
const silence = (step: Write): Failure =>
  directionOf(step._tag) === undefined
    ? { _tag: "FailedForNow", reason: "No answer." }
    : { _tag: "Unknown", reason: "No answer." }

export const personCalled = (number: number): Person => ({
  id: PersonId.make(`00000000-0000-4000-8000-${String(number).padStart(12, "0")}`),
  name: `Person ${number}`
})

export const groupCalled = (number: number) => ({
  id: GroupId.make(`00000000-0000-4000-9000-${String(number).padStart(12, "0")}`),
  name: `Group ${number}`
})

const groupIdFor = (incarnation: number): PlatformTeamId =>
  PlatformTeamId.make(`00000000-0000-4000-a000-${String(incarnation).padStart(12, "0")}`)

export const somebody: Actor = { _tag: "User", ...personCalled(1) }

const snapshot = (status: IncidentSnapshot["status"], revision: number, at: Timestamp): IncidentSnapshot => ({
  id: IncidentId.make("soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5"),
  armId: IncidentArmId.make(
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/soc" +
      "/providers/Microsoft.SecurityInsights/incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5"
  ),
  number: 1042,
  title: `Phishing, revision ${revision}`,
  status,
  severity: "High",
  etag: `"${revision}"`,
  lastModified: at,
  url: "https://portal.example/incident"
})

export const teamId = TeamId.make("abcdefghijklmnopqrstuvwxyz")

/** A world in which a team was asked for, for three people and a group. */
export const withRequestedTeam = (): ImaginedWorld => {
  const world = new ImaginedWorld()
  world.command({
    _tag: "RequestTeam",
    id: teamId,
    incident: world.incident,
    name: "INC-1042 Phishing",
    description: "",
    owners: [personCalled(1)],
    standbyOwners: [personCalled(2)],
    standIns: [],
    people: [personCalled(11), personCalled(12), personCalled(13)],
    refused: [],
    groups: [groupCalled(1)],
    chores: ["page", "announcement"],
    by: somebody,
    at: world.now
  })
  return world
}

/** A world with an open team in which nothing is left to do. */
export const withOpenTeam = (): ImaginedWorld => {
  const world = withRequestedTeam()
  if (!world.settle(timing.verifyOnOpen)) throw new Error("The team doesn't come to rest.")
  return world
}
