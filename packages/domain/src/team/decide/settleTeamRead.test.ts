import { describe, expect, it } from "vitest"
import { defined } from "../../defined.ts"
import type { PlatformTeamId } from "../../ids/PlatformTeamId.ts"
import type { Timestamp } from "../../ids/Timestamp.ts"
import type { Outcome } from "../Outcome.ts"
import type { EventOf, TeamEvent } from "../TeamEvent.ts"
import {
  accepted,
  after,
  archived,
  archiving,
  begun,
  day,
  given,
  hour,
  linked,
  lost,
  minute,
  open,
  owner,
  platformTeamId,
  second
} from "../testing/given.ts"
import { personCalled } from "../testing/ImaginedWorld.ts"
import { timing } from "../Timing.ts"

const now = 2 * hour
const at = after(now)
const present = (read: boolean, began: Timestamp): Outcome => ({
  _tag: "TeamRead",
  reading: { _tag: "Present", archived: read, owners: [owner.id], members: 5 },
  began
})
const missing = (began: Timestamp, namesake?: PlatformTeamId): Outcome => ({
  _tag: "TeamRead",
  reading: { _tag: "Missing", ...defined({ namesake }) },
  began
})
const look = (history: ReadonlyArray<TeamEvent>, outcome: (began: Timestamp) => Outcome, moment = at) =>
  given(...history).answered({ _tag: "Verify" }, outcome(moment), moment)
const readsArchived = (began: Timestamp) => present(true, began)
const readsActive = (began: Timestamp) => present(false, began)

const verified = (moment = now): TeamEvent => ({
  _tag: "Verified",
  began: after(moment),
  owners: [owner.id],
  members: 5,
  nextAt: after(moment + day),
  at: after(moment)
})
const suspected = (
  reading: "archived" | "active" | "missing",
  first: number,
  apart: number,
  moment = now
): TeamEvent => ({
  _tag: "Suspected",
  suspicion: { reading, at: after(first) },
  began: after(moment),
  checkAgainAt: after(first + apart),
  at: after(moment)
})
const blocked: TeamEvent = { _tag: "Blocked", step: "Archive", reason: "Forbidden.", remedy: "Ask.", at: after(hour) }
const wantsArchived: TeamEvent = {
  _tag: "DesiredStateChanged",
  desiredState: "archived",
  generation: 2,
  at: after(hour)
}

describe("a team that reads as recorded", () => {
  it("is verified until the next day", () => {
    expect(look(open, readsActive)).toEqual([verified()])
    expect(look(archived, readsArchived)).toEqual([verified()])
    const { team } = given(...open, { _tag: "CheckDue", at: after(hour) }, verified())
    expect(team).toMatchObject({ checks: { verifiedAt: at }, people: { ownersSeen: [owner.id], membersSeen: 5 } })
    // Daily looks that are due before stay due.
    expect(team.checks.due).toEqual([after(day), after(11 * second + day), after(now + day)])
    expect(team.people.ownerMissing).toBe(false)
    expect(given(...open, { ...verified(), owners: [] } as TeamEvent).team.people.ownerMissing).toBe(true)
  })

  it("is unblocked if that is what is wanted, and only then", () => {
    expect(look([...open, blocked], readsActive)).toEqual([verified(), { _tag: "Unblocked", at }])
    expect(look([...open, wantsArchived, blocked], readsActive)).toEqual([verified()])
    expect(look([...linked, blocked], readsActive)).toEqual([verified()])
  })

  it("isn't judged while an operation is in flight, nor by its archived flag before it is provisioned", () => {
    expect(look(accepted, readsArchived)).toEqual([])
    expect(look(linked, readsArchived)).toEqual([verified()])
  })

  it("keeps a look that was asked for after this one began", () => {
    const { team } = given(...open, { _tag: "CheckDue", at: after(now + second) }, verified())
    expect(team.checks.due).toContain(after(now + second))
  })
})

