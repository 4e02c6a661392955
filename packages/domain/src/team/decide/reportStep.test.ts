import { describe, expect, it } from "vitest"
import { defined } from "../../defined.ts"
import type { Failure, ReadOutcome, WriteOutcome } from "../Outcome.ts"
import type { Read, Write } from "../Step.ts"
import type { TeamCommand } from "../TeamCommand.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  accepted,
  after,
  answeredAgain,
  archiving,
  begun,
  by,
  day,
  given,
  grouped,
  hour,
  incident,
  linked,
  minute,
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
const report = (step: Write, attempt: number, outcome: WriteOutcome) =>
  ({ _tag: "ReportWrite", attempt, step, outcome, at }) as const

describe("a result of an attempt that isn't in flight", () => {
  it("only tells what it began", () => {
    const archive: Write = { _tag: "Archive" }
    expect(given(...open).when(report(archive, 3, { _tag: "Accepted", operation: "operation-0" }))).toEqual([
      { ...late, attempt: 3, direction: "archive", operation: "operation-0" }
    ])
    expect(given(...accepted).when(report({ _tag: "Unarchive" }, 3, { _tag: "Accepted" }))).toEqual([
      { ...late, attempt: 3, direction: "unarchive" }
    ])
    expect(given(...open).when(report({ _tag: "Do", chore: "page" }, 2, { _tag: "Done" }))).toStrictEqual([
      { ...late, attempt: 2 }
    ])
  })

  it("makes a look due, and is remembered if it may have moved the team", () => {
    const { team } = given(...open, { ...late, attempt: 2 } as TeamEvent)
    expect(team.checks.due).toContain(at)
    expect(team.work.orphans).toEqual([])
    const orphan = { ...late, attempt: 2, direction: "archive" as const }
    const { team: moved } = given(...open, orphan as TeamEvent)
    expect(moved.work.orphans).toEqual([
      { attempt: 2, direction: "archive", closedAt: at, explainsUntil: late.explainsUntil }
    ])
    // Told of later, its operation is followed; what was known of it stays.
    const named = { ...orphan, operation: "operation-0", explainsUntil: after(9 * day) }
    expect(given(...open, orphan as TeamEvent, named as TeamEvent).team.work.orphans).toEqual([
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
    expect(
      given(...open, orphan as TeamEvent, other as TeamEvent).team.work.orphans.map(({ attempt }) => attempt)
    ).toEqual([2, 1])
  })
})

describe("a worker that lost its lease", () => {
  const abandon = (attempt: number, operation?: string): TeamCommand => ({
    _tag: "AbandonWrite",
    ...defined({ attempt, step: { _tag: "Archive" as const }, operation, at })
  })

  it("tells of the operation that it began, if nobody knows it yet", () => {
    expect(given(...archiving).when(abandon(4, "operation-1"))).toEqual([
      { _tag: "OperationAccepted", attempt: 4, operation: "operation-1", pollAt: late.pollAt, at },
      { _tag: "CheckDue", at }
    ])
    expect(given(...archiving).when(abandon(4))).toEqual([{ _tag: "CheckDue", at }])
    expect(given(...accepted).when(abandon(4, "operation-1"))).toEqual([{ _tag: "CheckDue", at }])
  })

  it("can't speak for another attempt", () => {
    const orphan = { ...late, attempt: 3, direction: "archive" }
    expect(given(...archiving).when(abandon(3, "operation-0"))).toEqual([{ ...orphan, operation: "operation-0" }])
    expect(given(...open).when(abandon(3))).toEqual([orphan])
  })

  it("read something only: a look is due, where there is something to look at", () => {
    expect(given(...open).when({ _tag: "AbandonRead", at })).toEqual([{ _tag: "CheckDue", at }])
    expect(given(...grouped).when({ _tag: "AbandonRead", at })).toEqual([])
  })
})

describe("a look at the incident", () => {
  const observe: Read = { _tag: "Observe" }
  const missed: TeamEvent = { _tag: "IncidentMissed", checkAt: after(hour), at: after(hour) }
  const read = (lastModified: typeof at, etag: string): ReadOutcome => ({
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
    expect(team.work.waits).toEqual([])
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
    const gone: ReadOutcome = { _tag: "IncidentRead", observation: { _tag: "Gone", id: incident.id } }
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
    const busy: ReadOutcome = { _tag: "FailedForNow", reason: "Busy." }
    expect(given(...open, missed).answered(observe, busy, at)).toMatchObject([{ _tag: "StepDelayed", step: "Observe" }])
    // The feed has read it meanwhile.
    expect(given(...open).answered(observe, busy, at)).toEqual([])
    expect(given(...open).answered({ _tag: "Verify" }, busy, at)).toMatchObject([
      { _tag: "StepDelayed", step: "Verify" }
    ])
  })
})

describe("the end of provisioning", () => {
  const pinning = [...linked, begun(3, { _tag: "Do", chore: "page" }, at)]
  const pinned = (...history: ReadonlyArray<TeamEvent>) =>
    given(...history, begun(3, { _tag: "Do", chore: "page" }, at))
      .answered({ _tag: "Do", chore: "page" }, { _tag: "Done" }, at)
      .map((event) => event._tag)

  it("comes when nothing is left of it, and makes a look due", () => {
    const events = given(...pinning).answered({ _tag: "Do", chore: "page" }, { _tag: "Done" }, at)
    expect(events).toEqual([
      { _tag: "ChoreDone", chore: "page", at },
      { _tag: "Provisioned", at }
    ])
    const { team } = given(...pinning, ...events)
    expect(team).toMatchObject({ phase: "open", place: { provisioned: true }, reached: [1], phaseSince: at })
    expect(team.checks.due).toContain(at)
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
    expect(pinned(...linked, group)).toEqual(["ChoreDone"])
    expect(pinned(...linked, people)).toEqual(["ChoreDone"])
    expect(pinned({ ...teamRequested, chores: ["app", "page"] }, ...linked.slice(1))).toEqual(["ChoreDone"])
    expect(pinned(...linked)).toEqual(["ChoreDone", "Provisioned"])
    // Once only.
    expect(pinned(...open)).toEqual(["ChoreDone"])
  })

  it("comes too when a group that couldn't be read yet is dropped", () => {
    const group = groupCalled(1)
    const history: ReadonlyArray<TeamEvent> = [
      ...linked,
      { _tag: "GroupRequested", group, by, at },
      { _tag: "ChoreDone", chore: "page", at }
    ]
    expect(given(...history).team.phase).toBe("provisioning")
    expect(
      given(...history).when({ _tag: "RemovePeople", people: [], groups: [{ id: group.id, people: [] }], by, at })
    ).toEqual([
      { _tag: "GroupDropped", group: group.id, by, at },
      { _tag: "Provisioned", at }
    ])
  })

  it.each<[string, Failure]>([
    ["transiently", { _tag: "FailedForNow", reason: "Too many requests." }],
    [
      "for want of a permission",
      { _tag: "InstallationTrouble", kind: "permission", reason: "Not granted.", remedy: "Grant it." }
    ]
  ])(
    "comes too when everything that is left has failed %s for 15 minutes, and that goes on being tried",
    (_, failure) => {
      const page: Write = { _tag: "Do", chore: "page" }
      const events = answeredAgain(linked, page, failure, 20)
      const provisioned = events.find(({ _tag }) => _tag === "Provisioned")
      const first = events.find(({ _tag }) => _tag === "StepDelayed")
      expect(provisioned!.at - first!.at).toBeGreaterThanOrEqual(15 * minute)
      expect(provisioned!.at - first!.at).toBeLessThan(20 * minute + second)
      const { team, dueOf } = given(...linked, ...events)
      expect(team).toMatchObject({ phase: "open", chores: { page: { _tag: "Pending" } } })
      expect(dueOf("page")).toBeDefined()
      const closed: TeamEvent = {
        _tag: "DesiredStateChanged",
        desiredState: "archived",
        generation: 2,
        at: after(hour)
      }
      expect(given(...linked, ...events, closed).next(after(hour))).toMatchObject({ _tag: "Verify" })
      expect(given(...linked, ...events, closed).dueOf("Archive")).toBeDefined()
    }
  )

  it("waits for what fails only since a few minutes", () => {
    const busy: Failure = { _tag: "FailedForNow", reason: "Too many requests." }
    const page: Write = { _tag: "Do", chore: "page" }
    const history = [...linked, ...answeredAgain(linked, page, busy, 20).filter(({ _tag }) => _tag !== "Provisioned")]
    const asked: TeamEvent = {
      _tag: "PeopleRequested",
      chunk: 0,
      kind: "add",
      people: [personCalled(11)],
      refused: [],
      by,
      at
    }
    const add: Write = { _tag: "AddMembers", chunks: [0] }
    const begins = begun(30, add, after(day))
    expect(
      given(...history, asked, begins)
        .answered(add, busy, after(day))
        .map(({ _tag }) => _tag)
    ).toEqual(["StepDelayed"])
  })

  it("waits for the team itself, however little is left beside it", () => {
    expect(pinned(...grouped)).toEqual(["ChoreDone"])
  })
})
