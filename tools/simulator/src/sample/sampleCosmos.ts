import { builtInDataRoles } from "../cosmos/access/dataRoles.ts"
import { type CosmosState, emptyCosmosState } from "../cosmos/CosmosState.ts"
import { guidOf } from "./guid.ts"
import { sampleApplications } from "./people.ts"

/** An empty account in which Incident Teams may read and write items, but not make containers. */
export const sampleCosmos = (tenantId: string): CosmosState => {
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
