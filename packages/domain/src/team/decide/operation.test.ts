import { describe, expect, it } from "vitest"
import { defined } from "../../defined.ts"
import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { Failure, Outcome, WriteOutcome } from "../Outcome.ts"
import type { Step, StepName, Write } from "../Step.ts"
import type { EventOf, TeamEvent } from "../TeamEvent.ts"
import {
  accepted,
  after,
  answeredAgain,
  archived,
  archiving,
  begun,
  by,
  day,
  given,
  hour,
  minute,
  open,
  platformTeamId,
  second,
  standby
} from "../testing/given.ts"
import { timing } from "../Timing.ts"

const archive: Write = { _tag: "Archive" }
const at = after(hour + second)
const busy: Failure = { _tag: "FailedForNow", reason: "Too many requests." }
const blocked: TeamEvent = { _tag: "Blocked", step: "Archive", reason: "It does not end.", remedy: "Look.", at }
const without = (...standbyOwners: ReadonlyArray<typeof standby>): TeamEvent => ({
  _tag: "Retried",
  standbyOwners,
  by,
  at: after(hour - minute)
})

describe("how the platform takes an archive", () => {
  const answer = (outcome: Outcome, history = archiving) => given(...history).answered(archive, outcome, at)

  it("is accepted with an operation to ask about 31 seconds later, or without one", () => {
    const pollAt = after(hour + 32 * second)
    expect(answer({ _tag: "Accepted", operation: "operation-1" })).toEqual([
      { _tag: "OperationAccepted", attempt: 4, operation: "operation-1", pollAt, at }
    ])
    const nameless = answer({ _tag: "Accepted" })
    expect(nameless).toStrictEqual([{ _tag: "OperationAccepted", attempt: 4, pollAt, at }])
    expect(given(...archiving, ...nameless).team.work.inFlight).not.toHaveProperty("pollAt")
    expect(given(...archiving, ...nameless).next(after(hour + timing.callDeadline))).toEqual({
      _tag: "GiveUp",
      attempt: 4
    })
  })

  it("is done at once, on a platform that makes no operation of it", () => {
    const done = answer({ _tag: "Done" })
    expect(done).toEqual([{ _tag: "Archived", attempt: 4, at }])
    const { team } = given(...archiving, ...done)
    expect(team.phase).toBe("archived")
    expect(team.work).not.toHaveProperty("inFlight")
    const reopening = [...archived, begun(5, { _tag: "Unarchive" }, after(2 * hour))]
    expect(given(...reopening).answered({ _tag: "Unarchive" }, { _tag: "Done" }, at)).toEqual([
      { _tag: "Reopened", attempt: 5, at }
    ])
  })

  it("had no effect: the team is again what it was", () => {
    for (const outcome of [busy, { _tag: "NotYet", reason: "Not ready." }, { _tag: "Gone" }] as const) {
      const events = answer(outcome)
      expect(events[0]).toMatchObject({ _tag: "StepDelayed", step: "Archive", tries: 1 })
      const { team } = given(...archiving, ...events)
      expect(team.phase).toBe("open")
      expect(team.work).not.toHaveProperty("inFlight")
    }
    expect(answer({ _tag: "Gone" })).toHaveLength(2)
  })

  it("is no delay of a team that is to be open again by the time that it failed", () => {
    const reopened: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "open", generation: 3, at }
    const { team } = given(...archiving, reopened, ...answer(busy, [...archiving, reopened]))
    expect(team).toMatchObject({ phase: "open", work: { waits: [] } })
    expect(given(...archiving, ...answer(busy)).team.work.waits).toHaveLength(1)
  })

  it("may have been begun when there is no answer that tells: it stays in flight", () => {
    const telling: ReadonlyArray<WriteOutcome> = [
      { _tag: "Unknown", reason: "No answer." },
      { _tag: "GroupEnsured", platformTeamId, found: true },
      { _tag: "GroupUnusable", reason: "Not ours.", remedy: "Rename it." },
      { _tag: "TeamEnsured", link: "https://teams.example" },
      { _tag: "OwnersEnsured", owners: [] },
      { _tag: "PeopleAnswered", chunks: [] },
      { _tag: "Renamed", name: "Another", description: "" },
      { _tag: "Restored" }
    ]
    for (const outcome of telling) {
      const events = answer(outcome)
      expect(events).toMatchObject([{ _tag: "StepDelayed", until: after(hour + timing.callDeadline), inDoubt: true }])
      expect(given(...archiving, ...events).team).toMatchObject({
        phase: "archiving",
        work: { inFlight: { attempt: 4 } }
      })
    }
  })

  it("is tried less and less often while no answer tells, and says so, until the team reads as asked", () => {
    const history = [...archiving]
    const tries: Array<number> = []
    for (let attempt = 4; attempt < 13; attempt++) {
      const { startedAt, giveUpAt } = given(...history).team.work.inFlight!
      tries.push(startedAt)
      history.push(...given(...history).answered(archive, { _tag: "Unknown", reason: "No answer." }, startedAt))
      history.push(...given(...history).answered({ _tag: "GiveUp", attempt }, { _tag: "GivenUp" }, giveUpAt))
      history.push({ _tag: "PhaseRead", archived: false, at: plus(giveUpAt, timing.confirmAfter) })
      const so = given(...history)
      expect(so.team.work.waits).toMatchObject([{ step: "Archive", tries: attempt - 3, reason: "No answer." }])
      const next = so.dueOf("Archive")!
      history.push(begun(attempt + 1, archive, next > so.team.updatedAt ? next : so.team.updatedAt))
    }
    const pauses = tries.slice(1).map((time, index) => (time - tries[index]!) / second)
    expect(pauses).toEqual([150, 150, 150, 150, 150, 150, 150, 256])
    const took: TeamEvent = { _tag: "PhaseRead", archived: true, at: after(day) }
    expect(given(...history, took).team.work.waits).toEqual([])
  })

  it("is refused: the team is looked at before a person is asked", () => {
    const events = answer({ _tag: "Refused", reason: "Forbidden.", remedy: "Ask an admin." })
    expect(events).toEqual([
      { _tag: "OperationRefused", attempt: 4, reason: "Forbidden.", remedy: "Ask an admin.", at }
    ])
    const { team } = given(...archiving, ...events)
    expect(team).toMatchObject({ phase: "archiving", work: { refusal: { reason: "Forbidden." } } })
    expect(team.checks.due).toContain(at)
    expect(team.work).not.toHaveProperty("blocked")
  })

  it("needs an owner: a standby owner becomes one first, five times at most", () => {
    const events = answer({ _tag: "NoOwner" })
    expect(events).toMatchObject([
      { _tag: "OwnerMissed", attempt: 4, at },
      { _tag: "StepDelayed", step: "Archive", until: after(hour + 3 * second) }
    ])
    expect(events).toHaveLength(2)
    const { team, next } = given(...archiving, ...events)
    expect(team).toMatchObject({ phase: "open", people: { ownerMissing: true } })
    expect(next(after(hour + 3 * second))).toEqual({ _tag: "EnsureOwner" })
    const wants = archiving.slice(0, -1)
    const tries = (times: number) => {
      const history: Array<TeamEvent> = []
      for (let time = 0; time < times; time++) {
        const so = [...wants, ...history]
        history.push(...answeredAgain(so, archive, { _tag: "NoOwner" }, 1), {
          _tag: "OwnersEnsured",
          owners: [standby.id],
          at: after(2 * hour)
        })
      }
      return history.filter((event) => event._tag === "Blocked")
    }
    expect(tries(4)).toEqual([])
    expect(tries(5)).toMatchObject([
      {
        step: "Archive",
        reason: "Teams keeps answering that the team has no owner, although a standby owner was made one.",
        remedy: "Check the team's owners in Teams; then retry."
      }
    ])
  })

  it("needs an owner anew after other failures, its own and those of other steps", () => {
    const failed = (step: StepName, reason: string): TeamEvent => ({
      _tag: "StepDelayed",
      step,
      tries: 4,
      until: at,
      reason,
      at: after(hour)
    })
    const again = begun(5, archive, at)
    for (const event of [
      failed("Archive", "Too many requests."),
      failed("page", "The team has no owner."),
      failed("page", "Too many requests.")
    ]) {
      expect(answer({ _tag: "NoOwner" }, [...archiving, event, again])).toMatchObject([
        { _tag: "OwnerMissed" },
        { _tag: "StepDelayed", step: "Archive", tries: 1, reason: "The team has no owner." }
      ])
    }
  })

  it("needs a person at once when there is nobody to become an owner", () => {
    expect(answer({ _tag: "NoOwner" }, [...archiving, without()])).toMatchObject([
      { _tag: "OwnerMissed" },
      { _tag: "Blocked", step: "Archive" }
    ])
    const reopening = [...archived, begun(5, { _tag: "Unarchive" }, after(2 * hour)), without()]
    expect(given(...reopening).answered({ _tag: "Unarchive" }, { _tag: "NoOwner" }, at)).toMatchObject([
      { _tag: "OwnerMissed", attempt: 5 },
      { _tag: "Blocked", step: "Unarchive" }
    ])
  })
})

