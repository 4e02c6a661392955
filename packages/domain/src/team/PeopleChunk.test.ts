import { describe, expect, it } from "vitest"
import { changedChunks, type PeopleChunk, stillAsked } from "./PeopleChunk.ts"
import type { EventOf } from "./TeamEvent.ts"
import { after, by } from "./testing/given.ts"
import { groupCalled, personCalled } from "./testing/ImaginedWorld.ts"

const [ada, ben, cem, dua] = [personCalled(1), personCalled(2), personCalled(3), personCalled(4)]
const asked: EventOf<"PeopleRequested"> = {
  _tag: "PeopleRequested",
  chunk: 7,
  kind: "add",
  people: [ada, ben, cem],
  refused: [],
  by,
  at: after(0)
}
const settled: EventOf<"PeopleSettled"> = {
  _tag: "PeopleSettled",
  chunk: 7,
  kind: "add",
  done: [ada.id],
  refused: [{ ...ben, reason: "Not here." }],
  left: 1,
  at: after(1)
}

describe("a chunk of people", () => {
  it("holds who was asked for, who can't be a member, and who is in the group, too", () => {
    const group = groupCalled(1).id
    const refused = { ...cem, reason: "The account is disabled." }
    expect(changedChunks([], [{ ...asked, group, people: [ada], refused: [refused], mentioned: [dua] }])).toEqual([
      {
        chunk: 7,
        kind: "add",
        group,
        people: [
          { ...ada, standing: { _tag: "Asked" } },
          { ...cem, standing: { _tag: "Refused", reason: "The account is disabled." } },
          { ...dua, standing: { _tag: "Mentioned" } }
        ]
      }
    ])
    expect(changedChunks([], [asked])[0]).not.toHaveProperty("group")
  })

  it("takes what the platform said of each, whether it was asked in the same commit or before", () => {
    const people = [
      { ...ada, standing: { _tag: "Done" } },
      { ...ben, standing: { _tag: "Refused", reason: "Not here." } },
      { ...cem, standing: { _tag: "Asked" } }
    ]
    expect(changedChunks([], [asked, settled])).toEqual([{ chunk: 7, kind: "add", people }])
    const before = changedChunks([], [{ ...asked, chunk: 6 }, asked])
    expect(changedChunks(before, [settled])).toEqual([{ chunk: 7, kind: "add", people }])
  })

  it("isn't changed by anything else, nor made by an answer about a chunk that isn't there", () => {
    expect(changedChunks(changedChunks([], [asked]), [{ _tag: "Provisioned", at: after(0) }])).toEqual([])
    expect(changedChunks([], [settled])).toEqual([])
  })

  it("asks the platform only for those it hasn't answered for", () => {
    const chunk: PeopleChunk = {
      chunk: 0,
      kind: "remove",
      people: [
        { ...ada, standing: { _tag: "Done" } },
        { ...ben, standing: { _tag: "Asked" } },
        { ...cem, standing: { _tag: "Refused", reason: "Not here." } },
        { ...dua, standing: { _tag: "Mentioned" } }
      ]
    }
    expect(stillAsked(chunk)).toEqual([ben])
  })
})
