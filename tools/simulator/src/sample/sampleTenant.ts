import { emptyTenant, type TenantState } from "../Tenant.ts"
import { sampleDirectory, sampleDirectoryApplications } from "./directory.ts"
import { sampleArm } from "./incidents/sampleArm.ts"
import { sampleDomain, sampleTenantName } from "./people.ts"

/** A tenant with the sample directory and incidents, under any tenant id. `now`: milliseconds since the epoch. */
export const sampleTenant = (id: string, now: number): TenantState => ({
  ...emptyTenant(id),
  displayName: sampleTenantName,
  domain: sampleDomain,
  ...sampleDirectory(),
  arm: sampleArm(id, new Date(now))
})

/** A sample tenant of an earlier version, with the applications that came later. */
export const withLaterApplications = (state: TenantState): TenantState => {
  const known = new Set(state.applications.map(({ key }) => key))
  const later = sampleDirectoryApplications().filter(({ key }) => !known.has(key))
  return { ...state, applications: [...state.applications, ...later] }
}
