import { Hono } from "hono"
import { createMiddleware } from "hono/factory"
import type { World } from "../platform/World.ts"
import { authorize } from "./access/authorize.ts"
import { identify } from "./access/identify.ts"
import { containerRoutes } from "./containers/containerRoutes.ts"
import { answer, type CosmosEnv, type CosmosRoutes } from "./CosmosCall.ts"
import { badRequest, cosmosErrorBody, CosmosFailure } from "./CosmosFailure.ts"
import { databaseRoutes } from "./databaseRoutes.ts"
import { documentRoutes } from "./documents/documentRoutes.ts"

const region = "Simulator"

/** The account's document, which directs clients to the account's regions: here, to the simulator itself. */
const accountRoutes = (cosmos: CosmosRoutes, world: World): void => {
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

/** A request may ask for less than the account's session consistency, and not for more. */
const checkConsistency = (level: string | undefined): void => {
  if (level === undefined || ["session", "consistentprefix", "eventual"].includes(level.toLowerCase())) return
  throw badRequest(`ConsistencyLevel ${level} specified in the request is stronger than the account's, Session.`)
}

/** Azure Cosmos DB for NoSQL over its REST interface, as the official SDKs speak it: `/` and `/dbs`. */
export const cosmosSurface = (world: World): Hono<CosmosEnv> => {
  const cosmos = new Hono<CosmosEnv>()

  const describe = createMiddleware<CosmosEnv>(async (c, next) => {
    await next()
    c.res.headers.set("x-ms-activity-id", c.req.header("x-ms-activity-id") ?? c.get("requestId"))
    c.res.headers.set("x-ms-gatewayversion", "version=2.14.0")
    if (!c.res.headers.has("x-ms-request-charge")) c.res.headers.set("x-ms-request-charge", "0")
  })

  const authenticate = createMiddleware<CosmosEnv>(async (c, next) => {
    const caller = await identify(world, c.req.raw, c.get("holder"))
    caller.tenant.settle()
    c.set("caller", caller)
    checkConsistency(c.req.header("x-ms-consistency-level"))
    await next()
  })

  for (const path of ["/", "/dbs/*"]) cosmos.use(path, describe, authenticate)
  accountRoutes(cosmos, world)
  databaseRoutes(cosmos)
  containerRoutes(cosmos)
  documentRoutes(cosmos)

  cosmos.all("/dbs/*", (c) => {
    throw badRequest(`The simulator doesn't serve ${c.req.method} ${c.req.path}.`)
  })

  cosmos.onError((error, c) => {
    if (!(error instanceof CosmosFailure)) {
      console.error(error)
      return c.json(cosmosErrorBody("InternalServerError", `Simulator bug: ${error.message}`, c.get("requestId")), 500)
    }
    const { status, code, message, substatus, headers, further } = error
    return Response.json(
      { ...cosmosErrorBody(code, message, c.get("requestId")), ...further },
      {
        status,
        headers: { ...(substatus === undefined ? {} : { "x-ms-substatus": String(substatus) }), ...headers }
      }
    )
  })

  return cosmos
}