describe("people who were added in Teams", () => {
  const people = (count: number) => Array.from({ length: count }, (_, number) => personCalled(number + 1))
  const reads = (asArchived: boolean, count: number) => (began: Timestamp) => ({
    ...present(asArchived, began),
    added: people(count)
  })

  it("are recorded with a check that agrees, and with one that is doubted", () => {
    const added: TeamEvent = { _tag: "AddedInTeams", people: people(2), at }
    expect(look(open, reads(false, 2))).toEqual([verified(), added])
    expect(look(open, reads(true, 2))).toEqual([suspected("archived", now, 30 * second), added])
    expect(look(open, reads(false, 0))).toEqual([verified()])
    expect(given(...open, verified(), added).team).toEqual(given(...open, verified()).team)
  })

  it("aren't recorded by a check that settles nothing, as the next one names them again", () => {
    expect(look([...open, begun(5, { _tag: "Archive" }, after(hour))], reads(false, 2))).toEqual([])
  })

  it("are named up to 200, and counted beyond", () => {
    expect(look(open, reads(false, 201))[1]).toEqual({ _tag: "AddedInTeams", people: people(200), others: 1, at })
    expect(look(open, reads(false, 200))[1]).toEqual({ _tag: "AddedInTeams", people: people(200), at })
  })
})

describe("a team that reads otherwise", () => {
  const doubted = [...open, suspected("archived", now, 30 * second)]
  const later = now + 30 * second

  it("is doubted first, and looked at again 30 seconds later", () => {
    expect(look(open, readsArchived)).toEqual([suspected("archived", now, 30 * second)])
    const soon = now + 30 * second - 1
    expect(look(doubted, readsArchived, after(soon))).toEqual([suspected("archived", now, 30 * second, soon)])
    expect(given(...doubted).team.checks.due).toContain(after(later))
  })

  it("starts its doubt afresh when it reads otherwise again", () => {
    const missed = [...open, suspected("missing", now, 5 * minute)]
    expect(look(missed, readsArchived, after(later))).toEqual([suspected("archived", later, 30 * second, later)])
    expect(given(...doubted, verified(later)).team.checks).not.toHaveProperty("suspicion")
  })

  it("was changed by somebody's hand, if nothing else explains it", () => {
    expect(look(doubted, readsArchived, after(later))).toEqual([
      verified(later),
      { _tag: "ChangedInTeams", archived: true, at: after(later) }
    ])
  })

  it("is left to people when they change it twice within a day", () => {
    const byHand = { _tag: "ChangedInTeams", archived: true } as const
    const again = (apart: number) =>
      look(
        [...open, { ...byHand, at: after(later - apart) }, { _tag: "Reopened", attempt: 4, at }, ...doubted.slice(-1)],
        readsArchived,
        after(later)
      )
    expect(again(day - 1)).toMatchObject([{ _tag: "Verified" }, byHand, { _tag: "Blocked", step: "Unarchive" }])
    expect(again(day)).toMatchObject([{ _tag: "Verified" }, byHand])
    expect(again(day)).toHaveLength(2)
    const reopens: TeamEvent = { ...byHand, archived: false, at }
    const doubts = suspected("active", now, 30 * second)
    expect(
      look([...archived, reopens, { _tag: "Archived", attempt: 5, at }, doubts], readsActive, after(later))
    ).toMatchObject([
      { _tag: "Verified" },
      { _tag: "ChangedInTeams", archived: false },
      { _tag: "Blocked", step: "Archive" }
    ])
  })

  it("is explained by an operation of ours in that direction, for as long as that may have landed", () => {
    const orphan = (direction: "archive" | "unarchive", explainsUntil: number): TeamEvent => ({
      _tag: "LateResult",
      attempt: 2,
      direction,
      explainsUntil: after(explainsUntil),
      pollAt: at,
      at: after(hour)
    })
    const what = (event: TeamEvent) => look([...doubted, event], readsArchived, after(later))[1]?._tag
    expect(what(orphan("archive", later + 1))).toBe("PhaseRead")
    expect(what(orphan("archive", later))).toBe("ChangedInTeams")
    expect(what(orphan("unarchive", later + 1))).toBe("ChangedInTeams")
  })

  it("is what is wanted anyway: nobody's hand, and nothing is blocked any more", () => {
    const read: TeamEvent = { _tag: "PhaseRead", archived: true, at: after(later) }
    expect(look([...doubted, wantsArchived], readsArchived, after(later))).toEqual([verified(later), read])
    expect(look([...doubted, wantsArchived, blocked], readsArchived, after(later))).toEqual([
      verified(later),
      read,
      { _tag: "Unblocked", at: after(later) }
    ])
  })
})

