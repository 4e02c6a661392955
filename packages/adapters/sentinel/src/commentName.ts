import { createHash } from "node:crypto"
import { guidOf } from "@incident-teams/domain/ids/Guid"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Option } from "effect"

const guidFrom = (text: string): string => {
  const hash = createHash("sha256").update(text).digest("hex")
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/**
 * The resource name of a comment. Sentinel's are GUIDs: one that is given stays as it is, another id becomes one
 * (version 8, RFC 9562), always the same for the same comment of the same incident.
 */
export const commentName = (incident: IncidentId, comment: string): string =>
  Option.getOrElse(guidOf(comment), () => guidFrom(`${incident.toLowerCase()}/${comment}`))
