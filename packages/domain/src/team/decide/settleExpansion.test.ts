import { describe, expect, it } from "vitest"
import type { Outcome } from "../Outcome.ts"
import type { Person } from "../Person.ts"
import type { Step } from "../Step.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import { after, by, given, hour, linked, open, owner, second } from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"

const at = after(2 * hour)
const group = groupCalled(1)
const step: Step = { _tag: "ExpandGroup", group: group.id }
const asked: TeamEvent = { _tag: "GroupRequested", group, by, at: after(hour) }
const other: TeamEvent = { ...asked, group: groupCalled(2) }
const [ada, ben, cem] = [personCalled(11), personCalled(12), personCalled(13)]
const crowd = (size: number) => Array.from({ length: size }, (_, index) => personCalled(1_000 + index))
const holds = (people: ReadonlyArray<Person>, more: { readonly known?: ReadonlyArray<Person> } = {}): Outcome => ({
  _tag: "GroupExpanded",
  people,
  refused: [],
  known: more.known ?? []
})

describe("the people of a group", () => {
  it("are asked for once, but for the owners; who can't be a member is recorded, who is known is mentioned", () => {
    const refused = [{ ...ben, reason: "The account is disabled." }]
    const outcome: Outcome = { _tag: "GroupExpanded", people: [ada, owner, ada], refused, known: [cem] }
    const events = given(...open, asked).answered(step, outcome, at)
    expect(events).toEqual([
      { _tag: "GroupExpanded", group: group.id, people: 1, at },
      {
        _tag: "PeopleRequested",
        chunk: 0,
        kind: "add",
        group: group.id,
        people: [ada],
        refused,
        mentioned: [cem],
        by,
        at
      }
    ])
    expect(given(...open, asked, other, ...events).team).toMatchObject({
      people: {
        groups: [{ expansion: { _tag: "Done" } }, { expansion: { _tag: "Pending" } }],
        openChunks: [{ chunk: 0, left: 1 }],
        nextChunk: 1
      }
    })
  })

  it("leave nothing to do where all of them are known", () => {
    const events = given(...open, asked).answered(step, holds([], { known: crowd(201) }), at)
    expect(events.map((event) => ("mentioned" in event ? event.mentioned?.length : undefined))).toEqual([
      undefined,
      200,
      1
    ])
    expect(given(...open, asked, ...events).team).toMatchObject({ people: { openChunks: [], nextChunk: 2 } })
  })

  it("are asked for 200 at a time", () => {
    const events = given(...open, asked).answered(step, holds(crowd(401)), at)
    const chunks = events.flatMap((event) => (event._tag === "PeopleRequested" ? [event] : []))
    expect(chunks.map(({ chunk, people }) => [chunk, people.length])).toEqual([
      [0, 200],
      [1, 200],
      [2, 1]
    ])
    expect(chunks.flatMap(({ people }) => people)).toEqual(crowd(401))
    expect(chunks.some((chunk) => "mentioned" in chunk)).toBe(false)
  })

  it("are nobody's concern once the group was dropped or read", () => {
    expect(given(...open).answered(step, holds([ada]), at)).toEqual([])
    const dropped: TeamEvent = { _tag: "GroupDropped", group: group.id, by, at }
    expect(given(...open, asked, other, dropped).answered(step, holds([ada]), at)).toEqual([])
    expect(given(...open, asked, other, dropped).team.people.groups.map(({ id }) => id)).toEqual([groupCalled(2).id])
    const read: TeamEvent = { _tag: "GroupExpanded", group: group.id, people: 0, at }
    expect(given(...open, asked, read).answered(step, holds([ada]), at)).toEqual([])
    // Asked for again, it is read again.
    expect(given(...open, other, asked, read, asked).answered(step, holds([ada]), at)).toHaveLength(2)
    expect(given(...open, other, asked, read, asked).team.people.groups).toHaveLength(2)
  })
})

describe("a group that can't be copied", () => {
  const refusal = [{ _tag: "ExpansionRefused", group: group.id, reason: expect.any(String), at }]

  it("is refused when it is gone or may not be read, and waits when that may pass", () => {
    const no: Outcome = { _tag: "Refused", reason: "Forbidden.", remedy: "Choose another group." }
    expect(given(...open, asked).answered(step, no, at)).toEqual([{ ...refusal[0], reason: "Forbidden." }])
    expect(given(...open, asked).answered(step, { _tag: "Gone" }, at)).toEqual(refusal)
    const busy: Outcome = { _tag: "FailedForNow", reason: "Too many requests." }
    const delayed = given(...open, asked).answered(step, busy, at)
    expect(delayed).toMatchObject([{ _tag: "StepDelayed", step: "ExpandGroup", until: after(2 * hour + 2 * second) }])
    const refused: TeamEvent = { _tag: "ExpansionRefused", group: group.id, reason: "Forbidden.", at }
    expect(given(...open, asked, other, ...delayed, refused).team).toMatchObject({
      people: {
        groups: [{ expansion: { _tag: "Refused", reason: "Forbidden." } }, { expansion: { _tag: "Pending" } }]
      },
      work: { waits: [] }
    })
    const read: TeamEvent = { _tag: "GroupExpanded", group: group.id, people: 0, at }
    expect(given(...open, asked, ...delayed, read).team.work.waits).toEqual([])
  })

  it("holds more than 3,500 people, those who can't be members included", () => {
    expect(given(...open, asked).answered(step, holds(crowd(3_500)), at)).toHaveLength(1 + 18)
    expect(given(...open, asked).answered(step, holds(crowd(3_501)), at)).toEqual(refusal)
    const disabled: Outcome = {
      _tag: "GroupExpanded",
      people: crowd(3_500),
      refused: [{ ...ada, reason: "The account is disabled." }],
      known: []
    }
    expect(given(...open, asked).answered(step, disabled, at)).toEqual(refusal)
  })

  it("would bring the team over 25,000 people, those on their way included, those leaving not", () => {
    const full: ReadonlyArray<TeamEvent> = [
      ...open,
      asked,
      { _tag: "Verified", began: at, owners: [owner.id], members: 24_990, nextAt: at, at },
      { _tag: "PeopleRequested", chunk: 0, kind: "add", people: crowd(6), refused: [], by, at },
      { _tag: "PeopleRequested", chunk: 1, kind: "remove", people: crowd(5), refused: [], by, at }
    ]
    expect(given(...full).answered(step, holds(crowd(4)), at)).toHaveLength(2)
    expect(given(...full).answered(step, holds(crowd(5)), at)).toEqual(refusal)
  })
})

it("the last thing to settle, a group ends provisioning", () => {
  const pinned: TeamEvent = { _tag: "ChoreDone", chore: "page", at: after(9 * second) }
  const no: Outcome = { _tag: "Gone" }
  const tags = (...history: ReadonlyArray<TeamEvent>) =>
    given(...history)
      .answered(step, no, at)
      .map((event) => event._tag)
  expect(tags(...linked, asked, pinned)).toEqual(["ExpansionRefused", "Provisioned"])
  expect(tags(...linked, asked, other, pinned)).toEqual(["ExpansionRefused"])
  expect(tags(...linked, asked)).toEqual(["ExpansionRefused"])
})
