import { Schema } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { members } from "../testing/ArbitraryTeam.ts"
import { throughJson } from "../testing/throughJson.ts"
import { Member } from "./Member.ts"

it("members always survive their codec", () => {
  fc.assert(
    fc.property(members, (seen) => {
      expect(throughJson(Schema.Array(Member), seen)).toEqual(seen)
    })
  )
})