const awaitOperation: Step = { _tag: "AwaitOperation", attempt: 4, operation: "operation-1", read: false }
type Read = Omit<Extract<Outcome, { _tag: "OperationRead" }>, "_tag">
const read = (of: Read, moment: Timestamp, history: ReadonlyArray<TeamEvent> = accepted) =>
  given(...history).answered(awaitOperation, { _tag: "OperationRead", ...of }, moment)
const seen = (readAsAsked: boolean, moment: number, next: number = timing.pollEvery): EventOf<"OperationSeen"> => ({
  _tag: "OperationSeen",
  attempt: 4,
  readAsAsked,
  nextAt: after(moment + next),
  at: after(moment)
})
const past = hour + timing.operationDeadline
const limit = hour + timing.operationLimit

const overdue = {
  reason: "Teams still reports the operation as running.",
  remedy: "No action needed unless it runs for more than an hour."
}

describe("how an operation is doing", () => {
  it("has ended when the platform says so, in its direction", () => {
    expect(read({ status: "succeeded" }, at)).toEqual([{ _tag: "Archived", attempt: 4, at }])
    const unarchiving: ReadonlyArray<TeamEvent> = [
      ...archived,
      begun(5, { _tag: "Unarchive" }, after(2 * hour)),
      { _tag: "OperationAccepted", attempt: 5, operation: "operation-2", pollAt: at, at }
    ]
    const step: Step = { _tag: "AwaitOperation", attempt: 5, operation: "operation-2", read: false }
    expect(given(...unarchiving).answered(step, { _tag: "OperationRead", status: "succeeded" }, at)).toEqual([
      { _tag: "Reopened", attempt: 5, at }
    ])
  })

  it("is asked again while it runs; what the team reads counts only past ten minutes", () => {
    expect(read({ status: "running", archived: true }, after(past - 1))).toEqual([seen(false, past - 1)])
    expect(read({ status: "running", archived: false }, after(past))).toEqual([seen(false, past)])
    expect(read({ status: "running", archived: true }, after(past))).toEqual([seen(true, past)])
    const { next } = given(...accepted)
    expect(next(after(hour + timing.pollEvery))).toEqual(awaitOperation)
    expect(given(...accepted, seen(false, past - timing.pollEvery)).next(after(past))).toEqual({
      ...awaitOperation,
      read: true
    })
    expect(given(...accepted, seen(false, past - timing.pollEvery - 1)).next(after(past))).toEqual(awaitOperation)
  })

  it("is believed done when the team reads as asked twice, 30 seconds apart", () => {
    const once = [...accepted, seen(true, past)]
    const again = past + timing.confirmAfter
    expect(read({ status: "running", archived: true }, after(again), once)).toMatchObject([{ _tag: "Archived" }])
    expect(read({ status: "running", archived: true }, after(again - 1), once)).toMatchObject([{ readAsAsked: true }])
    expect(read({ status: "running", archived: false }, after(again), once)).toMatchObject([{ readAsAsked: false }])
    // The first of the two moments counts; a read otherwise in between starts afresh.
    const twice = given(...once, seen(true, past + second)).team.work.inFlight
    expect(twice?.readAsAskedAt).toBe(after(past))
    expect(given(...once, seen(false, past + second)).team.work.inFlight).not.toHaveProperty("readAsAskedAt")
  })

  it("counts what the team reads at once when the operation isn't known any more", () => {
    expect(read({ status: "vanished", archived: true }, at)).toMatchObject([{ readAsAsked: true }])
    expect(read({ status: "vanished", archived: false }, after(past - 1))).toMatchObject([{ readAsAsked: false }])
    expect(read({ status: "vanished", archived: false }, after(past))).toEqual([
      {
        _tag: "AttemptGivenUp",
        attempt: 4,
        explainsUntil: after(past + day),
        checkAt: [0, minute, 5 * minute, 15 * minute].map((check) => after(past + check)),
        pollAt: after(past + timing.pollEvery),
        at: after(past)
      },
      {
        _tag: "StepDelayed",
        step: "Archive",
        tries: 1,
        until: after(past + 2 * second),
        reason: "Teams didn't report how it ended.",
        remedy: "The team is checked in Teams first.",
        at: after(past)
      }
    ])
    expect(read({ status: "vanished", archived: true }, after(past))).toMatchObject([{ readAsAsked: true }])
  })

  it("counts for a reopening what reads as open", () => {
    const reopening = (readsAsAsked?: TeamEvent): ReadonlyArray<TeamEvent> => [
      ...archived,
      begun(5, { _tag: "Unarchive" }, after(2 * hour)),
      { _tag: "OperationAccepted", attempt: 5, operation: "operation-2", pollAt: at, at },
      ...(readsAsAsked === undefined ? [] : [readsAsAsked])
    ]
    const vanished = (readsArchived: boolean, moment: number, readsAsAsked?: TeamEvent) =>
      given(...reopening(readsAsAsked)).answered(
        { _tag: "AwaitOperation", attempt: 5, operation: "operation-2", read: false },
        { _tag: "OperationRead", status: "vanished", archived: readsArchived },
        after(moment)
      )
    const once = { ...seen(true, 2 * hour), attempt: 5 }
    expect(vanished(false, 2 * hour)).toEqual([once])
    expect(vanished(true, 2 * hour)).toMatchObject([{ readAsAsked: false }])
    const again = 2 * hour + timing.confirmAfter
    expect(vanished(false, again, once)).toEqual([{ _tag: "Reopened", attempt: 5, at: after(again) }])
  })

  it("is shown as a wait since its start before 15 minutes have passed without an end, and not before", () => {
    const late = hour + timing.stalledAfter - timing.pollEvery
    expect(read({ status: "running", archived: false }, after(late - 1))).toEqual([seen(false, late - 1)])
    const shown = { ...seen(false, late), overdue }
    expect(read({ status: "running", archived: false }, after(late))).toEqual([shown])
    const { team, next } = given(...accepted, shown)
    const wait = { step: "AwaitOperation", tries: 1, since: after(hour), until: shown.nextAt, ...overdue }
    expect(team.work.waits).toEqual([wait])
    expect(next(shown.nextAt)).toMatchObject({ _tag: "AwaitOperation" })
    const again = { ...shown, nextAt: after(late + 2 * timing.pollEvery), at: shown.nextAt }
    expect(given(...accepted, shown, again).team.work.waits).toEqual([{ ...wait, tries: 2, until: again.nextAt }])
    expect(given(...accepted, shown, { _tag: "Archived", attempt: 4, at }).team.work.waits).toEqual([])
  })

  it("needs a person after an hour, is looked at every ten minutes then, and says so once", () => {
    expect(read({ status: "running", archived: false }, after(limit - 1))).toEqual([
      { ...seen(false, limit - 1), overdue }
    ])
    const endless = seen(false, limit, timing.pollBlockedEvery)
    expect(read({ status: "running", archived: false }, after(limit))).toMatchObject([
      endless,
      { _tag: "Blocked", step: "Archive" }
    ])
    expect(read({ status: "running", archived: false }, after(limit), [...accepted, blocked])).toEqual([endless])
    // A second look is near when it reads as asked.
    expect(read({ status: "running", archived: true }, after(limit), [...accepted, blocked])).toEqual([
      seen(true, limit)
    ])
  })

  it("failed: looked at, and after three times in one generation a person is asked", () => {
    const failed: TeamEvent = { _tag: "OperationFailed", attempt: 4, reason: "Internal error.", at }
    expect(read({ status: "failed", reason: "Internal error." }, at)).toEqual([failed])
    expect(read({ status: "failed" }, at)).toMatchObject([{ reason: expect.any(String) }])
    const once: TeamEvent = { ...failed, attempt: 3 }
    expect(given(...accepted, failed).team).toMatchObject({ work: { failedEnds: 1 }, phase: "archiving" })
    const before = (times: number) => [
      ...open,
      { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at: after(hour) } as TeamEvent,
      ...Array.from({ length: times }, () => once),
      ...accepted.slice(-2)
    ]
    expect(read({ status: "failed", reason: "Internal error." }, at, before(1))).toHaveLength(1)
    expect(read({ status: "failed", reason: "Internal error." }, at, before(2))).toMatchObject([
      failed,
      { _tag: "Blocked", step: "Archive", reason: expect.stringContaining("Internal error.") }
    ])
    for (const anew of [
      { ...without(), at },
      { _tag: "DesiredStateChanged", desiredState: "open", generation: 3, at }
    ] as const) {
      expect(given(...before(2), anew).team.work.failedEnds).toBe(0)
    }
  })

  it("is asked again after a pause when the question wasn't answered", () => {
    const events = given(...accepted).answered(awaitOperation, busy, at)
    expect(events).toMatchObject([
      { _tag: "StepDelayed", step: "AwaitOperation", tries: 1, until: after(hour + 3 * second) }
    ])
    const so = given(...accepted, ...events)
    expect(so.team.work.inFlight?.attempt).toBe(4)
    expect(so.answered(awaitOperation, busy, at)).toMatchObject([{ tries: 2, until: after(hour + 5 * second) }])
    expect(given(...accepted, ...events, seen(false, hour + minute)).team.work.waits).toEqual([])
  })

  it("is nobody's concern under another attempt or name", () => {
    const succeeded: Outcome = { _tag: "OperationRead", status: "succeeded" }
    for (const other of [{ attempt: 3 }, { operation: "operation-0" }]) {
      expect(given(...accepted).answered({ ...awaitOperation, ...other }, succeeded, at)).toEqual([])
      expect(given(...accepted).answered({ ...awaitOperation, ...other }, busy, at)).toEqual([])
    }
    expect(given(...open).answered(awaitOperation, succeeded, at)).toEqual([])
    for (const event of [seen(true, past), { ...accepted.at(-1), attempt: 3 } as TeamEvent]) {
      const late = { ...event, attempt: 3 } as TeamEvent
      expect(given(...archiving, late).team.work.inFlight).toEqual(given(...archiving).team.work.inFlight)
      expect(given(...open, late).team).toEqual({ ...given(...open).team, updatedAt: late.at })
    }
  })
})

