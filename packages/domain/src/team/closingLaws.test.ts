import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { plus } from "../ids/Timestamp.ts"
import { dueAt } from "./agenda.ts"
import { graceOf, incidentsOf } from "./served.ts"
import { directionOf } from "./Step.ts"
import { aLongWhile, anything, calmDown, everyday, happen, lives, run } from "./testing/happenings.ts"
import { type ImaginedWorld, somebody, withOpenTeam, withRequestedTeam } from "./testing/ImaginedWorld.ts"
import { timing } from "./Timing.ts"

const runs = lives(300)
/** Within a grace. */
const within = fc.integer({ min: 0, max: timing.closeGrace - 1 })

/** Archives and unarchives, begun or done. */
const operations = ({ events }: ImaginedWorld, from = 0) =>
  events
    .slice(from)
    .filter((event) =>
      event._tag === "StepBegun"
        ? directionOf(event.step._tag) !== undefined
        : event._tag === "Archived" || event._tag === "Reopened"
    )

/** Makes every step that is due until then. */
const workUntil = (world: ImaginedWorld, end: number): void => {
  for (let due = dueAt(world.state); due !== undefined && due <= end; due = dueAt(world.state)) {
    if (due > world.now) world.pass(due - world.now)
    world.work()
  }
  if (end > world.now) world.pass(end - world.now)
}

const seenClosed = (): ImaginedWorld => {
  const world = withOpenTeam()
  world.changeIncident("Closed")
  world.observe()
  return world
}

