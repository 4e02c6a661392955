import { Schema } from "effect"
import { GroupIdOnWire } from "../values/Ids.ts"

/** A group with how many people it would bring into a team. */
export const GroupSize = Schema.Struct({
  id: GroupIdOnWire,
  name: Schema.String.annotate({ examples: ["SOC tier 1"] }),
  people: Schema.optionalKey(
    Schema.Int.annotate({ description: "Nested groups included, each person once; absent where it can't be read." })
  ),
  refusal: Schema.optionalKey(
    Schema.String.annotate({
      description: "Can't be put into a team, and why.",
      examples: ["It has 3600 people; Teams takes groups of up to 3500."]
    })
  )
}).annotate({ identifier: "GroupSize" })
export type GroupSize = typeof GroupSize.Type
