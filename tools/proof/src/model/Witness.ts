import { isDeepStrictEqual } from "node:util"
import type { TeamData } from "@incident-teams/adapter-memory/MemoryTeamStore"
import type { TeamTruth } from "@incident-teams/adapter-memory/PlatformHand"
import type { Commit, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { replay } from "@incident-teams/domain/Decider"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { isProvisioned, linkOf, noTeam, platformTeamIdOf } from "@incident-teams/domain/team/Team"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { timing } from "@incident-teams/domain/team/Timing"
import { archivedReadsLate } from "./platformMoods.ts"

const decider = teamDecider(timing)

/** When something was last seen to be so on the platform. */
class Seen {
  archived = timestampOf(0)
  active = timestampOf(0)
  readonly in = new Set<PersonId>()
  readonly out = new Set<PersonId>()
  readonly names = new Set<string>()
  pinned = false
}

/**
 * Sees the platform after every effect, and what a worker is about to do before it does it. What must never be is
 * written down as a complaint, because a worker swallows everything that is thrown inside it.
 */
export class Witness {
  readonly complaints: Array<string> = []
  readonly #truth: () => ReadonlyArray<TeamTruth>
  readonly #now: () => Timestamp
  readonly #store: TeamData
  readonly #seen = new Map<PlatformTeamId, Seen>()
  readonly #links = new Map<PlatformTeamId, string>()

  constructor(truth: () => ReadonlyArray<TeamTruth>, now: () => Timestamp, store: TeamData) {
    this.#truth = truth
    this.#now = now
    this.#store = store
  }

  look(): void {
    const now = this.#now()
    const keys = new Set<string>()
    const truth = this.#truth()
    // L2: as many groups as there were incarnations, at the most, deleted ones included.
    const allowed = [...this.#store.rows.values()].reduce((sum, { stored }) => sum + stored.team.incarnation, 0)
    if (truth.length > allowed) this.complaints.push(`L2: ${truth.length} groups where ${allowed} were wanted`)
    for (const team of truth) {
      if (keys.has(team.key)) this.complaints.push(`L2: two groups bear the key ${team.key}`)
      keys.add(team.key)
      // L3: where a team leads to never changes.
      const link = this.#links.get(team.id) ?? team.link
      if (link !== team.link) this.complaints.push(`L3: the link of ${team.id} became ${team.link}`)
      if (link !== undefined) this.#links.set(team.id, link)
      const seen = this.#seen.get(team.id) ?? new Seen()
      this.#seen.set(team.id, seen)
      seen[team.archived ? "archived" : "active"] = now
      seen.names.add(team.name)
      if (team.tabs.length === 1) seen.pinned = true
      if (team.tabs.length > 1) this.complaints.push(`${team.id} has ${team.tabs.length} pages`)
      const members = new Set(team.members.map(({ id }) => id))
      for (const one of members) seen.in.add(one)
      for (const one of seen.in) if (!members.has(one)) seen.out.add(one)
    }
  }

  /** L8: the stored state is what the stored events tell. */
  replay(): void {
    for (const { stored, events } of this.#store.rows.values()) {
      if (!isDeepStrictEqual(replay(decider, events, noTeam), stored.team)) {
        this.complaints.push(`L8: the events of ${stored.id} don't tell what is stored`)
      }
    }
  }

  before(worker: string, call: string, args: ReadonlyArray<unknown>): void {
    if (call === "archive" || call === "unarchive") this.#operation(worker, call, args[0])
    if (call !== "commit") return
    // The gate knows a service's methods by name alone; this is the port's `commit(expected, commit)`.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const [expected, commit] = args as Parameters<TeamStore["Service"]["commit"]>
    this.#fenced(worker, expected, commit)
    this.#said(commit)
  }

  /** L4, for a worker whose lease holds: a frozen one's late call can't be held back. */
  #operation(worker: string, call: "archive" | "unarchive", id: unknown): void {
    for (const { stored } of this.#store.rows.values()) {
      const { team, schedule } = stored
      if (platformTeamIdOf(team) !== id || schedule.lease?.holder !== worker || schedule.lease.until <= this.#now())
        continue
      const { inFlight } = team.work
      if (inFlight?.step._tag !== (call === "archive" ? "Archive" : "Unarchive")) {
        this.complaints.push(`L4: ${call} without having been recorded in flight`)
      } else if (inFlight.operation !== undefined) {
        this.complaints.push(`L4: ${call} while operation ${inFlight.operation} is in flight`)
      }
      if (call === "archive" && !isProvisioned(team)) this.complaints.push("L4: archive before provisioning ended")
      if (call === "unarchive" && inFlight?.from !== "archived") {
        this.complaints.push(`L4: unarchive of a team that was last known as ${inFlight?.from}`)
      }
    }
  }

  /** A worker that lost the fence tells what it began, and leaves the lease of the one that has it now alone. */
  #fenced(worker: string, expected: string, { team, schedule, events }: Commit): void {
    const held = this.#store.rows.get(team.id)?.stored
    if (held?.version !== expected || held.schedule.lease?.holder === worker) return
    const told = new Set(["LateResult", "CheckDue", "OperationAccepted"])
    const { _tag: more } = events.find(({ _tag }) => !told.has(_tag)) ?? {}
    if (more !== undefined) this.complaints.push(`${worker} records ${more} although it lost the fence`)
    if (schedule.fence !== held.schedule.fence || schedule.lease?.until !== held.schedule.lease?.until) {
      this.complaints.push(`${worker} changes a lease that it doesn't hold`)
    }
  }

  /** L12: what is about to be recorded as done was seen to be so. */
  #said({ team, events }: Commit): void {
    const id = platformTeamIdOf(team)
    const seen = id === undefined ? undefined : this.#seen.get(id)
    for (const event of events) {
      const wrong = seen === undefined ? undefined : this.#wrong(event, seen, team)
      if (wrong !== undefined) this.complaints.push(`L12: ${event._tag} is recorded, but ${wrong}`)
    }
  }

  #wrong(event: TeamEvent, seen: Seen, team: Commit["team"]): string | undefined {
    if (event._tag === "Archived" || event._tag === "Reopened") {
      const begun = this.#store.rows
        .get(team.id)
        ?.events.findLast((one) => one._tag === "StepBegun" && one.attempt === event.attempt)
      const last = event._tag === "Archived" ? seen.archived : seen.active
      if (begun === undefined || last < begun.at - archivedReadsLate) return "it was never so since it was asked"
    }
    if (event._tag === "PeopleSettled") {
      // A person who was never in is out without having been taken out.
      const was = event.kind === "add" ? seen.in : seen.out
      const stranger = event.done.find((one) => !was.has(one) && (event.kind === "add" || seen.in.has(one)))
      if (stranger !== undefined) return `${stranger} was never ${event.kind === "add" ? "in" : "out"}`
    }
    if (event._tag === "ChoreDone" && event.chore === "page" && !seen.pinned) return "there was never a page"
    if (event._tag === "Renamed" && !seen.names.has(event.name)) return `it was never called ${event.name}`
    if (event._tag === "TeamEnsured" && linkOf(team) !== event.link) return `it leads to ${linkOf(team)}`
    return undefined
  }
}
