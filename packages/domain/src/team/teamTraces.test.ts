import { describe, expect, it } from "vitest"
import { plus } from "../ids/Timestamp.ts"
import { type StepName, stepName } from "./Step.ts"
import { linkOf, platformTeamIdOf } from "./Team.ts"
import {
  type ImaginedWorld,
  type Mood,
  personCalled,
  somebody,
  withOpenTeam,
  withRequestedTeam
} from "./testing/ImaginedWorld.ts"
import { timing } from "./Timing.ts"

const quiet = 10 * 60_000
const tags = (world: ImaginedWorld, from = 0) => world.events.slice(from).map((event) => event._tag)

/** Works, well, until `step` is the one that was made. */
const workUntil = (world: ImaginedWorld, step: StepName): void => {
  workWhile(world, (made) => made !== step)
}

/** Works in one mood, a second passing whenever nothing is due, for as long as `goesOn` says so of the last step. */
const workWhile = (
  world: ImaginedWorld,
  goesOn: (made: StepName | undefined) => boolean,
  mood: Mood = "well"
): void => {
  for (let rounds = 0; rounds < 10_000; rounds++) {
    const step = world.work(mood)
    const made = step === undefined ? undefined : stepName(step)
    if (!goesOn(made)) return
    if (made === undefined) world.pass(1_000)
  }
  throw new Error("It goes on and on.")
}

const close = (world: ImaginedWorld) => {
  world.pass(1_000)
  world.closeHere()
}
const reopen = (world: ImaginedWorld) => {
  world.pass(1_000)
  world.changeIncident("Active")
  world.observe()
}

