import { describe, expect, it } from "vitest"
import type { Outcome } from "../Outcome.ts"
import type { Step } from "../Step.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  accepted,
  after,
  archiving,
  begun,
  by,
  day,
  given,
  grouped,
  hour,
  incident,
  linked,
  open,
  second,
  teamRequested
} from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"
import { timing } from "../Timing.ts"

const at = after(2 * hour)
const late = {
  _tag: "LateResult",
  explainsUntil: after(2 * hour + day),
  pollAt: after(2 * hour + timing.pollEvery),
  at
}
const report = (step: Step, attempt: number | undefined, outcome: Outcome) =>
  ({ _tag: "ReportStep", step, ...(attempt === undefined ? {} : { attempt }), outcome, at }) as const

describe("a result of an attempt that isn't in flight", () => {
  it("only tells what it began", () => {
    const archive: Step = { _tag: "Archive" }
    expect(given(...open).when(report(archive, 3, { _tag: "Accepted", operation: "operation-0" }))).toEqual([
      { ...late, attempt: 3, direction: "archive", operation: "operation-0" }
    ])
    expect(given(...accepted).when(report({ _tag: "Unarchive" }, 3, { _tag: "Accepted" }))).toEqual([
      { ...late, attempt: 3, direction: "unarchive" }
    ])
    expect(given(...open).when(report({ _tag: "PinPage" }, 2, { _tag: "TaskDone" }))).toStrictEqual([
      { ...late, attempt: 2 }
    ])
    expect(given(...open).when(report({ _tag: "PinPage" }, undefined, { _tag: "TaskDone" }))).toStrictEqual([
      { ...late, attempt: 0 }
    ])
  })

  it("makes a look due, and is remembered if it may have moved the team", () => {
    const { team } = given(...open, { ...late, attempt: 2 } as TeamEvent)
    expect(team.verifyDue).toContain(at)
    expect(team.orphans).toEqual([])
    const orphan = { ...late, attempt: 2, direction: "archive" as const }
    const { team: moved } = given(...open, orphan as TeamEvent)
    expect(moved.orphans).toEqual([
      { attempt: 2, direction: "archive", closedAt: at, explainsUntil: late.explainsUntil }
    ])
    // Told of later, its operation is followed; what was known of it stays.
    const named = { ...orphan, operation: "operation-0", explainsUntil: after(9 * day) }
    expect(given(...open, orphan as TeamEvent, named as TeamEvent).team.orphans).toEqual([
      {
        attempt: 2,
        direction: "archive",
        closedAt: at,
        explainsUntil: late.explainsUntil,
        operation: "operation-0",
        pollAt: late.pollAt
      }
    ])
    const other = { ...orphan, attempt: 1 }
    expect(given(...open, orphan as TeamEvent, other as TeamEvent).team.orphans.map(({ attempt }) => attempt)).toEqual([
      2, 1
    ])
  })
})

describe("a worker that lost its lease", () => {
  const handOver = (attempt: number | undefined, operation?: string) =>
    ({
      _tag: "HandOver",
      step: "Archive",
      ...(attempt === undefined ? {} : { attempt }),
      ...(operation === undefined ? {} : { operation }),
      at
    }) as const

  it("tells of the operation that it began, if nobody knows it yet", () => {
    expect(given(...archiving).when(handOver(4, "operation-1"))).toEqual([
      { _tag: "OperationAccepted", attempt: 4, operation: "operation-1", pollAt: late.pollAt, at },
      { _tag: "CheckDue", at }
    ])
    expect(given(...archiving).when(handOver(4))).toEqual([{ _tag: "CheckDue", at }])
    expect(given(...accepted).when(handOver(4, "operation-1"))).toEqual([{ _tag: "CheckDue", at }])
  })

  it("can't speak for another attempt", () => {
    const orphan = { ...late, attempt: 3, direction: "archive" }
    expect(given(...archiving).when(handOver(3, "operation-0"))).toEqual([{ ...orphan, operation: "operation-0" }])
    expect(given(...open).when(handOver(3))).toEqual([orphan])
  })

  it("read something only: a look is due, where there is something to look at", () => {
    expect(given(...open).when(handOver(undefined))).toEqual([{ _tag: "CheckDue", at }])
    expect(given(...grouped).when(handOver(undefined))).toEqual([])
  })
})

