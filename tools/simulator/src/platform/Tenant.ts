import { randomUUID } from "node:crypto"
import { type ArmState, emptyArmState } from "./ArmState.ts"
import { type Behavior, defaultBehavior } from "./Behavior.ts"
import type { Call } from "./Call.ts"
import type { Clock } from "./Clock.ts"
import { type CosmosState, emptyCosmosState } from "./CosmosState.ts"
import type {
  Application,
  DirectoryGroup,
  DirectoryThing,
  DirectoryUser,
  GroupSetting,
  LifecyclePolicy
} from "./Directory.ts"
import type { FaultRule } from "./Fault.ts"
import { Holds } from "./Holds.ts"
import { settleMerges } from "./merge.ts"
import type { Operation, OperationDeviation, Team } from "./Team.ts"

/** The part of a tenant that the state file contains. */
export interface TenantState {
  readonly id: string
  displayName: string
  /** Verified domain; identifies the tenant in token requests, as its id does. */
  domain: string
  users: Record<string, DirectoryUser>
  /** Soft-deleted ones included. */
  groups: Record<string, DirectoryGroup>
  things: Record<string, DirectoryThing>
  groupSettings: Array<GroupSetting>
  /** The expiration policy for Microsoft 365 groups; absent: they don't expire. */
  lifecyclePolicy?: LifecyclePolicy
  applications: Array<Application>
  teams: Record<string, Team>
  operations: Record<string, Operation>
  behavior: Behavior
  faults: Array<FaultRule>
  arm: ArmState
  cosmos: CosmosState
  /** State of the tenant's random number generator. */
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

const deletedRetentionMillis = 30 * 24 * 3_600_000
/** What groups get that are older than the lifetime when a policy is made (Microsoft Learn). */
const graceOfOlderGroups = 35
const dayMillis = 24 * 3_600_000
const maximumCalls = 20_000

/** One Entra tenant with everything in it. Tenants share nothing, so parallel tests don't affect each other. */
export class Tenant {
  readonly state: TenantState
  readonly clock: Clock
  readonly holds = new Holds()
  /** The latest 20,000; not saved in the state file. */
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
      if (!operation.settled && operation.deviation?.ends !== "never") this.#open.add(operation.id)
    }
  }

  get id(): string {
    return this.state.id
  }

  /** Call after each change of `state`, so that it is saved. */
  changed(): void {
    this.#changed()
  }

  record(call: Omit<Call, "seq">): Call {
    const recorded = { ...call, seq: ++this.#calls }
    this.calls.push(recorded)
    if (this.calls.length > maximumCalls) this.calls.splice(0, maximumCalls / 10)
    return recorded
  }

  /** Returns a number in [0, 1) from the tenant's own sequence (mulberry32), so that a run can be repeated. */
  random(): number {
    this.state.random = (this.state.random + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state.random ^ (this.state.random >>> 15), 1 | this.state.random)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** Returns the time after a random platform duration from the range. */
  within([minimum, maximum]: readonly [number, number]): number {
    return this.after(minimum + this.random() * (maximum - minimum))
  }

  /** Returns the time `platformMillis` from now. */
  after(platformMillis: number): number {
    return this.clock.now() + this.clock.real(platformMillis)
  }

  group(id: string): DirectoryGroup | undefined {
    const group = this.state.groups[id.toLowerCase()]
    return group?.deletedAt === null ? group : undefined
  }

  /** When the expiration policy deletes a group; undefined: never. */
  expiresAt(group: DirectoryGroup): number | undefined {
    const policy = this.state.lifecyclePolicy
    if (policy?.managedGroupTypes !== "All" || !group.groupTypes.includes("Unified")) return undefined
    const days = (count: number): number => this.clock.real(count * dayMillis)
    const renewedAt = group.renewedAt ?? group.createdAt
    const expiresAt = renewedAt + days(policy.groupLifetimeInDays)
    return renewedAt >= policy.createdAt ? expiresAt : Math.max(expiresAt, policy.createdAt + days(graceOfOlderGroups))
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

  /** A team that isn't deleted; it may not be provisioned yet. */
  team(id: string): Team | undefined {
    return this.group(id) ? this.state.teams[id.toLowerCase()] : undefined
  }

  startOperation(
    teamId: string,
    type: Operation["type"],
    range: readonly [number, number],
    deviation: (Partial<OperationDeviation> & { readonly millis?: number }) | null
  ): Operation {
    const now = this.clock.now()
    const endsAt = deviation?.millis === undefined ? this.within(range) : this.after(deviation.millis)
    const operation: Operation = {
      id: randomUUID(),
      teamId,
      type,
      createdAt: now,
      startsAt: now + (endsAt - now) * this.state.behavior.notStartedShare,
      endsAt,
      settled: false,
      outcome: null,
      deviation,
      missingReads: deviation?.missingReads ?? 0,
      error: null
    }
    this.state.operations[operation.id] = operation
    if (deviation?.ends !== "never") this.#open.add(operation.id)
    return operation
  }

  /**
   * Updates the state to now: ends due operations in their order, deletes groups that have expired, purges those that
   * were deleted 30 days ago, and goes on with merges of incidents.
   */
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
    const expired = Object.values(this.state.groups).filter(
      (group) => group.deletedAt === null && (this.expiresAt(group) ?? Number.POSITIVE_INFINITY) <= now
    )
    for (const group of expired) group.deletedAt = this.expiresAt(group) ?? now
    const forgotten = Object.values(this.state.groups).filter(
      ({ deletedAt }) => deletedAt !== null && deletedAt + this.clock.real(deletedRetentionMillis) <= now
    )
    for (const group of forgotten) this.forget(group.id)
    const merged = settleMerges(this.state.arm, now)
    if (merged || due.length + expired.length + forgotten.length > 0) this.changed()
  }

  #end(operation: Operation): void {
    const team = this.team(operation.teamId)
    const ends = operation.deviation?.ends
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
      operation.error = operation.deviation?.error ?? { code: "InternalServerError", message: "The operation failed." }
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