describe("a team's life", () => {
  it("is made, archived with its incident and reopened with it: the same team", () => {
    const world = withOpenTeam()
    expect(world.team).toMatchObject({
      phase: "open",
      desiredState: "open",
      place: { provisioned: true },
      reached: [1]
    })
    const { place } = world.team
    const members = new Set(world.members)
    close(world)
    expect(world.settle(quiet)).toBe(true)
    expect(world.team).toMatchObject({ phase: "archived", reached: [1, 2] })
    expect(world.archived).toBe(true)
    reopen(world)
    expect(world.settle(quiet)).toBe(true)
    expect(world.team).toMatchObject({ phase: "open", place, reached: [1, 2, 3] })
    expect(world.archived).toBe(false)
    expect(world.members).toEqual(members)
    expect(world.groups.size).toBe(1)
    expect(world.pages).toBe(1)
  })

  it("makes its steps in this order", () => {
    const world = withRequestedTeam()
    const steps: Array<StepName> = []
    for (let step = world.work(); step !== undefined || linkOf(world.team) === undefined; step = world.work()) {
      if (step === undefined) world.pass(1_000)
      else steps.push(stepName(step))
    }
    expect(steps).toEqual(["EnsureGroup", "ExpandGroup", "EnsureTeam", "AddMembers", "page", "Verify", "announcement"])
  })

  it("closed before any call: made all the same, then archived", () => {
    const world = withRequestedTeam()
    close(world)
    expect(world.settle(quiet)).toBe(true)
    expect(world.team).toMatchObject({ phase: "archived", place: { provisioned: true } })
    expect(world.members).toContain(personCalled(13).id)
    expect(world.pages).toBe(1)
  })

  it("expands groups while the platform gets the group ready for a team", () => {
    const world = withRequestedTeam()
    world.work()
    expect(world.work()?._tag).toBe("ExpandGroup")
    expect(world.work()).toBeUndefined()
    world.pass(timing.teamFirstAfter)
    expect(world.work()?._tag).toBe("EnsureTeam")
  })

  it("adds people to an archived team, and renames it only once it is open again", () => {
    const world = withOpenTeam()
    close(world)
    world.settle(quiet)
    world.command({
      _tag: "AddPeople",
      people: [personCalled(40)],
      refused: [],
      groups: [],
      by: somebody,
      at: world.now
    })
    world.command({ _tag: "RenameTeam", name: "Renamed", by: somebody, at: world.now })
    world.settle(quiet)
    expect(world.members).toContain(personCalled(40).id)
    expect(world.team.rename._tag).toBe("Pending")
    reopen(world)
    world.settle(quiet)
    expect(world.team.rename._tag).toBe("Done")
  })

  it("gives up waiting for a group after 20 minutes, and starts again when a person retries", () => {
    const world = withRequestedTeam()
    world.work()
    const until = world.now + timing.teamDeadline
    workWhile(world, () => world.team.work.blocked === undefined, "not ready")
    expect(world.now).toBeGreaterThanOrEqual(until)
    expect(world.now).toBeLessThan(until + 120_000)
    expect(world.team.work.blocked).toMatchObject({ step: "EnsureTeam" })
    expect(world.work()).toBeUndefined()
    world.command({ _tag: "RetryTeam", standbyOwners: [personCalled(2)], by: somebody, at: world.now })
    expect(world.settle(quiet)).toBe(true)
    expect(world.team.phase).toBe("open")
  })

  it("an archive without an owner makes the standby owner one, then archives", () => {
    const world = withOpenTeam()
    world.loseOwners()
    close(world)
    expect(world.settle(quiet)).toBe(true)
    expect(tags(world)).toContain("OwnerMissed")
    expect(world.team.phase).toBe("archived")
  })

  it("an archive without an owner and without a standby owner needs a person, and says so", () => {
    const world = withOpenTeam()
    world.command({
      _tag: "AddPeople",
      people: [personCalled(60)],
      refused: [],
      groups: [],
      by: somebody,
      at: world.now
    })
    world.work("throttled")
    world.command({ _tag: "RetryTeam", standbyOwners: [], by: somebody, at: world.now })
    world.settle(quiet)
    world.loseOwners()
    close(world)
    world.settle(quiet)
    expect(world.team.work.blocked?.remedy).toContain("standby owner")
  })

  it("an incident that isn't there on two reads archives its team for good", () => {
    const world = withOpenTeam()
    world.incidentGone = true
    world.observe()
    expect(world.team.desiredState).toBe("open")
    world.settle(quiet)
    expect(world.team).toMatchObject({ phase: "archived", incident: { gone: true } })
    world.incidentGone = false
    reopen(world)
    world.settle(quiet)
    expect(world.team.phase).toBe("archived")
  })

  it("an incident that was not there once only is nothing", () => {
    const world = withOpenTeam()
    world.incidentGone = true
    world.observe()
    world.incidentGone = false
    world.settle(quiet)
    expect(world.team).toMatchObject({ phase: "open", incident: { gone: false } })
    expect(world.team.incident.missedAt).toBeUndefined()
  })

  it("a deleted team is lost after two looks five minutes apart, and never recreated by itself", () => {
    const world = withOpenTeam()
    const group = world.groups.get(1)
    if (group !== undefined) group.deleted = true
    world.command({ _tag: "CheckTeam", at: (world.pass(60_000), world.now) })
    const looked = world.now
    world.settle(quiet)
    expect(world.team.phase).toBe("lost")
    expect((world.team.loss?.since ?? 0) - looked).toBeGreaterThanOrEqual(timing.confirmMissingAfter)
    world.settle(3 * timing.verifyEvery, 10)
    expect(world.groups.size).toBe(1)
  })

  it("a lost team is restored under its id, or recreated under another key", () => {
    const lost = () => {
      const world = withOpenTeam()
      const group = world.groups.get(1)
      if (group !== undefined) group.deleted = true
      world.pass(60_000)
      world.command({ _tag: "CheckTeam", at: world.now })
      world.settle(quiet)
      return world
    }
    const restored = lost()
    const { place } = restored.team
    restored.command({ _tag: "RestoreTeam", by: somebody, at: restored.now })
    restored.settle(quiet)
    expect(restored.team).toMatchObject({ phase: "open", place, incarnation: 1 })

    const recreated = lost()
    recreated.command({
      _tag: "RecreateTeam",
      people: [personCalled(11)],
      refused: [],
      standIns: [],
      by: somebody,
      at: recreated.now
    })
    recreated.settle(quiet)
    expect(recreated.team).toMatchObject({ phase: "open", incarnation: 2 })
    expect(platformTeamIdOf(recreated.team)).not.toBe(platformTeamIdOf(restored.team))
    expect(recreated.members).toContain(personCalled(11).id)
  })

  it("what a person changes in Teams is corrected once, then left to people", () => {
    const world = withOpenTeam()
    const byHand = () => {
      world.setArchived(true)
      world.pass(60_000)
      world.command({ _tag: "CheckTeam", at: world.now })
      world.settle(quiet)
    }
    byHand()
    expect(tags(world)).toContain("ChangedInTeams")
    expect(world.archived).toBe(false)
    byHand()
    expect(world.archived).toBe(true)
    expect(world.team.work.blocked?.reason).toContain("keeps changing the team in Teams")
    // Put right in Teams: nothing is left to be said.
    world.setArchived(false)
    world.pass(60_000)
    world.command({ _tag: "CheckTeam", at: world.now })
    world.settle(quiet)
    expect(world.team.work.blocked).toBeUndefined()
    // A new day of the incident starts afresh.
    byHand()
    close(world)
    expect(world.team.work.blocked).toBeUndefined()
  })

  it("a hand that does what is wanted anyway isn't corrected", () => {
    const world = withOpenTeam()
    world.operationMillis = 10 ** 9
    world.setArchived(true)
    close(world)
    world.pass(60_000)
    world.command({ _tag: "CheckTeam", at: world.now })
    const before = world.operations.size
    world.work()
    world.pass(timing.confirmAfter)
    world.work()
    world.work()
    expect(world.operations.size).toBe(before)
    expect(world.team.phase).toBe("archived")
    expect(tags(world)).not.toContain("ChangedInTeams")
  })
})

