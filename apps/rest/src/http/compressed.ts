import { promisify } from "node:util"
import { constants, gzip } from "node:zlib"
import { Effect } from "effect"

const zipped = promisify(gzip)

/** Characters. What fits into one packet isn't sent faster for being smaller. */
const least = 1_400

const acceptsGzip = (accept: string): boolean =>
  accept.split(",").some((coding) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0{0,3})?\s*$)[\d.]+\s*)?$/iu.test(coding))

/**
 * A text as it goes to a client with this Accept-Encoding, and the headers that say so. A proxy that compresses finds it done.
 * No text here has a secret beside what its reader chose, by whose length it could be guessed (BREACH).
 */
export const compressed = (
  text: string,
  acceptEncoding: string | null
): Effect.Effect<{
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}> => {
  if (text.length < least) return Effect.succeed({ body: text, headers: {} })
  const headers = { vary: "accept-encoding" }
  if (acceptEncoding === null || !acceptsGzip(acceptEncoding)) return Effect.succeed({ body: text, headers })
  return Effect.map(
    Effect.promise(() => zipped(text, { level: constants.Z_BEST_SPEED })),
    (bytes) => ({ body: new Uint8Array(bytes), headers: { ...headers, "content-encoding": "gzip" } })
  )
}
