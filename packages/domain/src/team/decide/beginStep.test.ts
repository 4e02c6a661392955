import { describe, expect, it } from "vitest"
import type { Step, Write } from "../Step.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import { after, begun, by, given, grouped, hour, linked, open, requested, second } from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"
import { timing } from "../Timing.ts"

const at = after(2 * hour)
const begin = (step: Write, moment = at) => ({ _tag: "BeginStep", step, at: moment }) as const
const asked = (chunk: number, kind: "add" | "remove" = "add"): TeamEvent => ({
  _tag: "PeopleRequested",
  chunk,
  kind,
  people: [personCalled(11)],
  refused: [],
  by,
  at: after(hour)
})

describe("beginning a step", () => {
  it("is numbered and given its deadlines", () => {
    const step: Write = { _tag: "EnsureGroup", recover: false }
    expect(given(...requested).when(begin(step))).toEqual([
      {
        _tag: "StepBegun",
        attempt: 1,
        step,
        giveUpAt: after(2 * hour + timing.callDeadline),
        readFrom: after(2 * hour + timing.operationDeadline),
        at
      }
    ])
    expect(given(...linked).when(begin({ _tag: "Do", chore: "page" }))).toMatchObject([{ attempt: 3 }])
  })

  it("is refused unless it is what is due, for the same people", () => {
    const refused = (step: Write) => ({ _tag: "StepNotDue", step: step._tag })
    const archive: Write = { _tag: "Archive" }
    expect(given(...open).when(begin(archive))).toMatchObject(refused(archive))
    expect(given(...linked).when(begin(archive))).toMatchObject(refused(archive))
    const both: Write = { _tag: "AddMembers", chunks: [0, 1] }
    const one: Write = { _tag: "AddMembers", chunks: [0] }
    const history = [...open, asked(0), asked(1)]
    expect(given(...history).when(begin(both))).toMatchObject([{ step: both }])
    expect(given(...history).when(begin(one))).toMatchObject(refused(one))
    const team: Write = { _tag: "EnsureTeam" }
    expect(given(...grouped).when(begin(team, after(6 * second - 1)))).toMatchObject(refused(team))
    expect(given(...grouped).when(begin(team, after(6 * second)))).toHaveLength(1)
  })

  it("is for what changes something: a read that is due isn't recorded", () => {
    const group = groupCalled(1)
    const step: Step = { _tag: "ExpandGroup", group: group.id }
    const history: ReadonlyArray<TeamEvent> = [...open, { _tag: "GroupRequested", group, by, at: after(hour) }]
    expect(given(...history).next(at)).toEqual(step)
    expect(given(...history).when(begin({ _tag: "Do", chore: "page" }))).toMatchObject({ _tag: "StepNotDue" })
  })

  it("takes what is due as it is: a group is looked for before it is made a second time", () => {
    const waits: TeamEvent = { _tag: "StepDelayed", step: "EnsureGroup", tries: 1, until: at, reason: "Busy.", at }
    const first: Write = { _tag: "EnsureGroup", recover: false }
    expect(given(...requested, begun(1, first, at), waits).when(begin(first))).toMatchObject([
      { step: { recover: true } }
    ])
  })
})

describe("taking over from another worker", () => {
  it("makes a look due now, and one when the other's lease can't matter any more", () => {
    const event = { _tag: "TakenOver", checkAt: [at, after(2 * hour + timing.lease)], at }
    expect(given(...open).when({ _tag: "TakeOver", at })).toEqual([event])
    expect(given(...open, event as TeamEvent).team.checks.due).toEqual(expect.arrayContaining(event.checkAt))
    expect(given(...grouped).when({ _tag: "TakeOver", at })).toEqual([{ ...event, checkAt: [] }])
  })
})
