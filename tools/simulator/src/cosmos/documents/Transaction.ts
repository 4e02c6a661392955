import type { ContainerRecord, ItemRecord, LogicalPartition, PartitionKeyValue } from "../../platform/CosmosState.ts"
import type { JsonObject } from "../../platform/json.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import { badRequest, conflict, notFound, preconditionFailed, tooLarge } from "../CosmosFailure.ts"
import { newEtag } from "../etag.ts"
import { effectivePartitionKey } from "../partition/effectivePartitionKey.ts"
import { partitionKeyOf, partitionText } from "../partition/PartitionKeyDefinition.ts"
import { rangeOf } from "../partition/PartitionKeyRange.ts"
import { databaseOf, ridOfItem } from "../rid.ts"
import { insertCharge, readCharge, replaceCharge } from "./charge.ts"
import { isExpired } from "./expiry.ts"
import { maximumBytes, newDocument, readBody } from "./newDocument.ts"
import { rememberWrite } from "./Replicas.ts"

/** The result of one operation. */
export interface Outcome {
  readonly status: number
  readonly item?: ItemRecord
  readonly charge: number
}

/** A read that finds `item`. */
export const foundOutcome = (item: ItemRecord): Outcome => ({ status: 200, item, charge: readCharge(item.bytes) })

const keyOf = (id: string): string => `/${id}`

/**
 * Operations on one logical partition that take effect together, with `commit`, or not at all. Each sees what those
 * before it did. Nothing in it waits, so that no other request comes in between.
 */
export class Transaction {
  readonly range: number
  readonly #tenant: Tenant
  readonly #container: ContainerRecord
  readonly #partition: string
  readonly #epk: string
  readonly #staged = new Map<string, ItemRecord | null>()

  constructor(tenant: Tenant, container: ContainerRecord, values: ReadonlyArray<PartitionKeyValue>) {
    if (values.length !== container.partitionKey.paths.length) {
      throw badRequest("PartitionKey extracted from document doesn't match the one specified in the header.", 1001)
    }
    this.#tenant = tenant
    this.#container = container
    this.#partition = partitionText(values)
    const known = container.partitions[this.#partition]
    this.#epk = known?.epk ?? effectivePartitionKey(values, container.partitionKey.kind)
    this.range = known?.range ?? rangeOf(this.#epk)
  }

  read(id: string): Outcome {
    return foundOutcome(this.#existing(id))
  }

  create(given: unknown): Outcome {
    const body = this.#own(given)
    if (this.#find(body.id)) throw conflict()
    return this.#put(body, undefined)
  }

  /** Creates the item if it is missing, even with a condition, as the service is known to do. */
  upsert(given: unknown, ifMatch: string | undefined): Outcome {
    const body = this.#own(given)
    const before = this.#find(body.id)
    if (before) this.#check(before, ifMatch)
    return this.#put(body, before)
  }

  replace(id: string, given: unknown, ifMatch: string | undefined): Outcome {
    const body = this.#own(given)
    if (body.id !== id) throw badRequest(`The id '${body.id}' in the body isn't the one of the item, '${id}'.`)
    const before = this.#existing(id)
    this.#check(before, ifMatch)
    return this.#put(body, before)
  }

  /** Replaces the item by what `change` makes of it. */
  change(id: string, ifMatch: string | undefined, change: (document: JsonObject) => JsonObject): Outcome {
    const before = this.#existing(id)
    this.#check(before, ifMatch)
    const body = this.#own(change(before.document))
    if (body.id !== id) throw badRequest("The id of an item can't be changed.")
    return this.#put(body, before)
  }

  delete(id: string, ifMatch: string | undefined): Outcome {
    const before = this.#existing(id)
    this.#check(before, ifMatch)
    this.#staged.set(keyOf(id), null)
    return { status: 204, charge: insertCharge(before.bytes) }
  }

  commit(): void {
    if (this.#staged.size === 0) return
    const { partitions, lsn } = this.#container
    const partition = (partitions[this.#partition] ??= { range: this.range, epk: this.#epk, items: {} })
    const committed = this.#nextLsn
    lsn[this.range] = committed
    for (const [key, item] of this.#staged) {
      rememberWrite(this.#container, {
        range: this.range,
        lsn: committed,
        partition: this.#partition,
        epk: this.#epk,
        key,
        before: partition.items[key]
      })
      if (item) partition.items[key] = item
      else delete partition.items[key]
    }
    this.#sweep(partition)
    this.#staged.clear()
    this.#tenant.changed()
  }

  /** Takes out what has expired, as the service does in the background, and the partition once it is empty. */
  #sweep({ items }: LogicalPartition): void {
    for (const [key, item] of Object.entries(items)) {
      if (isExpired(this.#container, item, this.#tenant.clock)) delete items[key]
    }
    if (Object.keys(items).length === 0) delete this.#container.partitions[this.#partition]
  }

  get #nextLsn(): number {
    return (this.#container.lsn[this.range] ?? 0) + 1
  }

  #find(id: string): ItemRecord | undefined {
    const key = keyOf(id)
    const staged = this.#staged.get(key)
    if (staged !== undefined) return staged ?? undefined
    const item = this.#container.partitions[this.#partition]?.items[key]
    return item && !isExpired(this.#container, item, this.#tenant.clock) ? item : undefined
  }

  #existing(id: string): ItemRecord {
    const item = this.#find(id)
    if (!item) throw notFound()
    return item
  }

  #check(item: ItemRecord, ifMatch: string | undefined): void {
    if (ifMatch !== undefined && ifMatch !== "*" && ifMatch !== item.document._etag) throw preconditionFailed()
  }

  /** The body, if it belongs into this partition. */
  #own(given: unknown): JsonObject & { readonly id: string } {
    const body = readBody(given)
    if (partitionText(partitionKeyOf(body, this.#container.partitionKey)) !== this.#partition) {
      throw badRequest("PartitionKey extracted from document doesn't match the one specified in the header.", 1001)
    }
    return body
  }

  #put(body: JsonObject & { readonly id: string }, before: ItemRecord | undefined): Outcome {
    const { cosmos } = this.#tenant.state
    const { rid } = this.#container
    const writtenAt = this.#tenant.clock.now()
    cosmos.writes += 1
    const serial = before?.serial ?? cosmos.writes
    const document = newDocument(body, {
      rid: ridOfItem(rid, serial),
      containerRid: rid,
      databaseRid: databaseOf(rid),
      etag: newEtag(cosmos, writtenAt),
      ts: Math.floor(writtenAt / 1_000)
    })
    const bytes = Buffer.byteLength(JSON.stringify(document))
    if (bytes > maximumBytes) throw tooLarge()
    const item: ItemRecord = { document, bytes, serial, lsn: this.#nextLsn, writtenAt }
    this.#staged.set(keyOf(body.id), item)
    return before
      ? { status: 200, item, charge: replaceCharge(bytes) }
      : { status: 201, item, charge: insertCharge(bytes) }
  }
}
