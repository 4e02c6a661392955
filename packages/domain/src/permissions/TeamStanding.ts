import { Schema } from "effect"

/** What a person is in a team. */
export const TeamStanding = Schema.Literals(["owner", "member", "none"])
export type TeamStanding = typeof TeamStanding.Type