describe("a look at the incident", () => {
  const observe: Step = { _tag: "Observe" }
  const missed: TeamEvent = { _tag: "IncidentMissed", checkAt: after(hour), at: after(hour) }
  const read = (lastModified: typeof at, etag: string): Outcome => ({
    _tag: "IncidentRead",
    observation: { _tag: "Found", incident: { ...incident, lastModified, etag } }
  })

  it("is repeated after a pause when one was due and it told nothing new", () => {
    const older = read(after(-second), '"older"')
    expect(given(...open, missed).answered(observe, older, at)).toMatchObject([
      { _tag: "StepDelayed", step: "Observe", tries: 1, until: after(2 * hour + 2 * second) }
    ])
    expect(given(...open).answered(observe, older, at)).toEqual([])
    const delayed: TeamEvent = { _tag: "StepDelayed", step: "Observe", tries: 1, until: at, reason: "Older.", at }
    expect(given(...open, missed, delayed).dueOf("Observe")).toBe(at)
    const same = given(...open, missed, delayed).answered(observe, read(incident.lastModified, incident.etag), at)
    expect(same).toMatchObject([{ _tag: "IncidentObserved" }])
    const { team } = given(...open, missed, delayed, ...same)
    expect(team.waits).toEqual([])
    expect(team.incident).not.toHaveProperty("missedAt")
    expect(team.incident).not.toHaveProperty("checkAt")
  })

  it("waits longer the more often it told nothing new", () => {
    const delayed: TeamEvent = { _tag: "StepDelayed", step: "Observe", tries: 3, until: at, reason: "Older.", at }
    expect(given(...open, missed, delayed).answered(observe, read(after(-second), '"older"'), at)).toMatchObject([
      { _tag: "StepDelayed", step: "Observe", tries: 4, until: after(2 * hour + 16 * second) }
    ])
  })

  it("is missed on two looks five minutes apart", () => {
    const gone: Outcome = { _tag: "IncidentRead", observation: { _tag: "Gone", id: incident.id } }
    const look = (moment: number) => given(...open, missed).answered(observe, gone, after(moment))
    expect(given(...open).answered(observe, gone, at)).toEqual([
      { _tag: "IncidentMissed", checkAt: after(2 * hour + timing.confirmMissingAfter), at }
    ])
    expect(look(hour + timing.confirmMissingAfter - 1)).toMatchObject([{ _tag: "StepDelayed" }])
    const events = look(hour + timing.confirmMissingAfter)
    expect(events).toMatchObject([{ _tag: "IncidentGone" }, { _tag: "DesiredStateChanged", desiredState: "archived" }])
    const { team } = given(...open, missed, ...events)
    expect(team.incident).toMatchObject({ gone: true })
    expect(team.incident).not.toHaveProperty("checkAt")
    expect(team.incident).not.toHaveProperty("missedAt")
    const closed: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at: after(hour) }
    expect(given(...open, closed, missed).answered(observe, gone, at)).toMatchObject([{ _tag: "IncidentGone" }])
  })

  it("is tried again when Sentinel doesn't answer", () => {
    expect(given(...open).answered(observe, { _tag: "FailedForNow", reason: "Busy." }, at)).toMatchObject([
      { _tag: "StepDelayed", step: "Observe" }
    ])
    expect(given(...open).answered({ _tag: "Verify" }, { _tag: "FailedForNow", reason: "Busy." }, at)).toMatchObject([
      { _tag: "StepDelayed", step: "Verify" }
    ])
  })
})

describe("the end of provisioning", () => {
  const pinning = [...linked, begun(3, { _tag: "PinPage" }, at)]
  const pinned = (...history: ReadonlyArray<TeamEvent>) =>
    given(...history, begun(3, { _tag: "PinPage" }, at))
      .answered({ _tag: "PinPage" }, { _tag: "TaskDone" }, at)
      .map((event) => event._tag)

  it("comes when nothing is left of it, and makes a look due", () => {
    const events = given(...pinning).answered({ _tag: "PinPage" }, { _tag: "TaskDone" }, at)
    expect(events).toEqual([
      { _tag: "PagePinned", at },
      { _tag: "Provisioned", at }
    ])
    const { team } = given(...pinning, ...events)
    expect(team).toMatchObject({ phase: "open", provisioned: true, reached: [1], phaseSince: at })
    expect(team.verifyDue).toContain(at)
  })

  it("waits for people, groups and the app, whichever comes last", () => {
    const group: TeamEvent = { _tag: "GroupRequested", group: groupCalled(1), by, at }
    const people: TeamEvent = {
      _tag: "PeopleRequested",
      chunk: 0,
      kind: "add",
      people: [personCalled(11)],
      refused: [],
      by,
      at
    }
    expect(pinned(...linked, group)).toEqual(["PagePinned"])
    expect(pinned(...linked, people)).toEqual(["PagePinned"])
    expect(pinned({ ...teamRequested, withApp: true }, ...linked.slice(1))).toEqual(["PagePinned"])
    expect(pinned(...linked)).toEqual(["PagePinned", "Provisioned"])
    // Once only.
    expect(pinned(...open)).toEqual(["PagePinned"])
  })

  it("waits for the team itself, however little is left beside it", () => {
    expect(pinned(...grouped)).toEqual(["PagePinned"])
  })
})
