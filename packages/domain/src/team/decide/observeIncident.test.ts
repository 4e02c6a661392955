import { describe, expect, it } from "vitest"
import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { IncidentObservation, IncidentSnapshot } from "../../incident/IncidentObservation.ts"
import type { ReadOutcome } from "../Outcome.ts"
import type { TeamCommand } from "../TeamCommand.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  after,
  by,
  given,
  hour,
  incident,
  joined,
  led,
  minute,
  open,
  otherIncident,
  teamRequested
} from "../testing/given.ts"
import { timing } from "../Timing.ts"

const at = after(2 * hour)

describe("an act on the incident through us", () => {
  const changes = { status: { from: "Active", to: "Closed" }, classification: "Undetermined" } as const
  const closed = { ...teamRequested.incident, status: "Closed", etag: '"2"', lastModified: at } as const
  const act = { _tag: "Changed", etag: '"2"', changes } as const
  const observe = (snapshot: IncidentSnapshot, done?: { readonly act: typeof act }): TeamCommand => ({
    _tag: "ObserveIncident",
    observation: { _tag: "Found", incident: snapshot },
    ...(done === undefined ? {} : { done: { ...done, by } }),
    at
  })
  const recorded = { _tag: "IncidentChanged", number: closed.number, etag: '"2"', changes, by, at }

  it("is recorded with its actor, and the team follows", () => {
    expect(led(open, observe(closed, { act })).slice(open.length)).toEqual([
      recorded,
      { _tag: "IncidentObserved", incident: closed, at },
      { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at }
    ])
  })

  it("is recorded once, also where the feed was first, and ends the grace of what it closed", () => {
    const followed = led(open, observe(closed))
    expect(led(followed, observe(closed, { act })).slice(followed.length)).toEqual([
      recorded,
      { _tag: "GraceEnded", incident: closed.id, at },
      { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at }
    ])
  })

  it("changes nothing but the record where what it closed counts as closed already", () => {
    const followed = led(open, observe(closed, { act }))
    expect(led(followed, observe(closed, { act })).slice(followed.length)).toEqual([recorded])
    expect(given(...led(followed, observe(closed, { act }))).team).toEqual({
      ...given(...followed).team,
      updatedAt: at
    })
  })

  it("is recorded where the incident was reopened in Sentinel by the time that we come, and the team stays open", () => {
    const reopened = { ...closed, status: "Active", etag: '"3"', lastModified: after(3 * hour) } as const
    const followed = led(open, observe(reopened))
    expect(led(followed, observe(closed, { act })).slice(followed.length)).toEqual([recorded])
    expect(given(...led(followed, observe(closed, { act }))).team.desiredState).toBe("open")
  })

  it("is recorded of an incident that was deleted through us", () => {
    const command: TeamCommand = {
      _tag: "ObserveIncident",
      observation: { _tag: "Gone", id: closed.id },
      done: { act: { _tag: "Deleted" }, by },
      at
    }
    expect(led(open, command).slice(open.length)).toMatchObject([
      { _tag: "IncidentDeleted", number: closed.number, by },
      { _tag: "IncidentMissed" }
    ])
  })

  it("is recorded of a linked incident under its own number", () => {
    const command: TeamCommand = {
      _tag: "ObserveIncident",
      observation: { _tag: "Gone", id: otherIncident.id },
      done: { act: { _tag: "Deleted" }, by },
      at
    }
    expect(led(joined, command).slice(joined.length)).toMatchObject([
      { _tag: "IncidentDeleted", number: otherIncident.number, by },
      { _tag: "IncidentMissed", incident: otherIncident.id }
    ])
  })

  it("is nobody's where only Sentinel's state was read", () => {
    expect(led(open, observe(closed)).slice(open.length)).toEqual([
      { _tag: "IncidentObserved", incident: closed, graceUntil: plus(at, timing.closeGrace), at }
    ])
  })
})

