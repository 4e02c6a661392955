import type { Document } from "../../platform/CosmosState.ts"
import { isJsonObject, type JsonObject } from "../../platform/json.ts"
import { badRequest } from "../CosmosFailure.ts"

const maximumIdBytes = 1_023
/** The largest item, and the largest request. */
export const maximumBytes = 2 * 1_024 * 1_024

const maximumSeconds = 2_147_483_647

const checkId = (id: unknown): string => {
  if (typeof id !== "string" || id === "") {
    throw badRequest("The input content is invalid because the required properties - 'id; ' - are missing")
  }
  if (Buffer.byteLength(id) > maximumIdBytes) {
    throw badRequest(`The value supplied for 'id' is longer than ${maximumIdBytes} bytes.`)
  }
  if (/[/\\]/.test(id))
    throw badRequest(
      `The input name '${id}' is invalid. Ensure to provide a unique non-empty string without '/' and '\\'.`
    )
  return id
}

/** Checks a time to live: whole seconds above 0, or -1 for no expiry. */
export const checkTtl = (ttl: unknown): void => {
  if (ttl === -1 || (typeof ttl === "number" && Number.isInteger(ttl) && ttl > 0 && ttl <= maximumSeconds)) return
  throw badRequest(
    `The input ttl '${JSON.stringify(ttl)}' is invalid. Ensure to provide a nonzero positive integer less than or equal to '${maximumSeconds}', or -1 which means never expire.`
  )
}

/** Reads an item; throws 400 when it isn't valid. */
export const readBody = (given: unknown): JsonObject & { readonly id: string } => {
  if (!isJsonObject(given)) throw badRequest("The input content is invalid: an item is a JSON object.")
  const id = checkId(given["id"])
  if (given["ttl"] !== undefined) checkTtl(given["ttl"])
  return { ...given, id }
}

export interface Stamp {
  readonly rid: string
  readonly containerRid: string
  readonly databaseRid: string
  readonly etag: string
  /** Seconds since the epoch. */
  readonly ts: number
}

/** Returns the item as stored: system properties replace what the client sent under their names. */
export const newDocument = (body: JsonObject & { readonly id: string }, stamp: Stamp): Document => ({
  ...body,
  _rid: stamp.rid,
  _self: `dbs/${stamp.databaseRid}/colls/${stamp.containerRid}/docs/${stamp.rid}/`,
  _etag: stamp.etag,
  _attachments: "attachments/",
  _ts: stamp.ts
})
