import type { DatabaseRecord, SystemProperties } from "../platform/CosmosState.ts"
import { isJsonObject, type JsonObject } from "../platform/json.ts"
import { authorize, requireKey } from "./access/authorize.ts"
import {
  answer,
  type CosmosContext,
  type CosmosRoutes,
  databaseFor,
  jsonBody,
  scopeOf,
  tenantOf
} from "./CosmosCall.ts"
import { badRequest, conflict, preconditionFailed } from "./CosmosFailure.ts"
import { newEtag } from "./etag.ts"
import { ridOfDatabase } from "./rid.ts"

const resource = (database: DatabaseRecord) => ({
  id: database.id,
  _rid: database.rid,
  _self: `dbs/${database.rid}/`,
  _etag: database.etag,
  _colls: "colls/",
  _users: "users/",
  _ts: database.ts
})

const metadataHeaders = { "x-ms-request-charge": "2" }

/** Reads the body of a database or container, whose id can't contain path separators. */
export const readNamed = async (c: CosmosContext): Promise<JsonObject & { readonly id: string }> => {
  const body = await jsonBody(c)
  if (!isJsonObject(body)) throw badRequest("The input content is invalid: it must be a JSON object.")
  const { id } = body
  if (typeof id !== "string" || id === "" || id.length > 255 || /[/\\?#]|\s$/.test(id)) {
    throw badRequest(`The input name '${JSON.stringify(id)}' is invalid.`)
  }
  return { ...body, id }
}

/** Returns new system properties for something that was just created or changed. */
export const stamp = (c: CosmosContext): Pick<SystemProperties, "etag" | "ts"> => {
  const { clock, state } = tenantOf(c)
  return { etag: newEtag(state.cosmos, clock.now()), ts: Math.floor(clock.now() / 1_000) }
}

export const checkIfMatch = (c: CosmosContext, { etag }: SystemProperties): void => {
  const expected = c.req.header("if-match")
  if (expected !== undefined && expected !== "*" && expected !== etag) throw preconditionFailed()
}

export const databaseRoutes = (cosmos: CosmosRoutes): void => {
  cosmos.get("/dbs", (c) => {
    authorize(c.get("caller"), "readMetadata", "/")
    const { databases } = tenantOf(c).state.cosmos
    return answer(200, { _rid: "", Databases: databases.map(resource), _count: databases.length }, metadataHeaders)
  })

  cosmos.post("/dbs", async (c) => {
    requireKey(c.get("caller"), c.req.raw)
    const { id } = await readNamed(c)
    const tenant = tenantOf(c)
    const { cosmos: account } = tenant.state
    if (account.databases.some((database) => database.id === id)) throw conflict()
    account.writes += 1
    const database: DatabaseRecord = { id, rid: ridOfDatabase(account.writes), ...stamp(c), containers: [] }
    account.databases.push(database)
    tenant.changed()
    return answer(201, resource(database), { ...metadataHeaders, etag: database.etag })
  })

  cosmos.get("/dbs/:db", (c) => {
    authorize(c.get("caller"), "readMetadata", scopeOf(c))
    const database = databaseFor(c)
    return answer(200, resource(database), { ...metadataHeaders, etag: database.etag })
  })

  cosmos.delete("/dbs/:db", (c) => {
    requireKey(c.get("caller"), c.req.raw)
    const tenant = tenantOf(c)
    const database = databaseFor(c)
    checkIfMatch(c, database)
    tenant.state.cosmos.databases = tenant.state.cosmos.databases.filter((other) => other !== database)
    tenant.changed()
    return answer(204, undefined, metadataHeaders)
  })
}