describe("a team whose archive came to no end that we know", () => {
  const refused: EventOf<"OperationRefused"> = {
    _tag: "OperationRefused",
    attempt: 4,
    reason: "Forbidden.",
    remedy: "Ask.",
    at: after(hour)
  }
  const failed: TeamEvent = { _tag: "OperationFailed", attempt: 4, reason: "Failed.", at: after(hour) }
  const doubts = suspected("active", now, 30 * second)
  const later = now + 30 * second

  it("is looked at twice, whatever it reads", () => {
    expect(look([...archiving, failed], readsActive)).toEqual([suspected("active", now, 30 * second)])
    expect(look([...archiving, failed], readsArchived)).toEqual([suspected("archived", now, 30 * second)])
  })

  it("is open still: asked for again, or blocked in the platform's words if it was refused", () => {
    const read = [verified(later), { _tag: "PhaseRead", archived: false, at: after(later) }]
    expect(look([...archiving, failed, doubts], readsActive, after(later))).toEqual(read)
    expect(look([...archiving, refused, doubts], readsActive, after(later))).toEqual([
      ...read,
      { _tag: "Blocked", step: "Archive", reason: "Forbidden.", remedy: "Ask.", at: after(later) }
    ])
    const reopening: ReadonlyArray<TeamEvent> = [
      ...archived,
      { _tag: "DesiredStateChanged", desiredState: "open", generation: 3, at: after(hour) },
      begun(5, { _tag: "Unarchive" }, after(hour)),
      { ...refused, attempt: 5 },
      suspected("archived", now, 30 * second)
    ]
    expect(look(reopening, readsArchived, after(later)).at(-1)).toMatchObject({ _tag: "Blocked", step: "Unarchive" })
  })
})

describe("a team that isn't there", () => {
  const doubted = [...open, suspected("missing", now, timing.confirmMissingAfter)]
  const later = now + timing.confirmMissingAfter

  it("is lost when it is missed twice, five minutes apart", () => {
    expect(look(open, missing)).toEqual([suspected("missing", now, timing.confirmMissingAfter)])
    expect(look(doubted, missing, after(later - 1))).toEqual([
      suspected("missing", now, timing.confirmMissingAfter, later - 1)
    ])
    expect(look(doubted, missing, after(later))).toEqual([{ _tag: "Lost", at: after(later) }])
  })

  it("is looked for once a day for as long as it can be restored, and not adopted from a namesake", () => {
    const still = (moment: number) => look(lost, missing, after(moment))
    expect(still(now)).toStrictEqual([{ _tag: "StillLost", began: at, nextAt: after(now + day), at }])
    expect(still(hour + 30 * day)[0]).toHaveProperty("nextAt")
    expect(still(hour + 30 * day + 1)[0]).not.toHaveProperty("nextAt")
    const namesake = look(lost, (began) => missing(began, platformTeamId))
    expect(namesake).toMatchObject([{ namesake: platformTeamId }])
    expect(given(...lost, ...namesake).team).toMatchObject({
      phase: "lost",
      loss: { namesake: platformTeamId }
    })
    expect(given(...lost, ...namesake).team.checks.due).toContain(after(now + day))
    expect(given(...lost, ...namesake, ...still(now)).team.loss).not.toHaveProperty("namesake")
    expect(given(...lost, ...still(hour + 30 * day + 1)).team.checks.due).toEqual([])
  })

  it("is found when it reads as there twice", () => {
    expect(look(lost, readsActive)).toEqual([suspected("active", now, 30 * second)])
    const seen = (reading: "active" | "archived") => [...lost, suspected(reading, now, 30 * second)]
    const found = [{ _tag: "Found", at: after(now + 30 * second) }]
    expect(look(seen("active"), readsActive, after(now + 30 * second))).toEqual(found)
    expect(look(seen("archived"), readsArchived, after(now + 30 * second))).toEqual(found)
    // Missed in between, the doubt is gone.
    expect(given(...seen("active"), ...look(seen("active"), missing)).team.checks).not.toHaveProperty("suspicion")
  })
})