describe("the laws of a close that was only observed", () => {
  it("within the grace no operation is begun, no matter what else happens", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 80, size: "max" }), (happenings) => {
        run(happenings, ({ events }, from, before) => {
          if (before._tag !== "Team" || graceOf(before) === undefined) return
          const ends = events
            .slice(from)
            .findIndex(({ _tag }) => ["GraceEnded", "ArchiveRequested", "IncidentObserved", "KeptOpen"].includes(_tag))
          const inGrace = events.slice(from, ends === -1 ? undefined : from + ends)
          expect(
            inGrace.filter((event) => event._tag === "StepBegun" && directionOf(event.step._tag) !== undefined)
          ).toEqual([])
        })
      }),
      runs
    )
  })

  it("a reopening within the grace costs nothing: no operation, and no other generation", () => {
    fc.assert(
      fc.property(fc.array(within, { minLength: 1, maxLength: 5 }), (pauses) => {
        const world = withOpenTeam()
        const { generation } = world.team
        const from = world.events.length
        for (const pause of pauses) {
          world.changeIncident("Closed")
          world.observe()
          workUntil(world, world.now + pause)
          world.changeIncident("Active")
          world.observe()
          workUntil(world, world.now + 1_000)
        }
        expect(world.settle(aLongWhile)).toBe(true)
        expect(operations(world, from)).toEqual([])
        expect(world.team).toMatchObject({ phase: "open", desiredState: "open", generation })
      }),
      lives(100)
    )
  })

  it("a reopening within the grace that nobody heard of is read at its end, and costs nothing either", () => {
    const world = seenClosed()
    const from = world.events.length
    world.pass(timing.closeGrace / 2)
    world.changeIncident("Active")
    expect(world.settle(aLongWhile)).toBe(true)
    expect(operations(world, from)).toEqual([])
    expect(world.team.phase).toBe("open")
  })

  it("a team whose incident stays closed is archived when the grace is over, and not before", () => {
    const world = seenClosed()
    const until = plus(world.now, timing.closeGrace)
    expect(graceOf(world.team)).toBe(until)
    workUntil(world, until - 1)
    expect(operations(world)).toEqual([])
    expect(world.team).toMatchObject({ phase: "open", desiredState: "open" })
    world.settle(0)
    workUntil(world, until)
    expect(world.team).toMatchObject({ phase: "archiving", desiredState: "archived" })
    expect(world.settle(aLongWhile)).toBe(true)
    expect(world.team.phase).toBe("archived")
  })

  it("what Sentinel answers at the end of the grace never holds up the archive: not an older state, nor a failure", () => {
    for (const outcome of [
      { _tag: "FailedForNow", reason: "Too many requests." },
      { _tag: "InstallationTrouble", kind: "credentials", reason: "Denied.", remedy: "Renew the secret." },
      { _tag: "IncidentRead", observation: { _tag: "Gone", id: withOpenTeam().incident.id } }
    ] as const) {
      const world = seenClosed()
      world.pass(timing.closeGrace)
      world.command({ _tag: "ReportRead", step: { _tag: "Observe" }, outcome, at: world.now })
      expect(world.team.desiredState).toBe("archived")
    }
    const world = seenClosed()
    world.pass(timing.closeGrace)
    const stale = { ...world.incident, lastModified: world.team.createdAt, status: "Active" as const, etag: '"old"' }
    const observation = { _tag: "Found", incident: stale } as const
    world.command({
      _tag: "ReportRead",
      step: { _tag: "Observe" },
      outcome: { _tag: "IncidentRead", observation },
      at: world.now
    })
    expect(world.team.desiredState).toBe("archived")
  })

  it("a close by a person through us is archived at once, also where the feed saw it first", () => {
    const here = withOpenTeam()
    here.closeHere()
    expect(here.team.desiredState).toBe("archived")

    const second = seenClosed()
    expect(second.team.desiredState).toBe("open")
    second.observe(second.incident, {
      act: {
        _tag: "Changed",
        etag: second.incident.etag,
        changes: { status: { from: "Active", to: "Closed" } }
      },
      by: somebody
    })
    expect(second.team.desiredState).toBe("archived")
  })

  it("a change through us that doesn't close the incident leaves the grace as it is", () => {
    const world = seenClosed()
    const grace = graceOf(world.team)
    world.pass(1_000)
    world.changeIncident("Closed")
    const changes = { title: { from: "Phishing", to: "Phishing again" } }
    const act = { _tag: "Changed", etag: world.incident.etag, changes } as const
    world.observe(world.incident, { act, by: somebody })
    expect(graceOf(world.team)).toBe(grace)
  })

  it("an archived team whose incident is reopened and closed again stays as it is", () => {
    const world = seenClosed()
    expect(world.settle(aLongWhile)).toBe(true)
    const from = world.events.length
    world.changeIncident("Active")
    world.observe()
    world.pass(1_000)
    world.changeIncident("Closed")
    world.observe()
    expect(graceOf(world.team)).toBeUndefined()
    expect(world.settle(aLongWhile)).toBe(true)
    expect(operations(world, from)).toEqual([])
    expect(world.team).toMatchObject({ phase: "archived", desiredState: "archived" })
  })

  it("a team that someone archives in Teams within the grace is what it is to be soon: nobody's change", () => {
    const world = seenClosed()
    const from = world.events.length
    world.setArchived(true)
    world.pass(timing.verifyOnOpen)
    world.command({ _tag: "CheckTeam", at: world.now })
    expect(world.settle(aLongWhile)).toBe(true)
    expect(world.events.slice(from).map(({ _tag }) => _tag)).not.toContain("ChangedInTeams")
    expect(operations(world, from)).toEqual([])
    expect(world.team).toMatchObject({ phase: "archived", desiredState: "archived" })
  })

  it("archive now always ends the grace, and is refused while an incident is open", () => {
    const world = withOpenTeam()
    expect(world.command({ _tag: "ArchiveNow", by: somebody, at: world.now })).toBeUndefined()
    world.changeIncident("Closed")
    world.observe()
    world.command({ _tag: "ArchiveNow", by: somebody, at: world.now })
    expect(world.team).toMatchObject({ desiredState: "archived", generation: 2 })
    expect(world.settle(timing.closeGrace - 1)).toBe(true)
    expect(world.team.phase).toBe("archived")
    expect(world.command({ _tag: "ArchiveNow", by: somebody, at: world.now })).toEqual([])
  })

  it("archive now asks a merged team's question at once", () => {
    const world = withOpenTeam()
    const into = { id: world.team.id, name: "INC-2001" }
    world.command({ _tag: "MergeTeam", into, link: 1, by: somebody, at: world.now })
    expect(graceOf(world.team)).toBe(plus(world.now, timing.mergeGrace))
    world.command({ _tag: "ArchiveNow", by: somebody, at: world.now })
    expect(graceOf(world.team)).toBe(world.now)
    expect(world.command({ _tag: "KeepOpen", by: somebody, at: world.now })).toBeUndefined()
  })

  it("L13 a team that a person keeps open stays open although its incident is closed, and says since when", () => {
    const world = seenClosed()
    world.command({ _tag: "KeepOpen", by: somebody, at: world.now })
    const since = world.now
    expect(world.command({ _tag: "KeepOpen", by: somebody, at: world.now })).toEqual([])
    // What is read of an incident that stays closed changes nothing.
    world.pass(1_000)
    world.changeIncident("Closed")
    world.observe()
    expect(world.settle(aLongWhile)).toBe(true)
    expect(world.team).toMatchObject({ phase: "open", desiredState: "open", keptOpen: { by: somebody, since } })
    expect(incidentsOf(world.team).every(({ closed }) => closed)).toBe(true)
    world.command({ _tag: "ArchiveNow", by: somebody, at: world.now })
    expect(world.settle(aLongWhile)).toBe(true)
    expect(world.team.phase).toBe("archived")
    expect(world.team).not.toHaveProperty("keptOpen")
  })

  it("is kept open only until the incident is reopened: then it is archived with the next close", () => {
    const world = seenClosed()
    world.command({ _tag: "KeepOpen", by: somebody, at: world.now })
    world.pass(1_000)
    world.changeIncident("Active")
    world.observe()
    expect(world.team).not.toHaveProperty("keptOpen")
    world.pass(1_000)
    world.closeHere()
    expect(world.settle(aLongWhile)).toBe(true)
    expect(world.team.phase).toBe("archived")
  })

  it("can't be kept open before its incident is closed, nor once it is to be archived", () => {
    const world = withOpenTeam()
    expect(world.command({ _tag: "KeepOpen", by: somebody, at: world.now })).toBeUndefined()
    world.closeHere()
    expect(world.command({ _tag: "KeepOpen", by: somebody, at: world.now })).toBeUndefined()
  })

  it("a grace always ends by itself", () => {
    fc.assert(
      fc.property(fc.array(everyday, { maxLength: 40, size: "max" }), (happenings) => {
        const world = run(happenings)
        calmDown(world)
        world.settle(aLongWhile)
        expect(graceOf(world.team)).toBeUndefined()
      }),
      lives(100)
    )
  })

  it("L5 closing during provisioning has a grace, too, and ends archived", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), (steps) => {
        const world = withRequestedTeam()
        for (let step = 0; step < steps; step++) world.work()
        happen(world, { what: "close" })
        world.observe()
        expect(graceOf(world.team)).toBe(plus(world.now, timing.closeGrace))
        expect(world.settle(aLongWhile)).toBe(true)
        expect(world.team.phase).toBe("archived")
      })
    )
  })
})
