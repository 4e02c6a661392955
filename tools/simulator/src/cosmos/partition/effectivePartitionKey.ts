import type { PartitionKeyValue } from "../../platform/CosmosState.ts"

const mask = 0xffff_ffff_ffff_ffffn
const c1 = 0x87c3_7b91_1142_53d5n
const c2 = 0x4cf5_ad43_2745_937fn

const times = (left: bigint, right: bigint): bigint => (left * right) & mask
const plus = (left: bigint, right: bigint): bigint => (left + right) & mask
const rotate = (value: bigint, bits: bigint): bigint => ((value << bits) | (value >> (64n - bits))) & mask

const mix1 = (word: bigint): bigint => times(rotate(times(word, c1), 31n), c2)
const mix2 = (word: bigint): bigint => times(rotate(times(word, c2), 33n), c1)

const finalize = (value: bigint): bigint => {
  const once = times(value ^ (value >> 33n), 0xff51_afd7_ed55_8ccdn)
  const twice = times(once ^ (once >> 33n), 0xc4ce_b9fe_1a85_ec53n)
  return twice ^ (twice >> 33n)
}

/** MurmurHash3, x64, 128 bits, seed 0: its two halves. */
const murmur3 = (bytes: Uint8Array): readonly [bigint, bigint] => {
  // Zeros behind the last byte change nothing: an absent byte is mixed in as zero, and a mixed zero is zero.
  const blocks = Math.floor(bytes.length / 16)
  const padded = new Uint8Array((blocks + 1) * 16)
  padded.set(bytes)
  const words = new DataView(padded.buffer)
  const word = (index: number): bigint => words.getBigUint64(index * 8, true)
  let h1 = 0n
  let h2 = 0n
  for (let block = 0; block < blocks; block += 1) {
    h1 = plus(times(plus(rotate(h1 ^ mix1(word(2 * block)), 27n), h2), 5n), 0x52dc_e729n)
    h2 = plus(times(plus(rotate(h2 ^ mix2(word(2 * block + 1)), 31n), h1), 5n), 0x3849_5ab5n)
  }
  const length = BigInt(bytes.length)
  h1 ^= mix1(word(2 * blocks)) ^ length
  h2 ^= mix2(word(2 * blocks + 1)) ^ length
  h1 = plus(h1, h2)
  h2 = plus(h2, h1)
  h1 = finalize(h1)
  h2 = finalize(h2)
  h1 = plus(h1, h2)
  return [h1, plus(h2, h1)]
}

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

const hashToHex = (bytes: Uint8Array): string => {
  const [low, high] = murmur3(bytes)
  const hash = Buffer.alloc(16)
  hash.writeBigUInt64BE(high)
  hash.writeBigUInt64BE(low, 8)
  // Effective partition keys are below 3FFF…, so that `FF` is past every one of them.
  hash.writeUInt8(hash.readUInt8(0) & 0x3f)
  return hash.toString("hex").toUpperCase()
}

/**
 * Returns a partition key's hash in upper-case hex: version 2 of the hash, as in all containers created
 * in recent years. Clients calculate it too, to find a key's physical partition.
 */
export const effectivePartitionKey = (values: ReadonlyArray<PartitionKeyValue>, kind: "Hash" | "MultiHash"): string =>
  kind === "MultiHash"
    ? values.map((value) => hashToHex(bytesOf(value))).join("")
    : hashToHex(Buffer.concat(values.map(bytesOf)))
