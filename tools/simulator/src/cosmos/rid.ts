/** Resource ids: bytes of a database (4), container (8) or item (16), in base64 with `-` for `/`. */
const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replaceAll("/", "-")
const decode = (rid: string): Buffer => Buffer.from(rid.replaceAll("-", "/"), "base64")

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** Marks what a container's or an item's last bytes number. */
const kind = { container: 0x80, item: 0x00, range: 0x50 } as const

export const ridOfDatabase = (count: number): string => encode(number(count))

export const ridOfContainer = (database: string, count: number): string => {
  const own = number(count)
  own.writeUInt8(kind.container)
  return encode(Buffer.concat([decode(database), own]))
}

const child = (container: string, count: number, tag: number): string => {
  const own = Buffer.alloc(8)
  own.writeUInt32LE(count)
  own.writeUInt8(tag, 7)
  return encode(Buffer.concat([decode(container), own]))
}

export const ridOfItem = (container: string, count: number): string => child(container, count, kind.item)
export const ridOfRange = (container: string, index: number): string => child(container, index + 2, kind.range)

/** The database's part of a container's id. */
export const databaseOf = (container: string): string => encode(decode(container).subarray(0, 4))
