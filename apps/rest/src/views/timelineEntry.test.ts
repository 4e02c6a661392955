import { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import type { RecordedEvent } from "@incident-teams/application/ports/TeamStore"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { everyTeamEvent } from "@incident-teams/domain/testing/ArbitraryTeam"
import { outsideIsolates, rightToLeft, unsafe } from "@incident-teams/domain/testing/ArbitraryText"
import { Schema } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { isDetail, timelineEntry } from "./timelineEntry.ts"

const ana = "2046feea-040d-4a46-9e2b-91c2941bfa70"
const codec = Schema.toCodecJson(TimelineEntry)

it("always puts an event of any kind into a sentence of plain English that no text in it can break or reorder", () => {
  fc.assert(
    fc.property(everyTeamEvent, (events) => {
      for (const [index, event] of events.entries()) {
        const entry = timelineEntry({ position: index + 1, event })
        expect(Schema.decodeSync(codec)(Schema.encodeSync(codec)(entry))).toEqual(entry)
        expect(entry.text).not.toMatch(/undefined|\[object/u)
        expect(entry.text).toMatch(/\S/u)
        expect(oddWordsIn(entry.text)).toEqual([])
        expect(outsideIsolates(entry.text)).not.toMatch(unsafe)
        expect(outsideIsolates(entry.text)).not.toMatch(rightToLeft)
      }
    })
  )
})

it("leaves out delays that pass within seconds, and people of whom nothing is new", () => {
  const at = timestampOf(0)
  const delayed = { _tag: "StepDelayed", step: "Archive", until: at, reason: "Busy.", at } as const
  expect([1, 2, 3, 4, 5, 6].map((tries) => isDetail({ ...delayed, tries }))).toEqual([
    true,
    true,
    true,
    true,
    false,
    true
  ])
  expect(timelineEntry({ position: 1, event: { ...delayed, tries: 5 } }).text).toBe(
    "Delayed after 5 attempts: archiving the team. Busy."
  )
  const settled = { _tag: "PeopleSettled", chunk: 1, kind: "add", done: [], refused: [], left: 3, at } as const
  expect(isDetail(settled)).toBe(true)
  expect(isDetail({ ...settled, refused: [{ id: PersonId.make(ana), name: "Ana", reason: "Disabled." }] })).toBe(false)
})

it.each<[RecordedEvent["event"], string]>([
  [{ _tag: "Archived", attempt: 3, at: timestampOf(0) }, "The team was archived."],
  [
    {
      _tag: "AccessDecided",
      request: "r",
      person: { id: PersonId.make(ana), name: "Ana" },
      approved: false,
      reason: "Not yours",
      by: { _tag: "System" },
      at: timestampOf(0)
    },
    "Access was denied for Ana: Not yours."
  ],
  [
    {
      _tag: "PeopleSettled",
      chunk: 1,
      kind: "add",
      done: [PersonId.make(ana)],
      refused: [{ id: PersonId.make(ana), name: "Hugo", reason: "The account is disabled." }],
      left: 0,
      at: timestampOf(0)
    },
    "1 person was added. Not added: Hugo (The account is disabled)."
  ],
  [
    {
      _tag: "Blocked",
      step: "EnsureTeam",
      reason: "No license",
      remedy: "Assign one; then retry.",
      at: timestampOf(0)
    },
    "Action needed: the team can't be created. No license. Assign one; then retry."
  ]
])("says what happened: %o", (event, text) => {
  expect(timelineEntry({ position: 1, event }).text).toBe(text)
})
