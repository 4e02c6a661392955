import { randomUUID } from "node:crypto"
import { type ArmState, emptyArmState } from "./ArmState.ts"
import { type Behavior, defaultBehavior } from "./Behavior.ts"
import type { Call } from "./Call.ts"
import type { Clock } from "./Clock.ts"
import { type CosmosState, emptyCosmosState } from "./CosmosState.ts"
import type { Application, DirectoryGroup, DirectoryThing, DirectoryUser, GroupSetting } from "./Directory.ts"
import type { FaultRule } from "./Fault.ts"
import { Holds } from "./Holds.ts"
import type { Operation, OperationTwist, Team } from "./Team.ts"

/** All that the state file keeps of a tenant. */
export interface TenantState {
  readonly id: string
  displayName: string
  /** Verified domain; names the tenant in token requests as well as its id. */
  domain: string
  users: Record<string, DirectoryUser>
  /** Soft-deleted ones included. */
  groups: Record<string, DirectoryGroup>
  things: Record<string, DirectoryThing>
  groupSettings: Array<GroupSetting>
  applications: Array<Application>
  teams: Record<string, Team>
  operations: Record<string, Operation>
  behavior: Behavior
  faults: Array<FaultRule>
  arm: ArmState
  cosmos: CosmosState
  /** Where the tenant's sequence of random numbers is. */
  random: number
}

export const emptyTenant = (id: string): TenantState => ({
  id,
  displayName: "Empty tenant",
  domain: `${id.slice(0, 8)}.example`,
  users: {},
  groups: {},
  things: {},
  groupSettings: [],
  applications: [],
  teams: {},
  operations: {},
  behavior: defaultBehavior(),
  faults: [],
  arm: emptyArmState(),
  cosmos: emptyCosmosState(id),
  random: 1
})

const keptDeletedMillis = 30 * 24 * 3_600_000
const keptCalls = 20_000

/** One Entra tenant with everything in it. Nothing is shared between tenants, so that parallel tests don't meet. */
export class Tenant {
  readonly state: TenantState
  readonly clock: Clock
  readonly holds = new Holds()
  /** The latest 20,000; not kept in the state file. */
  calls: Array<Call> = []
  #calls = 0
  /** Operations whose end hasn't been applied yet. */
  readonly #open = new Set<string>()
  readonly #changed: () => void

  constructor(state: TenantState, clock: Clock, changed: () => void) {
    this.state = state
    this.clock = clock
    this.#changed = changed
    for (const operation of Object.values(state.operations)) {
      if (!operation.settled && operation.twist?.ends !== "never") this.#open.add(operation.id)
    }
  }

  get id(): string {
    return this.state.id
  }

  /** To be called after each change of `state`, so that it gets to the state file. */
  changed(): void {
    this.#changed()
  }

  record(call: Omit<Call, "seq">): Call {
    const recorded = { ...call, seq: ++this.#calls }
    this.calls.push(recorded)
    if (this.calls.length > keptCalls) this.calls.splice(0, keptCalls / 10)
    return recorded
  }

  /** In [0, 1), from the tenant's own sequence (mulberry32), so that a run can be repeated. */
  random(): number {
    this.state.random = (this.state.random + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state.random ^ (this.state.random >>> 15), 1 | this.state.random)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** The moment after a platform duration drawn from the range. */
  within([least, most]: readonly [number, number]): number {
    return this.after(least + this.random() * (most - least))
  }

  /** The moment `platformMillis` from now. */
  after(platformMillis: number): number {
    return this.clock.now() + this.clock.real(platformMillis)
  }

  group(id: string): DirectoryGroup | undefined {
    const group = this.state.groups[id.toLowerCase()]
    return group?.deletedAt === null ? group : undefined
  }

  user(idOrName: string): DirectoryUser | undefined {
    const key = idOrName.toLowerCase()
    return (
      this.state.users[key] ??
      (key.includes("@")
        ? Object.values(this.state.users).find((user) => user.userPrincipalName.toLowerCase() === key)
        : undefined)
    )
  }

  /** Alive, provisioned or not. */
  team(id: string): Team | undefined {
    return this.group(id) ? this.state.teams[id.toLowerCase()] : undefined
  }

  startOperation(
    teamId: string,
    type: Operation["type"],
    range: readonly [number, number],
    twist: (Partial<OperationTwist> & { readonly millis?: number }) | null
  ): Operation {
    const now = this.clock.now()
    const endsAt = twist?.millis === undefined ? this.within(range) : this.after(twist.millis)
    const operation: Operation = {
      id: randomUUID(),
      teamId,
      type,
      createdAt: now,
      startsAt: now + (endsAt - now) * this.state.behavior.notStartedShare,
      endsAt,
      settled: false,
      outcome: null,
      twist,
      missingReads: twist?.missingReads ?? 0,
      error: null
    }
    this.state.operations[operation.id] = operation
    if (twist?.ends !== "never") this.#open.add(operation.id)
    return operation
  }

  /** Brings the state up to now: ends operations that are due, in their order, and forgets what was deleted long ago. */
  settle(): void {
    const now = this.clock.now()
    const due = [...this.#open]
      .flatMap((id) => this.state.operations[id] ?? [])
      .filter((operation) => operation.endsAt <= now)
      .toSorted((a, b) => a.endsAt - b.endsAt)
    for (const operation of due) {
      this.#open.delete(operation.id)
      this.#end(operation)
    }
    const forgotten = Object.values(this.state.groups).filter(
      ({ deletedAt }) => deletedAt !== null && deletedAt + this.clock.real(keptDeletedMillis) <= now
    )
    for (const group of forgotten) this.forget(group.id)
    if (due.length > 0 || forgotten.length > 0) this.changed()
  }

  #end(operation: Operation): void {
    const team = this.team(operation.teamId)
    const ends = operation.twist?.ends
    operation.settled = true
    if (!team) {
      operation.outcome = "failed"
      operation.error = { code: "NotFound", message: `No team found with Group Id ${operation.teamId}` }
      return
    }
    if (ends === "fail") {
      if (operation.type === "createTeam" || operation.type === "teamifyGroup") delete this.state.teams[team.id]
    } else if (operation.type === "archiveTeam" || operation.type === "unarchiveTeam") {
      this.setArchived(team, operation.type === "archiveTeam", operation.endsAt)
    }
    if (ends === "stuck") return
    const failed = ends === "fail" || ends === "failAfterEffect"
    operation.outcome = failed ? "failed" : "succeeded"
    if (failed) {
      operation.error = operation.twist?.error ?? { code: "InternalServerError", message: "The operation failed." }
    }
  }

  setArchived(team: Team, isArchived: boolean, at: number): void {
    if (team.isArchived === isArchived) return
    team.isArchived = isArchived
    team.archivedChangedAt = at
  }

  /** Removes a group and its team for good. */
  forget(groupId: string): void {
    delete this.state.groups[groupId]
    delete this.state.teams[groupId]
    for (const operation of Object.values(this.state.operations)) {
      if (operation.teamId === groupId) delete this.state.operations[operation.id]
    }
  }
}

/** State that a surface holds in memory for each tenant. It isn't saved: a replaced tenant starts without it. */
export const perTenant = <State extends object>(create: (tenant: Tenant) => State): ((tenant: Tenant) => State) => {
  const states = new WeakMap<Tenant, State>()
  return (tenant) => {
    const state = states.get(tenant) ?? create(tenant)
    states.set(tenant, state)
    return state
  }
}
