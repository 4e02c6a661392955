import type { World } from "../World.ts"
import { authorize } from "./access/authorize.ts"
import { answer, type CosmosRoutes } from "./CosmosCall.ts"

const region = "Simulator"

/** The account's document, which tells clients where to go: back to where they came from. */
export const accountRoutes = (cosmos: CosmosRoutes, world: World): void => {
  cosmos.get("/", (c) => {
    authorize(c.get("caller"), "readMetadata", "/")
    const location = { name: region, databaseAccountEndpoint: `${world.base}/` }
    return answer(200, {
      _self: "",
      id: "simulator",
      _rid: "simulator.documents.azure.com",
      media: "//media/",
      addresses: "//addresses/",
      _dbs: "//dbs/",
      // One write region: with several, a write that was accepted may be rolled back.
      writableLocations: [location],
      readableLocations: [location],
      enableMultipleWriteLocations: false,
      continuousBackupEnabled: false,
      enableNRegionSynchronousCommit: false,
      enablePerPartitionFailoverBehavior: false,
      userReplicationPolicy: { asyncReplication: false, minReplicaSetSize: 3, maxReplicasetSize: 4 },
      userConsistencyPolicy: { defaultConsistencyLevel: "Session" },
      systemReplicationPolicy: { minReplicaSetSize: 3, maxReplicasetSize: 4 },
      readPolicy: { primaryReadCoefficient: 1, secondaryReadCoefficient: 1 },
      queryEngineConfiguration: JSON.stringify({ maxSqlQueryInputLength: 524_288, maxJoinsPerSqlQuery: 10 })
    })
  })
}
