import { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import { everyTeamEvent } from "@incident-teams/domain/testing/ArbitraryTeam"
import { Schema } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { timelineEntry } from "./timelineEntry.ts"

const codec = Schema.toCodecJson(TimelineEntry)

it("always tells an event of any kind as a sentence, and fits the contract", () => {
  fc.assert(
    fc.property(everyTeamEvent, (events) => {
      for (const [index, event] of events.entries()) {
        const entry = timelineEntry({ position: index + 1, event })
        expect(Schema.decodeSync(codec)(Schema.encodeSync(codec)(entry))).toEqual(entry)
        expect(entry.text).not.toMatch(/undefined|\[object/u)
        expect(entry.text).toMatch(/\S/u)
      }
    })
  )
})
