import { createHash } from "node:crypto"
import type { Encoded } from "./responses.ts"

/** Of responses that are kept and sent again, so that their text is hashed once. */
const known = new WeakMap<Encoded, string>()

/**
 * The ETag as it goes over the wire: that of the state, which If-Match is compared with, and behind a dot the rest of what
 * the response shows, such as a team's progress. Undefined for a response without an ETag.
 */
export const representationTag = (encoded: Encoded): string | undefined => {
  const state = encoded.headers["etag"]
  if (state === undefined) return undefined
  const before = known.get(encoded)
  if (before !== undefined) return before
  // When the parts of an incident were read is no part of what they are.
  const digest = createHash("sha256")
    .update(encoded.text.replaceAll(/"asOf":"[^"]*"/gu, ""))
    .digest("base64url")
    .slice(0, 11)
  const tag = state.replace(/"$/u, `.${digest}"`)
  known.set(encoded, tag)
  return tag
}

/** An If-Match in the tags of states alone. */
export const stateTags = (ifMatch: string): string => ifMatch.replaceAll(/\.[\w-]{11}"/gu, '"')