describe("traces that broke earlier drafts", () => {
  it("takeover right after the group upsert: verify must not see 'lost'", () => {
    const world = withRequestedTeam()
    world.work("crash after")
    expect(world.team.checks.due).toEqual([])
    expect(world.settle(quiet)).toBe(true)
    expect(tags(world)).not.toContain("Lost")
    expect(world.groups.size).toBe(1)
    expect(world.team.phase).toBe("open")
    expect(world.events).toContainEqual(expect.objectContaining({ _tag: "GroupEnsured", found: true }))
  })

  it("crash between recording an archive and calling it: must not stay in flight", () => {
    const world = withOpenTeam()
    close(world)
    workWhile(world, (made) => made !== "Archive", "crash before")
    expect(world.operations.size).toBe(0)
    expect(world.settle(quiet)).toBe(true)
    expect(world.team.work.inFlight).toBeUndefined()
    expect(world.team.phase).toBe("archived")
    expect(world.archived).toBe(true)
  })

  it("close, archive accepted, reopen, deadline, reads false twice: must not be recorded as archived", () => {
    const world = withOpenTeam()
    world.operationMillis = 10 ** 9
    world.operationsForgotten = true
    close(world)
    workUntil(world, "Archive")
    reopen(world)
    const from = world.events.length
    world.settle(quiet)
    expect(tags(world, from)).not.toContain("Archived")
    expect(tags(world, from)).toContain("AttemptGivenUp")
    expect(world.team.phase).toBe("open")
    expect(world.archived).toBe(false)
  })

  it("one lagging read after a real archive: must not count as by hand", () => {
    const world = withOpenTeam()
    close(world)
    workUntil(world, "Archive")
    workWhile(world, () => world.team.phase !== "archived")
    world.lag = { millis: 60_000, until: plus(world.now, 1_000) }
    expect(world.work()?._tag).toBe("Verify")
    expect(world.team.checks.suspicion?.reading).toBe("active")
    world.settle(quiet)
    expect(tags(world)).not.toContain("ChangedInTeams")
    expect(world.team).toMatchObject({ phase: "archived" })
    expect(world.team.checks.suspicion).toBeUndefined()
  })

  it("two slow operations given up, retried and landing late: no person was there", () => {
    const world = withOpenTeam()
    world.operationMillis = 12 * 60_000
    close(world)
    workWhile(world, () => world.operations.size < 2, "nameless")
    reopen(world)
    world.operationMillis = 1_000
    expect(world.settle(quiet)).toBe(true)
    world.pass(30 * 60_000)
    world.settle(quiet)
    expect(tags(world)).not.toContain("ChangedInTeams")
    expect(world.team).toMatchObject({ phase: "open" })
    expect(world.team.work.blocked).toBeUndefined()
    expect(world.archived).toBe(false)
  })

  it("an orphaned operation ending between verify's read and its commit: the wake-up is kept", () => {
    const world = withOpenTeam()
    world.pass(60_000)
    const began = world.now
    world.command({ _tag: "CheckTeam", at: began })
    world.pass(2_000)
    const orphanEnd = world.now
    world.command({ _tag: "AbandonWrite", step: { _tag: "Archive" }, attempt: 99, at: orphanEnd })
    world.pass(1_000)
    world.command({
      _tag: "ReportRead",
      step: { _tag: "Verify" },
      outcome: {
        _tag: "TeamRead",
        began,
        reading: { _tag: "Present", archived: false, owners: [personCalled(1).id], members: 3 }
      },
      at: world.now
    })
    expect(world.team.checks.verifiedAt).toBe(began)
    expect(world.team.checks.due).toContain(orphanEnd)
  })

  it("group deleted before PUT team: lost, not blocked for ever", () => {
    const world = withRequestedTeam()
    world.work()
    const group = world.groups.get(1)
    if (group !== undefined) group.deleted = true
    world.settle(quiet)
    expect(world.team.phase).toBe("lost")
    expect(world.team.work.blocked).toBeUndefined()
  })

  it("one miss of the group, blocked, retried, one more miss: not lost yet", () => {
    const world = withRequestedTeam()
    world.work()
    const almost = world.now + timing.teamDeadline - 70_000
    workWhile(world, () => world.now < almost, "not ready")
    const group = world.groups.get(1)
    if (group !== undefined) group.deleted = true
    workUntil(world, "EnsureTeam")
    expect(world.team.checks.suspicion?.reading).toBe("missing")
    if (group !== undefined) group.deleted = false
    workWhile(world, () => world.team.work.blocked === undefined, "not ready")
    world.command({ _tag: "RetryTeam", standbyOwners: [personCalled(2)], by: somebody, at: world.now })
    if (group !== undefined) group.deleted = true
    workUntil(world, "EnsureTeam")
    expect(world.team.phase).toBe("provisioning")
    world.settle(quiet)
    expect(world.team.phase).toBe("lost")
  })

  it("an owner refused while nothing waited for one, then an unarchive needs one: a person is asked at once", () => {
    const world = withOpenTeam()
    world.loseOwners()
    world.pass(60_000)
    world.command({ _tag: "CheckTeam", at: world.now })
    workUntil(world, "Verify")
    workWhile(world, (made) => made !== "EnsureOwner", "refused")
    expect(world.team.work.blocked).toBeUndefined()
    close(world)
    workWhile(
      world,
      () => world.team.work.blocked === undefined && world.now < world.team.createdAt + 3_600_000,
      "refused"
    )
    expect(world.team.work.blocked).toMatchObject({ step: "Archive" })
  })

  it("archive refused, then a person archives by hand: blocked clears", () => {
    const world = withOpenTeam()
    close(world)
    workWhile(world, (made) => made !== "Archive", "refused")
    world.settle(quiet)
    expect(world.team.work.blocked).toMatchObject({ step: "Archive", reason: "Forbidden.", remedy: "Ask an admin." })
    world.setArchived(true)
    world.pass(60_000)
    world.command({ _tag: "CheckTeam", at: world.now })
    world.settle(quiet)
    expect(world.team.work.blocked).toBeUndefined()
    expect(world.team.phase).toBe("archived")
  })

  it("an operation that fails every time: blocked after three", () => {
    const world = withOpenTeam()
    world.operationsFail = true
    close(world)
    world.settle(quiet)
    expect(tags(world).filter((tag) => tag === "OperationFailed")).toHaveLength(3)
    expect(world.team.work.blocked?.reason).toContain("3 times")
    expect(world.operations.size).toBe(3)
  })

  it("takeover verify while an operation is in flight: one operation at a time", () => {
    const world = withOpenTeam()
    world.operationMillis = 5 * 60_000
    close(world)
    workUntil(world, "Archive")
    world.pass(timing.lease)
    world.command({ _tag: "TakeOver", at: world.now })
    reopen(world)
    for (let minute = 0; minute < 4; minute++) {
      const step = world.work()
      expect([undefined, "AwaitOperation"]).toContain(step?._tag)
      world.pass(31_000)
    }
    expect(world.operations.size).toBe(1)
    world.settle(quiet)
    expect(world.team.phase).toBe("open")
  })
})

