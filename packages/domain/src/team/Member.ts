import { Schema } from "effect"
import { PersonId } from "../ids/directoryIds.ts"

/** A person in the team, as the platform last reported, including people who were added in Teams. */
export const Member = Schema.Struct({
  id: PersonId,
  name: Schema.String,
  role: Schema.Literals(["owner", "member", "guest"])
})
export type Member = typeof Member.Type
