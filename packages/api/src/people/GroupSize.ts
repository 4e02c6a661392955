import { Schema } from "effect"
import { GroupIdOnWire } from "../values/Ids.ts"

/** A group with the number of people that it would add to a team. */
export const GroupSize = Schema.Struct({
  id: GroupIdOnWire,
  name: Schema.String.annotate({ examples: ["SOC tier 1"] }),
  people: Schema.optionalKey(
    Schema.Int.annotate({
      description:
        "The number of people, including nested groups, each person counted once. Who joined or left within the last minutes may not be taken into account; adding the group reads its members without that delay. Absent if it can't be read."
    })
  ),
  refusal: Schema.optionalKey(
    Schema.String.annotate({
      description: "Why the group can't be added to a team. Absent if it can.",
      examples: ["It has 3,600 people; Teams accepts groups of up to 3,500."]
    })
  )
}).annotate({ identifier: "GroupSize" })
export type GroupSize = typeof GroupSize.Type
