import type { PartitionKeyValue } from "../CosmosState.ts"
import { murmur3 } from "./murmur3.ts"

const prefix = { undefined: 0x00, null: 0x01, false: 0x02, true: 0x03, number: 0x05, string: 0x08 } as const
const endOfString = 0xff

const bytesOf = (value: PartitionKeyValue): Uint8Array => {
  if (typeof value === "string") {
    return Buffer.concat([Buffer.of(prefix.string), Buffer.from(value, "utf8"), Buffer.of(endOfString)])
  }
  if (typeof value === "number") {
    const number = Buffer.alloc(9)
    number.writeUInt8(prefix.number)
    number.writeDoubleLE(value, 1)
    return number
  }
  if (typeof value === "boolean") return Buffer.of(value ? prefix.true : prefix.false)
  return Buffer.of(value === null ? prefix.null : prefix.undefined)
}

const hashed = (bytes: Uint8Array): string => {
  const [low, high] = murmur3(bytes)
  const hash = Buffer.alloc(16)
  hash.writeBigUInt64BE(high)
  hash.writeBigUInt64BE(low, 8)
  // Effective partition keys are below 3FFF…, so that `FF` is past every one of them.
  hash.writeUInt8(hash.readUInt8(0) & 0x3f)
  return hash.toString("hex").toUpperCase()
}

/**
 * Where a partition key's hash puts it, in upper-case hex: version 2 of the hash, which is that of all containers made
 * in the last years. Clients hash by themselves, too, to tell which physical partition a key is in.
 */
export const effectivePartitionKey = (values: ReadonlyArray<PartitionKeyValue>, kind: "Hash" | "MultiHash"): string =>
  kind === "MultiHash"
    ? values.map((value) => hashed(bytesOf(value))).join("")
    : hashed(Buffer.concat(values.map(bytesOf)))
