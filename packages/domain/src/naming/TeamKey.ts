import { Schema } from "effect"
import type { Namespace } from "../ids/Namespace.ts"
import type { TeamId } from "../ids/TeamId.ts"

/**
 * By what we find our group again on the platform: its `uniqueName`, and its `mailNickname` too, so that an adopted
 * group can be distinguished from another one. ASCII, at most 64 characters (Graph's limit for mailNickname).
 */
export const TeamKey = Schema.String.check(
  Schema.isPattern(/^it-[a-z0-9]{1,12}-[a-z2-7]{26}-[0-9]{1,16}$/u, {
    expected: "it-<namespace>-<team id>-<incarnation>"
  })
).pipe(Schema.brand("TeamKey"))
export type TeamKey = typeof TeamKey.Type

/**
 * The key of one incarnation of an incident's team. The workspace needs no place of its own: the team id is made from
 * the incident's ARM id, which holds it.
 */
export const teamKeyOf = (namespace: Namespace, team: TeamId, incarnation: number): TeamKey =>
  TeamKey.make(`it-${namespace}-${team}-${incarnation}`)
