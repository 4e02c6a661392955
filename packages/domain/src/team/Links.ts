import { Schema } from "effect"
import { TeamId } from "../ids/TeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { Actor } from "./Person.ts"

/** Another team, as people know it. `url` opens it in Teams. */
export const OtherTeam = Schema.Struct({ id: TeamId, name: Schema.String, url: Schema.optionalKey(Schema.String) })
export type OtherTeam = typeof OtherTeam.Type

/**
 * How a team came to serve another incident than the one that it was created for. Each link is `joining` until the record
 * of the incident says so, then `linked`; it is `leaving` until that record is removed again.
 */
export const Link = Schema.Struct({
  /** Numbers the links of a team; none comes twice. */
  number: Schema.Int,
  /** Under whose id the pointer to this team is stored, or the team that is merged into this one. */
  target: TeamId,
  state: Schema.Literals(["joining", "linked", "leaving"]),
  /** Whether a team that the incident has already may be merged into this one. */
  merge: Schema.Boolean,
  /** The incident becomes the lead once it is linked. */
  lead: Schema.Boolean,
  by: Actor,
  since: Timestamp,
  /** Of the request that waits for it. */
  operationNumber: Schema.optionalKey(Schema.Int),
  /** The team that was merged into this one. */
  from: Schema.optionalKey(OtherTeam)
})
export type Link = typeof Link.Type

/** Where the incidents of a merged team are served now, and by which link of that team. */
export const MergedInto = Schema.Struct({
  team: OtherTeam,
  link: Schema.Int,
  at: Timestamp,
  /** From then on the other team is asked whether it serves them; only then this one is archived. */
  confirmAt: Timestamp,
  confirmed: Schema.Boolean
})
export type MergedInto = typeof MergedInto.Type

/** Ours, to keep the aggregate small: incidents that a team serves beside its lead. */
export const otherIncidentsAtMost = 99
