import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { replay } from "../Decider.ts"
import { plus, type Timestamp } from "../ids/Timestamp.ts"
import { writeOutcome } from "../testing/ArbitraryOutcome.ts"
import { throughJson } from "../testing/throughJson.ts"
import { agenda, dueAt, nextStep } from "./agenda.ts"
import { InstallationTroubleKind, type WriteOutcome } from "./Outcome.ts"
import { Chore, StepName, stepName, Write } from "./Step.ts"
import { isProvisioned, noTeam, requiredMove, Team } from "./Team.ts"
import { TeamEvent } from "./TeamEvent.ts"
import { standby } from "./testing/given.ts"
import { aLongWhile, anything, calmDown, everyday, happen, lives, mood, run } from "./testing/happenings.ts"
import { ImaginedWorld, personCalled, somebody, withRequestedTeam } from "./testing/ImaginedWorld.ts"
import { timing } from "./Timing.ts"

const runs = lives(300)
const fewerRuns = lives(150)

describe("the laws of a team", () => {
  it("L1 always ends archived exactly if the incident is closed, once incident changes and mishaps stop", () => {
    fc.assert(
      fc.property(fc.array(everyday, { maxLength: 60, size: "max" }), (happenings) => {
        const world = run(happenings)
        calmDown(world)
        // A person's retry is part of coming to rest: everything that went wrong before is over.
        if (world.team.work.blocked !== undefined) happen(world, { what: "retry" })
        expect(world.settle(aLongWhile)).toBe(true)
        // An operation that was to fail may have been under way still.
        if (world.team.work.blocked !== undefined) {
          happen(world, { what: "retry" })
          expect(world.settle(aLongWhile)).toBe(true)
        }
        expect(world.team.work.blocked).toBeUndefined()
        expect(world.team.phase).toBe(world.toBeArchived ? "archived" : "open")
        expect(world.archived).toBe(world.toBeArchived)
        expect(world.team.work.inFlight).toBeUndefined()
      }),
      runs
    )
  })

  it("L1 after a final refusal always says that it is blocked, or where an exception was recorded", () => {
    fc.assert(
      fc.property(fc.array(everyday, { maxLength: 40, size: "max" }), (happenings) => {
        const world = run(happenings)
        calmDown(world)
        for (let step = 0; step < 400; step++) {
          const due = dueAt(world.state)
          if (due === undefined || due - world.now > aLongWhile) break
          if (due > world.now) world.pass(due - world.now)
          world.work("refused")
        }
        const { team } = world
        const so = team.phase === "open" || team.phase === "archived" ? team.phase : undefined
        expect(so === team.desiredState || team.work.blocked !== undefined).toBe(true)
      }),
      fewerRuns
    )
  })

  it("a standby owner is always in a team only where an owner was missing", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), (happenings) => {
        const world = run(happenings)
        if (!world.wasOwnerless) expect([...world.members]).not.toContain(standby.id)
      }),
      runs
    )
  })

  it("a team never stays without an owner while a standby owner is available", () => {
    fc.assert(
      fc.property(fc.array(everyday, { maxLength: 40, size: "max" }), (happenings) => {
        const world = run([...happenings, { what: "no owner" }])
        calmDown(world)
        if (world.team.work.blocked !== undefined) happen(world, { what: "retry" })
        world.settle(aLongWhile)
        if (world.team.work.blocked !== undefined) happen(world, { what: "retry" })
        // The daily check finds who owns the team.
        world.settle(timing.verifyEvery)
        expect([...world.owners]).toEqual([standby.id])
        expect(world.team.people).toMatchObject({ ownersSeen: [standby.id], ownerMissing: false })
      }),
      fewerRuns
    )
  })

  it("L2 never asks for a second group under one key, nor for a group once it has one", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), (happenings) => {
        const world = run(happenings, ({ events }, from, before) => {
          for (const event of events.slice(from)) {
            if (event._tag === "StepBegun" && event.step._tag === "EnsureGroup") {
              expect(before._tag === "Team" ? before.place._tag : "Nothing").toBe("Nothing")
              // A request that may come second looks first.
              expect(event.step.recover || event.attempt === 1 || before._tag === "NoTeam").toBe(true)
            }
          }
        })
        expect(world.groups.size).toBeLessThanOrEqual(world.team.incarnation)
      }),
      runs
    )
  })

  it("L3 archive and reopen never change id, link or roster", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
        fc.array(mood, { maxLength: 20, size: "max" }),
        (closes, moods) => {
          const world = withRequestedTeam()
          world.settle(60_000)
          const { place, name, incarnation } = world.team
          const members = new Set(world.members)
          for (const closed of closes) {
            world.pass(1_000)
            world.changeIncident(closed ? "Closed" : "Active")
            world.observe()
            for (const one of moods) {
              world.work(one)
              world.pass(10_000)
            }
          }
          calmDown(world)
          expect(world.settle(aLongWhile)).toBe(true)
          expect(world.team).toMatchObject({ place, name, incarnation })
          expect(world.members).toEqual(members)
          expect(world.pages).toBe(1)
        }
      ),
      fewerRuns
    )
  })

  it("L4 never archives before provisioning ended, never unarchives what wasn't seen archived, one operation at a time", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 80, size: "max" }), (happenings) => {
        run(happenings, ({ events }, from, before) => {
          let state = before
          for (const event of events.slice(from)) {
            if (event._tag === "StepBegun" && state._tag === "Team") {
              const { _tag: step } = event.step
              if (step === "Archive") expect(isProvisioned(state) && state.phase === "open").toBe(true)
              if (step === "Unarchive") expect(state.phase).toBe("archived")
              if (step === "Archive" || step === "Unarchive") {
                expect(state.work.inFlight).toBeUndefined()
                expect(state.work.orphans.every((orphan) => orphan.operation === undefined)).toBe(true)
              }
            }
            state = replay(decider, [event], state)
          }
        })
      }),
      runs
    )
  })

  it("L5 closing during provisioning always ends archived with everybody whom the platform accepted, and the page", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.array(mood, { maxLength: 20, size: "max" }),
        fc.boolean(),
        (steps, moods, reopens) => {
          const world = withRequestedTeam()
          for (let step = 0; step < steps; step++) world.work()
          world.pass(1_000)
          world.changeIncident("Closed")
          world.observe()
          for (const one of moods) {
            world.work(one)
            world.pass(5_000)
          }
          if (reopens) {
            world.changeIncident("Active")
            world.observe()
          }
          calmDown(world)
          expect(world.settle(aLongWhile)).toBe(true)
          expect(world.team.phase).toBe(reopens ? "open" : "archived")
          for (const number of [1, 11, 12, 13, 71, 72]) expect(world.members).toContain(personCalled(number).id)
          expect(world.pages).toBe(1)
        }
      ),
      fewerRuns
    )
  })

  it("a result of an attempt that isn't in flight never does more than make a look due", () => {
    const steps: ReadonlyArray<Write> = [
      { _tag: "Archive" },
      { _tag: "Unarchive" },
      { _tag: "EnsureTeam" },
      { _tag: "AddMembers", chunks: [0] },
      { _tag: "Do", chore: "page" },
      { _tag: "Restore" }
    ]
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 60, size: "max" }),
        fc.constantFrom(...steps),
        fc.boolean(),
        fc.integer({ min: -1, max: 3 }),
        writeOutcome,
        (happenings, other, isSame, back, outcome) => {
          const world = run(happenings)
          // What time alone ends, such as waiting for a delayed step, any command ends.
          world.command({ _tag: "CheckTeam", at: world.now })
          const before = world.team
          // Another attempt of the very step is what comes late.
          const step = isSame ? (before.work.inFlight?.step ?? other) : other
          const attempt = before.work.attempts - back
          fc.pre(before.work.inFlight?.attempt !== attempt)
          world.command({ _tag: "ReportWrite", attempt, step, outcome, at: world.now })
          const { checks, work, updatedAt } = world.team
          expect(world.team).toEqual({
            ...before,
            updatedAt,
            checks: { ...before.checks, due: checks.due },
            work: { ...before.work, orphans: work.orphans }
          })
          expect(checks.due).toEqual(expect.arrayContaining([...before.checks.due, world.now]))
          expect(updatedAt).toBeGreaterThanOrEqual(before.updatedAt)
          expect(work.orphans.length).toBeLessThanOrEqual(before.work.orphans.length + 1)
        }
      ),
      runs
    )
  })

  it("L6 an older or equal observation never changes anything", () => {
    fc.assert(
      fc.property(
        fc.array(anything, { maxLength: 40, size: "max" }),
        fc.integer({ min: 0, max: 10_000 }),
        (happenings, back) => {
          const world = run(happenings)
          // What time alone ends, such as waiting for a delayed step, any command ends.
          world.command({ _tag: "CheckTeam", at: world.now })
          const { incident } = world.team
          const older = {
            ...world.incident,
            lastModified: plus(incident.lastModified, -back - 1),
            etag: '"older"',
            status: world.closed ? ("Active" as const) : ("Closed" as const)
          }
          const same = { ...older, lastModified: incident.lastModified, etag: incident.etag }
          for (const seen of incident.checkAt === undefined ? [older, same] : [older]) {
            expect(
              world.command({ _tag: "ObserveIncident", observation: { _tag: "Found", incident: seen }, at: world.now })
            ).toEqual([])
          }
        }
      ),
      fewerRuns
    )
  })

  it("L6 an equally old observation of another state is taken, and read once more", () => {
    const world = withRequestedTeam()
    world.observe({ ...world.incident, etag: '"another"', status: "Closed" })
    expect(world.team).toMatchObject({
      incident: { closed: true, checkAt: plus(world.now, timing.confirmAfter) }
    })
    world.settle(60_000)
    expect(world.team.incident.checkAt).toBeUndefined()
  })

  it("L8 folding the events always gives the state, from any point, and both survive their codecs", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), fc.nat(), (happenings, cut) => {
        const world = run(happenings)
        const at = cut % (world.events.length + 1)
        const half = replay(decider, world.events.slice(0, at), noTeam)
        expect(replay(decider, world.events.slice(at), half)).toEqual(world.state)
        expect(throughJson(Team, world.team)).toEqual(world.team)
        expect(throughJson(Schema.Array(TeamEvent), world.events)).toEqual(world.events)
      }),
      fewerRuns
    )
  })

  it("L8 deciding is deterministic, and what is due never needs a hidden clock", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), (happenings) => {
        expect(run(happenings).events).toEqual(run(happenings).events)
        const world = run(happenings)
        const due = dueAt(world.state)
        expect(nextStep(world.state, due ?? plus(world.now, 10 ** 12)) === undefined).toBe(due === undefined)
        if (due !== undefined) expect(nextStep(world.state, plus(due, -1))).toBeUndefined()
      }),
      fewerRuns
    )
  })

  it("L11 a person who is refused is always recorded by id, name and reason, and never blocks the others", () => {
    fc.assert(
      fc.property(fc.subarray([11, 12, 13, 71, 72]), (refused) => {
        const world = withRequestedTeam()
        world.refusedPeople = new Set(refused.map((number) => personCalled(number).id))
        expect(world.settle(60_000)).toBe(true)
        expect(world.team.phase).toBe("open")
        const recorded = [...world.chunks.values()].flatMap((chunk) =>
          chunk.people.filter((person) => person.standing._tag === "Refused")
        )
        expect(recorded.map((person) => person.name).toSorted()).toEqual(
          ["Person 73", ...refused.map((number) => `Person ${number}`)].toSorted()
        )
        for (const number of [11, 12, 13, 71, 72].filter((one) => !refused.includes(one))) {
          expect(world.members).toContain(personCalled(number).id)
        }
      })
    )
  })

  it("L16 always ends what was refused or blocked by a retry, once its cause is removed", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...besides, "Archive", "Unarchive", "EnsureGroup", "EnsureTeam"),
        fc.constantFrom("open" as const, "closed" as const),
        (name, ends) => {
          const world = withRequestedTeam()
          world.lasting = (step) =>
            stepName(step) === name
              ? { _tag: "Refused", reason: "Forbidden.", remedy: "Grant it, then retry." }
              : undefined
          workUntil(world, plus(world.now, hour))
          happen(world, { what: "rename", number: 1 })
          world.lifetime = 20 * aLongWhile
          for (const status of ends === "closed" ? (["Closed"] as const) : (["Closed", "Active"] as const)) {
            world.pass(1_000)
            world.changeIncident(status)
            world.observe()
            workUntil(world, plus(world.now, 2 * hour))
          }
          world.lasting = () => undefined
          const { work, chores, rename, expiration } = world.team
          const isRefused = [...Object.values(chores), rename].some(({ _tag }) => _tag === "Refused")
          if (work.blocked !== undefined || isRefused || expiration?.refusal !== undefined) {
            const retry = { _tag: "RetryTeam", standbyOwners: [], by: somebody, at: world.now } as const
            expect(world.command(retry)).toBeDefined()
          }
          expect(world.settle(aLongWhile)).toBe(true)
          expect(world.team.phase).toBe(ends === "closed" ? "archived" : "open")
          expect(world.team.work.blocked).toBeUndefined()
          expect(world.team.expiration).not.toHaveProperty("refusal")
        }
      ),
      lives(40)
    )
  })

  it("L12 never says archived or reopened before the platform said so", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 80, size: "max" }), (happenings) => {
        let heard: Array<boolean> = []
        const world = withRequestedTeam()
        for (const happening of happenings) {
          const from = world.events.length
          happen(world, happening)
          const operations = [...world.operations.values()]
          heard = [...heard.slice(-3), world.archived]
          for (const event of world.events.slice(from)) {
            if (event._tag === "Archived" || event._tag === "Reopened") {
              const direction = event._tag === "Archived" ? "archive" : "unarchive"
              const said = operations.some((one) => one.direction === direction && one.done && !one.fails)
              expect(said || heard.includes(event._tag === "Archived")).toBe(true)
            }
          }
        }
      }),
      runs
    )
  })

  it("L13 always archives a closed incident's team and keeps an open one usable, whatever else is never done", () => {
    fc.assert(
      fc.property(
        fc.subarray([...besides], { minLength: 1 }),
        fc.constantFrom(...lastingAnswers.filter(({ _tag }) => _tag !== "NoOwner" && _tag !== "Accepted")),
        fc.boolean(),
        (names, answer, closes) => {
          const world = withRequestedTeam()
          world.lasting = (step) => (names.includes(stepName(step)) ? answer : undefined)
          happen(world, { what: "add", person: 14 })
          happen(world, { what: "rename", number: 1 })
          if (closes) {
            world.changeIncident("Closed")
            world.observe()
          }
          workUntil(world, plus(world.now, hour / 2))
          expect(world.team.phase).toBe(closes ? "archived" : "open")
          expect(world.archived).toBe(closes)
        }
      ),
      runs
    )
  })

  it("L15 never records a refusal for the installation's trouble, and always goes on by itself once that ends", () => {
    fc.assert(
      fc.property(
        fc.subarray([...writes], { minLength: 1 }),
        fc.constantFrom(...InstallationTroubleKind.literals),
        fc.array(everyday, { maxLength: 20, size: "max" }),
        (names, kind, happenings) => {
          const world = withRequestedTeam()
          const trouble: WriteOutcome = { _tag: "InstallationTrouble", kind, reason: "Denied.", remedy: "Grant it." }
          world.lasting = (step) => (names.includes(stepName(step)) ? trouble : undefined)
          for (const happening of happenings) happen(world, happening)
          calmDown(world)
          workUntil(world, plus(world.now, hour))
          // Operations that failed before are another reason to need a person.
          fc.pre(world.team.work.blocked === undefined)
          const toldOtherwise = world.events.filter(
            (event) => event._tag !== "StepDelayed" && "reason" in event && event.reason === trouble.reason
          )
          expect(toldOtherwise).toEqual([])
          world.lasting = () => undefined
          expect(world.settle(aLongWhile)).toBe(true)
          expect(world.team.phase).toBe(world.toBeArchived ? "archived" : "open")
          expect(isUnfinished(world)).toBe(false)
          expect(world.team.work.waits).toEqual([])
        }
      ),
      fewerRuns
    )
  })

  it("L14 never waits in silence, whichever write is always answered the same, and never tries without a pause", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...writes),
        fc.constantFrom(...lastingAnswers),
        fc.array(anything, { maxLength: 12, size: "max" }),
        (name, answer, happenings) => {
          const world = withRequestedTeam()
          world.lasting = (step) => (stepName(step) === name ? answer : undefined)
          for (const happening of happenings) happen(world, happening)
          calmDown(world)
          world.lifetime = 20 * aLongWhile
          const from = world.events.length
          let silentSince: Timestamp | undefined
          workUntil(world, plus(world.now, 3 * hour), () => {
            silentSince = isUnfinished(world) && !isTold(world) ? (silentSince ?? world.now) : undefined
            expect(world.now - (silentSince ?? world.now)).toBeLessThan(timing.stalledAfter)
            expect(staleWaits(world)).toEqual([])
          })
          const tries = world.events.slice(from).filter(({ _tag }) => _tag === "StepBegun").length
          expect(tries).toBeLessThan(250)
        }
      ),
      runs
    )
  })

  it("L14 never waits in silence for an operation that Teams reports as running, however long it runs", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.boolean(), fc.boolean(), (minutes, reopens, retries) => {
        const world = withRequestedTeam()
        for (const status of reopens ? (["Closed", "Active"] as const) : (["Closed"] as const)) {
          expect(world.settle(aLongWhile)).toBe(true)
          if (status === "Active" || !reopens) world.operationMillis = minutes * 60_000
          world.changeIncident(status)
          world.observe()
        }
        let silentSince: Timestamp | undefined
        workUntil(world, plus(world.now, 5 * hour), () => {
          const isSilent = world.team.phase !== world.team.desiredState && !isTold(world)
          silentSince = isSilent ? (silentSince ?? world.now) : undefined
          expect(world.now - (silentSince ?? world.now)).toBeLessThan(timing.stalledAfter)
          expect(staleWaits(world)).toEqual([])
          if (retries && world.team.work.blocked !== undefined) happen(world, { what: "retry" })
        })
        expect(world.team.phase).toBe(
          world.team.work.blocked === undefined ? (reopens ? "open" : "archived") : reopens ? "reopening" : "archiving"
        )
      }),
      fewerRuns
    )
  })
})

