import type { ContainerRecord } from "../../platform/CosmosState.ts"
import { isJsonObject, type JsonObject, parseJson } from "../../platform/json.ts"
import { authorize, requireKey } from "../access/authorize.ts"
import {
  answer,
  containerFor,
  type CosmosContext,
  type CosmosRoutes,
  databaseFor,
  scopeOf,
  tenantOf
} from "../CosmosCall.ts"
import { badRequest, conflict } from "../CosmosFailure.ts"
import { checkIfMatch, readNamed, stamp } from "../databaseRoutes.ts"
import { checkTtl } from "../documents/newDocument.ts"
import { readPartitionKeyDefinition } from "../partition/PartitionKeyDefinition.ts"
import { partitionKeyRanges, rangeResource } from "../partition/PartitionKeyRange.ts"
import { readIndexingPolicy } from "../query/indexingPolicy.ts"
import { databaseOf, ridOfContainer } from "../rid.ts"

const resource = (container: ContainerRecord) => {
  const self = `dbs/${databaseOf(container.rid)}/colls/${container.rid}/`
  return {
    conflictResolutionPolicy: {
      mode: "LastWriterWins",
      conflictResolutionPath: "/_ts",
      conflictResolutionProcedure: ""
    },
    geospatialConfig: { type: "Geography" },
    ...container.further,
    id: container.id,
    indexingPolicy: container.indexingPolicy,
    partitionKey: container.partitionKey,
    ...(container.defaultTtl === undefined ? {} : { defaultTtl: container.defaultTtl }),
    _rid: container.rid,
    _ts: container.ts,
    _self: self,
    _etag: container.etag,
    _docs: "docs/",
    _sprocs: "sprocs/",
    _triggers: "triggers/",
    _udfs: "udfs/",
    _conflicts: "conflicts/"
  }
}

const own = new Set(["id", "indexingPolicy", "partitionKey", "defaultTtl"])

/** Returns the members that are stored without effect. Unique keys are refused, because they aren't enforced. */
const furtherOf = (body: JsonObject): JsonObject => {
  const { uniqueKeyPolicy } = body
  const keys = isJsonObject(uniqueKeyPolicy) ? uniqueKeyPolicy["uniqueKeys"] : undefined
  if (Array.isArray(keys) && keys.length > 0) throw badRequest("The simulator doesn't enforce unique keys.")
  return Object.fromEntries(Object.entries(body).filter(([name]) => !own.has(name) && !name.startsWith("_")))
}

const ttlOf = ({ defaultTtl }: JsonObject): number | undefined => {
  if (defaultTtl === undefined || defaultTtl === null) return undefined
  checkTtl(defaultTtl)
  return Number(defaultTtl)
}

/** The lowest throughput of a container, manual or as the maximum of autoscale. */
const minimumThroughput = 400

const throughputOf = (c: CosmosContext): number | undefined => {
  const manual = c.req.header("x-ms-offer-throughput")
  const automatic = c.req.header("x-ms-cosmos-offer-autopilot-settings")
  if (manual === undefined && automatic === undefined) return undefined
  const settings = parseJson(automatic ?? "")
  const throughput = Number(manual ?? (isJsonObject(settings) ? settings["maxThroughput"] : undefined))
  if (!(throughput >= minimumThroughput && throughput % 100 === 0)) {
    throw badRequest(
      `The offer should have valid throughput values between ${minimumThroughput} and 1000000 inclusive in increments of 100.`
    )
  }
  return throughput
}

const metadataHeaders = { "x-ms-request-charge": "1" }

const answerContainer = (c: CosmosContext, status: number, container: ContainerRecord): Response =>
  answer(status, resource(container), {
    ...metadataHeaders,
    etag: container.etag,
    "x-ms-alt-content-path": `dbs/${c.req.param("db")}`,
    "x-ms-content-path": databaseOf(container.rid)
  })

export const containerRoutes = (cosmos: CosmosRoutes): void => {
  cosmos.get("/dbs/:db/colls", (c) => {
    authorize(c.get("caller"), "readMetadata", scopeOf(c))
    const { rid, containers } = databaseFor(c)
    const all = containers.map(resource)
    return answer(200, { _rid: rid, DocumentCollections: all, _count: all.length }, metadataHeaders)
  })

  cosmos.post("/dbs/:db/colls", async (c) => {
    requireKey(c.get("caller"), c.req.raw)
    const body = await readNamed(c)
    const tenant = tenantOf(c)
    const database = databaseFor(c)
    if (database.containers.some(({ id }) => id === body.id)) throw conflict()
    const settings = {
      partitionKey: readPartitionKeyDefinition(body["partitionKey"]),
      indexingPolicy: readIndexingPolicy(body["indexingPolicy"]),
      further: furtherOf(body),
      defaultTtl: ttlOf(body),
      throughput: throughputOf(c)
    }
    tenant.state.cosmos.writes += 1
    const container: ContainerRecord = {
      id: body.id,
      rid: ridOfContainer(database.rid, tenant.state.cosmos.writes),
      ...stamp(c),
      ...settings,
      lsn: partitionKeyRanges.map(() => 0),
      partitions: {}
    }
    database.containers.push(container)
    tenant.changed()
    return answerContainer(c, 201, container)
  })

  cosmos.get("/dbs/:db/colls/:coll", (c) => {
    authorize(c.get("caller"), "readMetadata", scopeOf(c))
    return answerContainer(c, 200, containerFor(c))
  })

  cosmos.put("/dbs/:db/colls/:coll", async (c) => {
    requireKey(c.get("caller"), c.req.raw)
    const body = await readNamed(c)
    const tenant = tenantOf(c)
    const container = containerFor(c)
    checkIfMatch(c, container)
    const partitionKey = readPartitionKeyDefinition(body["partitionKey"])
    if (
      body.id !== container.id ||
      JSON.stringify(partitionKey.paths) !== JSON.stringify(container.partitionKey.paths)
    ) {
      throw badRequest("Document collection partition key cannot be changed.")
    }
    Object.assign(container, {
      indexingPolicy: readIndexingPolicy(body["indexingPolicy"]),
      further: furtherOf(body),
      defaultTtl: ttlOf(body),
      ...stamp(c)
    })
    tenant.changed()
    return answerContainer(c, 200, container)
  })

  cosmos.delete("/dbs/:db/colls/:coll", (c) => {
    requireKey(c.get("caller"), c.req.raw)
    const database = databaseFor(c)
    const container = containerFor(c)
    checkIfMatch(c, container)
    database.containers.splice(database.containers.indexOf(container), 1)
    tenantOf(c).changed()
    return answer(204, undefined, metadataHeaders)
  })

  cosmos.get("/dbs/:db/colls/:coll/pkranges", (c) => {
    authorize(c.get("caller"), "readMetadata", scopeOf(c))
    const container = containerFor(c)
    const ranges = partitionKeyRanges.map((range, index) => rangeResource(range, index, container))
    return answer(200, { _rid: container.rid, PartitionKeyRanges: ranges, _count: ranges.length }, metadataHeaders)
  })
}
