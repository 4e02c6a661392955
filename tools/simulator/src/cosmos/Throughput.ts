import type { ContainerRecord } from "../platform/CosmosState.ts"
import type { Tenant } from "../platform/Tenant.ts"
import { tooManyRequests } from "./CosmosFailure.ts"
import { partitionKeyRanges } from "./partition/PartitionKeyRange.ts"

/** The request units that a physical partition has left in the current second of platform time; negative: its debt. */
interface Budget {
  units: number
  /** Number of the second. */
  second: number
}

const budgets = new WeakMap<ContainerRecord, Array<Budget>>()

/** Request units for one physical partition and second; undefined: no limit. */
const limitOf = ({ state }: Tenant, container: ContainerRecord): number | undefined => {
  const { throttling, requestUnitsPerSecond } = state.cosmos.behavior
  const perSecond = requestUnitsPerSecond ?? container.throughput
  return throttling && perSecond !== undefined ? perSecond / partitionKeyRanges.length : undefined
}

const budgetOf = ({ clock }: Tenant, container: ContainerRecord, range: number, limit: number): Budget => {
  const all = budgets.get(container) ?? []
  budgets.set(container, all)
  const second = Math.floor(clock.now() / clock.real(1_000))
  const budget = (all[range] ??= { units: limit, second })
  // Each second has its own budget: unused units are lost, and debts are paid first.
  budget.units = Math.min(limit, budget.units + (second - budget.second) * limit)
  budget.second = second
  return budget
}

/** Throws 429 while the range has overspent; otherwise the request may begin, at any cost. */
export const admit = (tenant: Tenant, container: ContainerRecord, range: number): void => {
  const limit = limitOf(tenant, container)
  if (limit === undefined) return
  const { units, second } = budgetOf(tenant, container, range, limit)
  if (units > 0) return
  const solvent = second + Math.floor(-units / limit) + 1
  throw tooManyRequests(Math.ceil(solvent * tenant.clock.real(1_000) - tenant.clock.now()))
}

export const spend = (tenant: Tenant, container: ContainerRecord, range: number, charge: number): void => {
  const limit = limitOf(tenant, container)
  if (limit !== undefined) budgetOf(tenant, container, range, limit).units -= charge
}