describe("an operation's end", () => {
  it("a terminal status decides, whatever a lagging read says", () => {
    const world = withOpenTeam()
    close(world)
    workUntil(world, "Archive")
    world.pass(timing.pollEvery)
    world.work()
    expect(world.team.phase).toBe("archived")
  })

  it("stuck although done: what the team reads twice stands in, past the deadline", () => {
    const world = withOpenTeam()
    world.operationsStuck = true
    close(world)
    workUntil(world, "Archive")
    const begun = world.now
    world.settle(quiet)
    expect(world.team.phase).toBe("archived")
    expect(world.team.phaseSince - begun).toBeGreaterThanOrEqual(timing.operationDeadline + timing.confirmAfter)
  })

  it("failed but so on both reads is done", () => {
    const world = withOpenTeam()
    world.operationsFail = true
    close(world)
    workUntil(world, "Archive")
    world.pass(timing.pollEvery)
    world.work()
    world.setArchived(true)
    world.settle(quiet)
    expect(world.team.phase).toBe("archived")
    expect(world.operations.size).toBe(1)
  })

  it("an operation that runs on and on is waited for, then a person is asked; a retry gives it up", () => {
    const world = withOpenTeam()
    world.operationMillis = 10 ** 9
    close(world)
    workWhile(world, () => world.team.work.blocked === undefined)
    expect(world.team.work.blocked?.reason).toContain("does not end")
    expect(world.operations.size).toBe(1)
    expect(world.team.work.inFlight).toBeDefined()
    world.operationMillis = 1_000
    world.command({ _tag: "RetryTeam", standbyOwners: [personCalled(2)], by: somebody, at: world.now })
    // The one that was given up is still known to run: nothing else is started before it is out of the way.
    expect(world.work()?._tag).not.toBe("Archive")
    world.settle(quiet)
    expect(world.team.phase).toBe("archived")
  })
})
