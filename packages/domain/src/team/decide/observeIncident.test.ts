import { describe, expect, it } from "vitest"
import { plus } from "../../ids/Timestamp.ts"
import type { IncidentSnapshot } from "../../incident/IncidentObservation.ts"
import type { TeamCommand } from "../TeamCommand.ts"
import { after, by, given, hour, led, open, teamRequested } from "../testing/given.ts"
import { timing } from "../Timing.ts"

const at = after(2 * hour)

describe("an act on the incident through us", () => {
  const changes = { status: { from: "Active", to: "Closed" }, classification: "Undetermined" } as const
  const closed = { ...teamRequested.incident, status: "Closed", etag: '"2"', lastModified: at } as const
  const act = { _tag: "Changed", etag: '"2"', changes } as const
  const observe = (incident: IncidentSnapshot, done?: { readonly act: typeof act }): TeamCommand => ({
    _tag: "ObserveIncident",
    observation: { _tag: "Found", incident },
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

  it("is nobody's where only Sentinel's state was read", () => {
    expect(led(open, observe(closed)).slice(open.length)).toEqual([
      { _tag: "IncidentObserved", incident: closed, graceUntil: plus(at, timing.closeGrace), at }
    ])
  })
})
