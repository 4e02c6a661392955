import { badRequest } from "../CosmosFailure.ts"
import type { ContainerRecord } from "../CosmosState.ts"
import { isJsonObject, parseJson } from "../Json.ts"
import type { Place } from "../query/run.ts"

/** Where the next page begins: in which physical partition, and behind which row. */
export interface Continuation {
  readonly range: number
  readonly after: Place | undefined
}

/** Opaque to clients, and good for its own container only. */
export const writeContinuation = (container: ContainerRecord, continuation: Continuation): string =>
  Buffer.from(JSON.stringify({ rid: container.rid, ...continuation })).toString("base64url")

const isPlace = (value: unknown): value is Place =>
  isJsonObject(value) &&
  Array.isArray(value["keys"]) &&
  ["serial", "row", "taken"].every((name) => typeof value[name] === "number")

export const readContinuation = (container: ContainerRecord, token: string): Continuation => {
  const value = parseJson(Buffer.from(token, "base64url").toString())
  if (isJsonObject(value) && value["rid"] === container.rid && typeof value["range"] === "number") {
    const { range, after } = value
    if (after === undefined || isPlace(after)) return { range, after }
  }
  throw badRequest("Invalid Continuation Token")
}
