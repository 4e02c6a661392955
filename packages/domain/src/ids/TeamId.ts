import { Schema } from "effect"
import { base32 } from "./base32.ts"
import { canonicalIncidentId, type FullIncidentId } from "./FullIncidentId.ts"
import type { Namespace } from "./Namespace.ts"
import { sha256 } from "./sha256.ts"

/** Our id of an incident's team: 26 base32 characters (130 bits), known before the team exists. */
export const TeamId = Schema.String.check(
  Schema.isPattern(/^[a-z2-7]{26}$/u, { expected: "26 characters out of a-z and 2-7" })
).pipe(Schema.brand("TeamId"))
export type TeamId = typeof TeamId.Type

/**
 * Deterministic, so that two concurrent requests for one incident meet in one aggregate.
 * A namespace holds no newline, so no two pairs give the same text.
 */
export const teamIdOf = (namespace: Namespace, incident: FullIncidentId): TeamId =>
  TeamId.make(base32(sha256(`${namespace}\n${canonicalIncidentId(incident)}`)).slice(0, 26))
