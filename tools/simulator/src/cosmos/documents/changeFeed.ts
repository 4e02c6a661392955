import type { ItemRecord } from "../../platform/CosmosState.ts"
import { authorize } from "../access/authorize.ts"
import { answer, containerFor, type CosmosContext, itemHeaders, scopeOf, tenantOf } from "../CosmosCall.ts"
import { badRequest } from "../CosmosFailure.ts"
import { latestLsn } from "../session.ts"
import { admit } from "../Throughput.ts"
import { queryCharge } from "./charge.ts"
import { itemsOf } from "./itemsOf.ts"
import { replicaFor } from "./staleRead.ts"
import { targetOf } from "./target.ts"

const defaultSize = 100

/** The commit to continue after: 0 without a token, the latest for `*`. */
const startOf = (c: CosmosContext, latest: number): number => {
  const given = c.req.header("if-none-match")
  if (given === undefined) return 0
  if (given === "*") return latest
  const lsn = Number(given.replaceAll('"', ""))
  if (!Number.isInteger(lsn) || lsn < 0) throw badRequest("Invalid value for request header If-None-Match.")
  return lsn
}

/** Returns the requested number of items and the rest of the last commit: a batch is never split over pages. */
const pageOf = (items: ReadonlyArray<ItemRecord>, size: number): ReadonlyArray<ItemRecord> => {
  const last = items[size - 1]
  return last ? items.filter(({ lsn }) => lsn <= last.lsn) : items
}

/**
 * The items of a physical or logical partition that changed, each in its latest version and in the order of their last
 * commits. Deleted items don't appear. 304 when there is nothing new.
 */
export const changeFeed = (c: CosmosContext): Response => {
  authorize(c.get("caller"), "readChangeFeed", scopeOf(c))
  if (c.req.header("a-im")?.toLowerCase() !== "incremental feed") {
    throw badRequest("The simulator serves the change feed of latest versions only.")
  }
  const container = containerFor(c)
  const [part] = targetOf(c, container) ?? []
  if (!part) throw badRequest("The change feed is read for a partition key, or a partition key range.")
  const tenant = tenantOf(c)
  admit(tenant, container, part.range)
  const replica = replicaFor(c, container, part.range)
  const latest = replica?.lsn ?? latestLsn(container, part.range)
  const after = startOf(c, latest)
  const since = c.req.header("if-none-match") === undefined ? c.req.header("if-modified-since") : undefined
  const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since)
  const changed =
    after >= latest
      ? []
      : itemsOf(container, part, tenant.clock, replica)
          .filter(({ lsn, writtenAt }) => lsn > after && writtenAt >= from)
          .toSorted((left, right) => left.lsn - right.lsn || left.serial - right.serial)
  const size = Number(c.req.header("x-ms-max-item-count") ?? defaultSize)
  const page = pageOf(changed, size > 0 ? size : defaultSize)
  const reached = page.length < changed.length ? (page.at(-1)?.lsn ?? latest) : Math.max(latest, after)
  const bytes = page.reduce((sum, item) => sum + item.bytes, 0)
  const headers = {
    ...itemHeaders(c, container, part.range, queryCharge(bytes, bytes), latest),
    etag: `"${reached}"`,
    "x-ms-item-count": String(page.length)
  }
  const call = c.get("call")
  if (call) call.itemsRead = page.length
  if (page.length === 0) return answer(304, undefined, headers)
  const documents = page.map(({ document, lsn }) => ({ ...document, _lsn: lsn }))
  return answer(200, { _rid: container.rid, Documents: documents, _count: documents.length }, headers)
}