describe("a call that left no operation to follow", () => {
  it("is given up after its deadline, and the team is looked at while it may still land", () => {
    const moment = after(hour + timing.callDeadline)
    const looks = [0, minute, 5 * minute, 15 * minute].map((look) => after(hour + timing.callDeadline + look))
    const events = given(...archiving).answered({ _tag: "GiveUp", attempt: 4 }, { _tag: "GivenUp" }, moment)
    expect(events).toMatchObject([
      { _tag: "AttemptGivenUp", attempt: 4, checkAt: looks },
      { _tag: "StepDelayed", step: "Archive", tries: 1 }
    ])
    const { team } = given(...archiving, ...events)
    expect(team.checks.due.slice(0, 4)).toEqual(looks)
    expect(team.work.orphans).toEqual([
      {
        attempt: 4,
        direction: "archive",
        closedAt: moment,
        explainsUntil: after(hour + timing.callDeadline + day)
      }
    ])
    expect(team.work).not.toHaveProperty("inFlight")
  })

  it("counts as one more failed try of its step, unless that was counted while it was in flight", () => {
    const giveUp = (history: ReadonlyArray<TeamEvent>, attempt: number) =>
      given(...history).answered({ _tag: "GiveUp", attempt }, { _tag: "GivenUp" }, after(3 * hour))
    const failed = (step: StepName, more: object = {}): TeamEvent => ({
      _tag: "StepDelayed",
      step,
      tries: 1,
      until: at,
      reason: "No answer.",
      at: after(hour),
      ...more
    })
    const again = begun(5, archive, at)
    const reopening = [...archived, begun(5, { _tag: "Unarchive" }, after(2 * hour))]
    const untold = { _tag: "StepDelayed", reason: "Teams didn't report how it ended." }
    expect(giveUp([...archiving, failed("Archive"), again], 5)).toMatchObject([
      { _tag: "AttemptGivenUp" },
      { ...untold, step: "Archive", tries: 2 }
    ])
    expect(giveUp([...archiving, failed("page", { until: after(day) })], 4)).toMatchObject([
      { _tag: "AttemptGivenUp" },
      { ...untold, step: "Archive", tries: 1 }
    ])
    expect(giveUp(reopening, 5)).toMatchObject([{ _tag: "AttemptGivenUp" }, { ...untold, step: "Unarchive", tries: 1 }])
    expect(giveUp([...archiving, failed("Archive", { inDoubt: true })], 4)).toMatchObject([{ _tag: "AttemptGivenUp" }])
  })

  it("isn't given up for another one", () => {
    expect(given(...archiving).answered({ _tag: "GiveUp", attempt: 3 }, { _tag: "GivenUp" }, at)).toEqual([])
    expect(given(...open).answered({ _tag: "GiveUp", attempt: 3 }, { _tag: "GivenUp" }, at)).toEqual([])
  })
})

