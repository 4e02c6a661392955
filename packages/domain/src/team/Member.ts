import { Schema } from "effect"
import { PersonId } from "../ids/directoryIds.ts"

/** Somebody in the team, as the platform last told; people whom somebody added there are among them. */
export const Member = Schema.Struct({
  id: PersonId,
  name: Schema.String,
  role: Schema.Literals(["owner", "member", "guest"])
})
export type Member = typeof Member.Type
