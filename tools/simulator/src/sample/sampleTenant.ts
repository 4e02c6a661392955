import { emptyTenant, type TenantState } from "../Tenant.ts"
import { sampleDirectory } from "./directory.ts"
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