describe("an operation that was given up and still runs", () => {
  const givenUp: EventOf<"AttemptGivenUp"> = {
    _tag: "AttemptGivenUp",
    attempt: 4,
    explainsUntil: after(past + day),
    checkAt: [after(past)],
    pollAt: after(past + timing.pollEvery),
    at: after(past)
  }
  const orphan = [...accepted, givenUp]

  it("is asked about until it ends, an hour at most", () => {
    expect(given(...orphan).team.work.orphans).toMatchObject([{ operation: "operation-1", pollAt: givenUp.pollAt }])
    expect(given(...orphan).dueOf("AwaitOperation")).toEqual(givenUp.pollAt)
    const still = read({ status: "running" }, after(past + timing.operationLimit - 1), orphan)
    expect(still).toEqual([
      {
        _tag: "OrphanSeen",
        attempt: 4,
        nextAt: after(past + timing.operationLimit - 1 + timing.pollEvery),
        at: after(past + timing.operationLimit - 1)
      }
    ])
    expect(given(...orphan, ...still).dueOf("AwaitOperation")).toEqual(
      after(past + timing.operationLimit - 1 + timing.pollEvery)
    )
    const end = after(past + timing.operationLimit)
    expect(read({ status: "running" }, end, orphan)).toEqual([{ _tag: "OrphanEnded", attempt: 4, at: end }])
    for (const status of ["succeeded", "failed", "vanished"] as const) {
      expect(read({ status }, after(past + 1), orphan)).toMatchObject([{ _tag: "OrphanEnded", attempt: 4 }])
    }
  })

  it("is asked about no more once it ended, but still explains what the team reads", () => {
    const ended: TeamEvent = { _tag: "OrphanEnded", attempt: 4, at: after(past + minute) }
    const { team } = given(...orphan, ended)
    expect(team.work.orphans).toEqual([
      { attempt: 4, direction: "archive", closedAt: after(past), explainsUntil: after(past + day) }
    ])
    expect(team.checks.due).toContain(after(past + minute))
    expect(read({ status: "running" }, after(past + 2 * minute), [...orphan, ended])).toEqual([])
    expect(given(...orphan, ended).dueOf("AwaitOperation")).toBeUndefined()
  })

  it("is nobody else's, even where the platform gave another one the same name", () => {
    const succeeded: Outcome = { _tag: "OperationRead", status: "succeeded" }
    expect(given(...orphan).answered({ ...awaitOperation, attempt: 3 }, succeeded, after(past + 1))).toEqual([])
  })

  it("is kept from being mixed up with another one", () => {
    const other: TeamEvent = {
      _tag: "LateResult",
      attempt: 2,
      direction: "unarchive",
      operation: "operation-0",
      explainsUntil: after(past + day),
      pollAt: after(past),
      at: after(past)
    }
    const both = [...orphan, other]
    const next = after(past + hour)
    const of = (event: TeamEvent) => given(...both, event).team.work.orphans
    expect(of({ _tag: "OrphanSeen", attempt: 4, nextAt: next, at })).toMatchObject([
      { attempt: 4, pollAt: next },
      { attempt: 2, pollAt: after(past) }
    ])
    expect(of({ _tag: "OrphanEnded", attempt: 2, at }).map(({ operation }) => operation)).toEqual([
      "operation-1",
      undefined
    ])
  })

  it("isn't remembered longer than it explains anything, unless it still runs", () => {
    const late = (attempt: number, explainsUntil: number, operation?: string): TeamEvent => ({
      _tag: "LateResult",
      attempt,
      direction: "archive",
      ...defined({ operation }),
      explainsUntil: after(explainsUntil),
      pollAt: at,
      at: after(hour)
    })
    const kept = given(...open, late(1, 2 * hour), late(2, 2 * hour + 1), late(3, 2 * hour, "operation-0"), {
      ...late(7, 9 * hour),
      at: after(2 * hour)
    }).team.work.orphans
    expect(kept.map(({ attempt }) => attempt)).toEqual([2, 3, 7])
  })
})