/** Why a write may fail every time, and what starts an operation that never takes effect. */
const lastingAnswers: ReadonlyArray<WriteOutcome> = [
  { _tag: "NotYet", reason: "Not ready." },
  { _tag: "FailedForNow", reason: "Too many requests." },
  { _tag: "Unknown", reason: "No answer." },
  { _tag: "InstallationTrouble", kind: "credentials", reason: "Entra ID denied a token.", remedy: "Renew the secret." },
  { _tag: "Refused", reason: "Forbidden.", remedy: "Ask an admin." },
  { _tag: "Gone" },
  { _tag: "NoOwner" },
  { _tag: "GroupUnusable", reason: "It isn't ours.", remedy: "Rename it." },
  { _tag: "Accepted" },
  { _tag: "Accepted", operation: "operation-unknown" }
]

const writes = StepName.literals.filter((name) => name in Write.cases || Schema.is(Chore)(name))

/** Neither the archive itself nor anything that it needs. */
const besides: ReadonlyArray<StepName> = [
  "AddMembers",
  "RemoveMembers",
  "app",
  "page",
  "announcement",
  "Rename",
  "Renew"
]

const hour = 60 * 60_000

/** Makes every step as soon as it is due, and \`after\` each. */
const workUntil = (world: ImaginedWorld, end: Timestamp, after: () => void = () => undefined): void => {
  for (let due = dueAt(world.state); due !== undefined && due <= end; due = dueAt(world.state)) {
    if (due > world.now) world.pass(due - world.now)
    world.work()
    after()
  }
}

/** Whether something is left to do that isn't only a check. */
const isUnfinished = ({ team, now }: ImaginedWorld): boolean =>
  team.phase !== team.desiredState ||
  agenda(team).some(({ step, at }) => step._tag !== "Verify" && step._tag !== "Observe" && at - now < aLongWhile)

/** Whether the team's view says why something is left. What was refused for good isn't left to do. */
const isTold = ({ team: { work, loss } }: ImaginedWorld): boolean =>
  work.blocked !== undefined || work.waits.length > 0 || loss !== undefined

/** Delays of steps that aren't to be made any more. */
const staleWaits = ({ team }: ImaginedWorld): ReadonlyArray<StepName> => {
  const { work, checks, phase } = team
  const isHeldUp = work.inFlight !== undefined || work.blocked !== undefined || checks.suspicion !== undefined
  if (isHeldUp || phase.endsWith("ing")) return []
  const due = new Set([requiredMove(team), ...agenda(team).map(({ step }) => stepName(step))])
  return team.work.waits.map(({ step }) => step).filter((step) => !due.has(step))
}

const decider = new ImaginedWorld().decider
