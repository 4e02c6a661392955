import { builtInDataRoles } from "../cosmos/access/dataRoles.ts"
import { type CosmosState, emptyCosmosState } from "../platform/CosmosState.ts"
import { guidOf } from "../platform/guid.ts"
import { emptyTenant, type TenantState } from "../platform/Tenant.ts"
import { sampleDirectory, sampleDirectoryApplications } from "./directory.ts"
import { sampleArm } from "./incidents/sampleArm.ts"
import { sampleApplications, sampleDomain, sampleTenantName } from "./people.ts"

/** An empty account in which Incident Teams may read and write items, but not make containers. */
const sampleCosmos = (tenantId: string): CosmosState => {
  const contributor = builtInDataRoles.find(({ roleName }) => roleName === "Cosmos DB Built-in Data Contributor")
  const cosmos = emptyCosmosState(tenantId)
  cosmos.roleAssignments = contributor
    ? [
        {
          id: guidOf("cosmos/server"),
          principalId: sampleApplications.server.objectId,
          roleId: contributor.id,
          scope: "/"
        }
      ]
    : []
  return cosmos
}

/** A tenant with the sample directory and incidents, under any tenant id. `now`: milliseconds since the epoch. */
export const sampleTenant = (id: string, now: number): TenantState => ({
  ...emptyTenant(id),
  displayName: sampleTenantName,
  domain: sampleDomain,
  ...sampleDirectory(),
  arm: sampleArm(id, new Date(now)),
  cosmos: sampleCosmos(id)
})

/** A sample tenant of an earlier version, with the applications, and what is known of each, that came later. */
export const withLaterApplications = (state: TenantState): TenantState => {
  const kept = new Map(state.applications.map((application) => [application.key, application]))
  const now = sampleDirectoryApplications().map((sample) => ({ ...sample, ...kept.get(sample.key) }))
  const others = state.applications.filter(({ key }) => !now.some((sample) => sample.key === key))
  return { ...state, applications: [...now, ...others] }
}
