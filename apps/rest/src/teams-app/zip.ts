import { crc32, deflateRawSync } from "node:zlib"

export interface ZippedFile {
  /** Letters, digits, dots: no folders. */
  readonly name: string
  readonly content: Uint8Array
}

/** 1 January 1980: the same files make the same archive, whenever it is made. */
const date = 0x00_21

/**
 * A ZIP archive (PKWARE APPNOTE 6.3): each file deflated, then the directory. Enough for a handful of small files: no
 * ZIP64, no encryption.
 */
export const zip = (files: ReadonlyArray<ZippedFile>): Uint8Array => {
  const bodies: Array<Uint8Array> = []
  const entries: Array<Uint8Array> = []
  let offset = 0
  for (const { name, content } of files) {
    const [text, packed] = [Buffer.from(name, "latin1"), deflateRawSync(content, { level: 9 })]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt16LE(date, 8)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(text.length, 22)
    const body = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), common, text, packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    entries.push(Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000", "latin1"), common, place, text]))
    bodies.push(body)
    offset += body.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write("PK\u0005\u0006", 0, "latin1")
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, directory, end])
}