describe("an incident that was seen closed", () => {
  const graceUntil = plus(at, timing.closeGrace)
  const seen = (etag: string, moment: Timestamp, more: object = {}): IncidentObservation => ({
    _tag: "Found",
    incident: { ...incident, status: "Closed", etag, lastModified: moment, ...more }
  })
  const observed = (history: ReadonlyArray<TeamEvent>, moment: Timestamp, more: object = {}) =>
    given(...history).when({ _tag: "ObserveIncident", observation: seen(`"${moment}"`, moment, more), at: moment })
  const inGrace: ReadonlyArray<TeamEvent> = [
    ...open,
    {
      _tag: "IncidentObserved",
      incident: { ...incident, status: "Closed", etag: '"2"', lastModified: at },
      graceUntil,
      at
    }
  ]
  const read = (outcome: ReadOutcome, moment: Timestamp, history = inGrace) =>
    given(...history).answered({ _tag: "Observe" }, outcome, moment)
  const busy: ReadOutcome = { _tag: "FailedForNow", reason: "Too many requests." }
  const toBeArchived = { _tag: "DesiredStateChanged", desiredState: "archived" }

  it("has one grace, which ends in time whatever is read of it", () => {
    expect(observed(open, at)).toMatchObject([{ _tag: "IncidentObserved", graceUntil }])
    expect(observed(inGrace, plus(at, minute))).toMatchObject([{ _tag: "IncidentObserved", graceUntil }])
    const [late, ...rest] = observed(inGrace, graceUntil) as ReadonlyArray<TeamEvent>
    expect(late).not.toHaveProperty("graceUntil")
    expect(rest).toMatchObject([toBeArchived])
  })

  it("has none where it is marked as merged: what continues it is searched for instead", () => {
    expect(observed(open, at, { merged: {} })).toEqual([
      { _tag: "IncidentObserved", incident: expect.objectContaining({ merged: {} }), at }
    ])
  })

  it("counts as closed at the end of its grace, also where it couldn't be read then", () => {
    const ended = { _tag: "GraceEnded", incident: incident.id }
    const delayed = { _tag: "StepDelayed", step: "Observe" }
    expect(read(busy, plus(graceUntil, -1))).toMatchObject([delayed])
    expect(read(busy, graceUntil)).toMatchObject([delayed, ended, toBeArchived])
    const missed: ReadOutcome = { _tag: "IncidentRead", observation: { _tag: "Gone", id: incident.id } }
    expect(read(missed, graceUntil)).toMatchObject([{ _tag: "IncidentMissed" }, ended, toBeArchived])
    const closed: ReadOutcome = { _tag: "IncidentRead", observation: seen('"3"', graceUntil) }
    expect(read(closed, graceUntil)).toMatchObject([{ _tag: "IncidentObserved" }, toBeArchived])
    expect(read(busy, graceUntil, [...open])).toEqual([])
  })

  it("is of no interest once it was unlinked", () => {
    const observe = { _tag: "Observe", incident: otherIncident.id } as const
    expect(given(...open).answered(observe, busy, at)).toEqual([])
    const gone: ReadOutcome = { _tag: "IncidentRead", observation: { _tag: "Gone", id: otherIncident.id } }
    expect(given(...open).answered(observe, gone, at)).toEqual([])
  })
})

describe("a linked incident that isn't found", () => {
  const miss = (history: ReadonlyArray<TeamEvent>, moment: Timestamp, id = otherIncident.id) =>
    given(...history).when({ _tag: "ObserveIncident", observation: { _tag: "Gone", id }, at: moment })

  it("is gone when it is missing on two reads, five minutes apart, by its own id", () => {
    const missed: TeamEvent = {
      _tag: "IncidentMissed",
      incident: otherIncident.id,
      checkAt: plus(at, timing.confirmMissingAfter),
      at
    }
    expect(miss(joined, at)).toEqual([missed])
    expect(miss([...joined, missed], plus(at, timing.confirmMissingAfter - 1))).toEqual([])
    const later = plus(at, timing.confirmMissingAfter)
    expect(miss([...joined, missed], later)).toEqual([{ _tag: "IncidentGone", incident: otherIncident.id, at: later }])
    const [ofLead] = miss(joined, at, incident.id) as ReadonlyArray<TeamEvent>
    expect(ofLead).not.toHaveProperty("incident")
  })
})
