import { describe, expect, it } from "vitest"
import { plus } from "../../ids/Timestamp.ts"
import type { Failure, WriteOutcome } from "../Outcome.ts"
import { Chore, stepName, type Write } from "../Step.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  after,
  answeredAgain,
  archived,
  begun,
  by,
  given,
  grouped,
  hour,
  joined,
  linked,
  lost,
  minute,
  open,
  otherIncident,
  owner,
  platformTeamId,
  requested,
  second,
  standby,
  teamRequested
} from "../testing/given.ts"
import { personCalled } from "../testing/ImaginedWorld.ts"
import { timing } from "../Timing.ts"

const at = after(2 * hour)
const busy: Failure = { _tag: "FailedForNow", reason: "Too many requests." }
const refused: WriteOutcome = { _tag: "Refused", reason: "Forbidden.", remedy: "Ask an admin." }
const said = { reason: "Forbidden.", remedy: "Ask an admin." }
const ensureGroup: Write = { _tag: "EnsureGroup", recover: false }
const ensureTeam: Write = { _tag: "EnsureTeam" }

/** What follows from the first answer to a step, hours later. */
const answer = (history: ReadonlyArray<TeamEvent>, step: Write, outcome: WriteOutcome) =>
  given(...history, begun(9, step, at)).answered(step, outcome, at)

/** What follows from one more such answer, given to a try that began on time and took as long as that. */
const lastAnswer = (history: ReadonlyArray<TeamEvent>, step: Write, outcome: WriteOutcome, sinceFirst: number) => {
  const early = answeredAgain(history, step, outcome, 5)
  const first = early.find(({ _tag }) => _tag === "StepDelayed")?.at ?? at
  const { team, dueOf } = given(...history, ...early)
  const last = begun(team.work.attempts + 1, step, dueOf(stepName(step)) ?? at)
  return given(...history, ...early, last).answered(step, outcome, plus(first, sinceFirst))
}

describe("making the group", () => {
  it("leaves a new group 5 seconds before a team is put on it, a found one none", () => {
    const ensured = (found: boolean): WriteOutcome => ({ _tag: "GroupEnsured", platformTeamId, found })
    const event = { _tag: "GroupEnsured", platformTeamId, at }
    expect(answer(requested, ensureGroup, ensured(false))).toEqual([
      { ...event, found: false, readyAt: after(2 * hour + 5 * second) }
    ])
    expect(answer(requested, ensureGroup, ensured(true))).toEqual([{ ...event, found: true, readyAt: at }])
  })

  it("records the standby owner who owns it, where none of its owners can", () => {
    const outcome: WriteOutcome = { _tag: "GroupEnsured", platformTeamId, found: false, standIn: standby }
    expect(answer(requested, ensureGroup, outcome)).toMatchObject([{ _tag: "GroupEnsured", standIn: standby }])
  })

  it("waits 20 minutes for a group that the platform doesn't show yet, then needs a person", () => {
    const notYet: WriteOutcome = { _tag: "NotYet", reason: "The nickname is taken." }
    expect(lastAnswer(requested, ensureGroup, notYet, 20 * minute - 1)).toMatchObject([{ _tag: "StepDelayed" }])
    expect(lastAnswer(requested, ensureGroup, notYet, 20 * minute)).toMatchObject([
      {
        _tag: "Blocked",
        step: "EnsureGroup",
        reason: "The nickname is taken.",
        remedy: "Retry. If it happens again, check the groups and deleted groups in Entra ID."
      }
    ])
    const events = answeredAgain(requested, ensureGroup, notYet, 100)
    const [first, last] = [events.find(({ _tag }) => _tag === "StepDelayed"), events.at(-1)]
    expect(last).toMatchObject({ _tag: "Blocked", step: "EnsureGroup", reason: "The nickname is taken." })
    expect((last!.at - first!.at) / minute).toBeGreaterThanOrEqual(20)
    expect((last!.at - first!.at) / minute).toBeLessThan(26)
  })

  it("waits 20 minutes more after hours in which nobody could ask, or in which it was busy", () => {
    const notYet: WriteOutcome = { _tag: "NotYet", reason: "The nickname is taken." }
    for (const outcome of [notYet, busy]) {
      const early = answeredAgain(requested, ensureGroup, outcome, 3)
      expect(answer([...requested, ...early], ensureGroup, notYet)).toMatchObject([{ _tag: "StepDelayed" }])
    }
  })

  it("is blocked by a refusal and by a group that can't be used, and by nothing else", () => {
    const blocked = { _tag: "Blocked", step: "EnsureGroup", ...said, at }
    expect(answer(requested, ensureGroup, refused)).toEqual([blocked])
    expect(answer(requested, ensureGroup, { ...refused, _tag: "GroupUnusable" })).toEqual([blocked])
    expect(answer(requested, ensureGroup, busy)).toMatchObject([{ _tag: "StepDelayed", step: "EnsureGroup" }])
  })
})

describe("putting the team on the group", () => {
  const tries = (outcome: WriteOutcome, times = 100) => answeredAgain(grouped, ensureTeam, outcome, times)
  const pauses = (events: ReadonlyArray<TeamEvent>) =>
    events.flatMap((event) => (event._tag === "StepDelayed" ? [(event.until - event.at) / second] : []))

  it("is tried 5 seconds after the group, 10 seconds apart three times, then backing off to 60 seconds", () => {
    const events = tries({ _tag: "NotYet", reason: "Not found yet." }, 7)
    expect(events[0]).toMatchObject({ _tag: "StepBegun", at: after(6 * second) })
    expect(pauses(events)).toEqual([10, 10, 10, 20, 40, 60, 60])
  })

  it("waits longer where the platform asks for it, first and last", () => {
    expect(pauses(tries({ ...busy, afterMillis: 15 * second }, 5))).toEqual([15, 15, 15, 20, 40])
    expect(pauses(tries({ ...busy, afterMillis: 90 * second }, 5))).toEqual([90, 90, 90, 90, 90])
  })

  const notYet: WriteOutcome = { _tag: "NotYet", reason: "Not found yet." }

  it("is blocked if the group isn't ready 20 minutes after it was said so first, not a moment before", () => {
    expect(lastAnswer(grouped, ensureTeam, notYet, 20 * minute - 1)).toMatchObject([{ _tag: "StepDelayed" }])
    expect(lastAnswer(grouped, ensureTeam, notYet, 20 * minute)).toMatchObject([
      {
        _tag: "Blocked",
        step: "EnsureTeam",
        reason: "The platform could not put a team on the group within 20 minutes. Its last answer: Not found yet.",
        remedy: "Retry. If it happens again, check the service health of Microsoft Teams."
      }
    ])
    expect(tries(notYet).at(-1)).toMatchObject({ _tag: "Blocked" })
  })

  it.each([notYet, refused])("isn't blocked by an answer %j after hours in which nobody could ask", (outcome) => {
    // The store was gone before the first try, before a later one, or with what came of it.
    for (const before of [[], tries(outcome, 4), [begun(2, ensureTeam, after(6 * second))]]) {
      expect(answer([...grouped, ...before], ensureTeam, outcome)).toMatchObject([{ _tag: "StepDelayed" }])
    }
    const early = tries(outcome, 4)
    const late = begun(9, ensureTeam, at)
    const again = given(...grouped, ...early, late).answered(ensureTeam, outcome, at)
    const on = answeredAgain([...grouped, ...early, late, ...again], ensureTeam, outcome, 100).at(-1)
    expect(on).toMatchObject({ _tag: "Blocked" })
    expect(((on?.at ?? at) - at) / minute).toBeGreaterThan(17)
    expect(((on?.at ?? at) - at) / minute).toBeLessThan(20)
  })

  it.each([busy, { _tag: "InstallationTrouble", kind: "network", ...said }] as const)(
    "is given 20 minutes after hours in which the platform answered %j",
    (outcome) => {
      const busyFor = tries(outcome, 50)
      const events = answeredAgain([...grouped, ...busyFor], ensureTeam, notYet, 100)
      const first = events.find(({ _tag }) => _tag === "StepDelayed")?.at ?? Infinity
      expect(events.at(-1)).toMatchObject({ _tag: "Blocked" })
      expect(((events.at(-1)?.at ?? 0) - first) / minute).toBeGreaterThanOrEqual(20)
    }
  )

  it.each([busy, { _tag: "Unknown", reason: "No answer." }] as const)(
    "is tried for as long as the platform answers %j, with pauses that end growing",
    (outcome) => {
      const events = tries(outcome)
      expect(events.map(({ _tag }) => _tag)).not.toContain("Blocked")
      expect(pauses(events).at(-1)).toBe(timing.retryAtMost / second)
    }
  )

  it("is given another 20 minutes by a person's retry", () => {
    const stopped = tries(notYet)
    const retried: TeamEvent = { _tag: "Retried", standbyOwners: [], by, at }
    const again = answeredAgain([...grouped, ...stopped, retried], ensureTeam, notYet, 100)
    const last = again.at(-1)
    expect(last).toMatchObject({ _tag: "Blocked" })
    expect(((last?.at ?? at) - at) / minute).toBeGreaterThanOrEqual(20)
  })

  it("is tried again after an early refusal, which counts 20 minutes after the first one", () => {
    expect(lastAnswer(grouped, ensureTeam, refused, 20 * minute - 1)).toMatchObject([
      { _tag: "StepDelayed", reason: said.reason }
    ])
    expect(lastAnswer(grouped, ensureTeam, refused, 20 * minute)).toMatchObject([
      { _tag: "Blocked", step: "EnsureTeam", ...said }
    ])
    expect(pauses(tries(refused, 5))).toEqual([10, 10, 10, 20, 40])
  })

  it("is looked at a day after it succeeded", () => {
    expect(answer(grouped, ensureTeam, { _tag: "TeamEnsured", link: "https://teams.example" })).toEqual([
      { _tag: "TeamEnsured", link: "https://teams.example", checkAt: after(26 * hour), at }
    ])
  })

  it("is lost when the group isn't there on two tries five minutes apart", () => {
    const gone: WriteOutcome = { _tag: "Gone" }
    const first = answer(grouped, ensureTeam, gone)
    const next = after(2 * hour + timing.confirmMissingAfter)
    expect(first).toMatchObject([
      { _tag: "StepDelayed", step: "EnsureTeam", until: next },
      { _tag: "Suspected", suspicion: { reading: "missing", at }, began: at, checkAgainAt: next }
    ])
    const history = [...grouped, ...first]
    const again = (moment: typeof at) =>
      given(...history, begun(10, ensureTeam, moment)).answered(ensureTeam, gone, moment)
    expect(again(next)).toEqual([{ _tag: "Lost", at: next }])
    const tooSoon = after(2 * hour + timing.confirmMissingAfter - 1)
    expect(again(tooSoon)).toMatchObject([{ _tag: "StepDelayed" }, { suspicion: { reading: "missing", at } }])
  })

  it("isn't lost when the group answered between two misses", () => {
    const missed = [...grouped, ...answeredAgain(grouped, ensureTeam, { _tag: "Gone" }, 1)]
    expect(given(...missed).team.checks.suspicion).toMatchObject({ reading: "missing" })
    const answered = [...missed, ...answeredAgain(missed, ensureTeam, busy, 1)]
    expect(given(...answered).team).not.toHaveProperty("suspicion")
  })
})

describe("making a standby owner an owner", () => {
  const step: Write = { _tag: "EnsureOwner" }
  const wants = (desiredState: "open" | "archived"): TeamEvent => ({
    _tag: "DesiredStateChanged",
    desiredState,
    generation: 3,
    at: after(hour)
  })

  it("adds to the owners that were seen", () => {
    const events = answer(open, step, { _tag: "OwnersEnsured", owners: [owner.id, personCalled(3).id] })
    expect(events).toEqual([{ _tag: "OwnersEnsured", owners: [owner.id, personCalled(3).id], at }])
    expect(given(...open, ...events).team.people.ownersSeen).toEqual([owner.id, personCalled(3).id])
  })

  it("blocks when it is refused while an archive or unarchive waits for the owner", () => {
    const blocks = (step_: string) => [
      { _tag: "StepDelayed", step: "EnsureOwner", until: after(2 * hour + 2 * second) },
      { _tag: "Blocked", step: step_, ...said, at }
    ]
    expect(answer([...open, wants("archived")], step, refused)).toMatchObject(blocks("Archive"))
    expect(answer([...archived, wants("open")], step, refused)).toMatchObject(blocks("Unarchive"))
  })

  it("is tried again a day later when nothing waits for it, and soon when it may pass", () => {
    const tomorrow = [{ _tag: "StepDelayed", step: "EnsureOwner", until: after(26 * hour), at }]
    expect(answer(open, step, refused)).toMatchObject(tomorrow)
    expect(answer(archived, step, refused)).toMatchObject(tomorrow)
    expect(answer(open, step, refused)).toHaveLength(1)
    expect(answer(open, step, busy)).toMatchObject([{ step: "EnsureOwner", until: after(2 * hour + 2 * second) }])
  })

  it("waits longer the more often it is refused while an archive waits for it", () => {
    const waits: TeamEvent = { _tag: "StepDelayed", step: "EnsureOwner", tries: 3, until: at, reason: "Forbidden.", at }
    expect(answer([...open, wants("archived"), waits], step, refused)).toMatchObject([
      { _tag: "StepDelayed", step: "EnsureOwner", tries: 4, until: after(2 * hour + 16 * second) },
      { _tag: "Blocked" }
    ])
  })
})

describe("what the platform says of people", () => {
  const [ada, ben, cem] = [personCalled(11), personCalled(12), personCalled(13)]
  const asked = (chunk: number, kind: "add" | "remove", people: ReadonlyArray<typeof ada>): TeamEvent => ({
    _tag: "PeopleRequested",
    chunk,
    kind,
    people,
    refused: [],
    by,
    at: after(hour)
  })
  const add: Write = { _tag: "AddMembers", chunks: [0, 1] }
  const history = [...open, asked(0, "add", [ada, ben]), asked(1, "add", [cem])]
  const notHere = { ...ben, reason: "Not here." }
  const answers = (unanswered: ReadonlyArray<typeof notHere>): WriteOutcome => ({
    _tag: "PeopleAnswered",
    chunks: [
      { chunk: 0, done: [ada.id], refused: [], unanswered },
      { chunk: 1, done: [], refused: [{ ...cem, reason: "A guest." }], unanswered: [] }
    ]
  })
  const settled = { _tag: "PeopleSettled", kind: "add", at }

  it("settles chunk by chunk: a refusal is recorded and holds up nobody", () => {
    const events = answer(history, add, answers([]))
    expect(events).toEqual([
      { ...settled, chunk: 0, done: [ada.id], refused: [], left: 0 },
      { ...settled, chunk: 1, done: [], refused: [{ ...cem, reason: "A guest." }], left: 0 }
    ])
    expect(given(...history, ...events).team.people.openChunks).toEqual([])
  })

  it("says of a removal that it is one", () => {
    const leaving = [...open, asked(0, "remove", [ada])]
    const outcome: WriteOutcome = {
      _tag: "PeopleAnswered",
      chunks: [{ chunk: 0, done: [ada.id], refused: [], unanswered: [] }]
    }
    expect(answer(leaving, { _tag: "RemoveMembers", chunks: [0] }, outcome)).toMatchObject([{ kind: "remove" }])
  })

  it("tries again for those who weren't answered for, after a pause, and only for their chunk", () => {
    const events = answer(history, add, answers([notHere]))
    expect(events).toEqual([
      { ...settled, chunk: 0, done: [ada.id], refused: [], left: 1 },
      { ...settled, chunk: 1, done: [], refused: [{ ...cem, reason: "A guest." }], left: 0 },
      {
        _tag: "StepDelayed",
        step: "AddMembers",
        tries: 1,
        until: after(2 * hour + 2 * second),
        reason: "Not here.",
        at
      }
    ])
    const begins = begun(9, add, at)
    expect(given(...history, begins, ...events).team.people.openChunks).toEqual([
      { chunk: 0, kind: "add", left: 1, tries: 0 }
    ])
  })

  it("goes on for as long as each try settles someone, however many tries that takes", () => {
    const many = Array.from({ length: 12 }, (_, number) => personCalled(20 + number))
    const [first, ...others] = many.map(({ id }) => id)
    const so: Array<TeamEvent> = [...open, asked(0, "add", many)]
    for (const [place, id] of [first!, ...others].entries()) {
      const unanswered = many.slice(place + 1).map((person) => ({ ...person, reason: "Too many calls." }))
      const outcome: WriteOutcome = {
        _tag: "PeopleAnswered",
        chunks: [{ chunk: 0, done: [id], refused: [], unanswered }]
      }
      const events = answeredAgain(so, { _tag: "AddMembers", chunks: [0] }, outcome, 1)
      expect(events).toContainEqual(expect.objectContaining({ _tag: "PeopleSettled", done: [id], refused: [] }))
      so.push(...events)
    }
    expect(given(...so).team.people.openChunks).toEqual([])
  })

  it("counts a refusal as an answer, as much as it counts who is done", () => {
    const step: Write = { _tag: "AddMembers", chunks: [0] }
    const outcome: WriteOutcome = {
      _tag: "PeopleAnswered",
      chunks: [{ chunk: 0, done: [ada.id], refused: [{ ...cem, reason: "A guest." }], unanswered: [notHere] }]
    }
    const requests = [...open, asked(0, "add", [ada, ben, cem])]
    const events = answeredAgain(requests, step, outcome, 5)
    expect(events.flatMap((event) => (event._tag === "PeopleSettled" ? [event.left] : []))).toEqual([1, 1, 1, 1, 1])
    expect(given(...requests, ...events).team.people.openChunks).toEqual([{ chunk: 0, kind: "add", left: 1, tries: 0 }])
  })

  it("goes on after a fifth try that settles as many as it refuses", () => {
    const step: Write = { _tag: "AddMembers", chunks: [0] }
    const chunk = (done: ReadonlyArray<typeof ada.id>, no: ReadonlyArray<typeof notHere>): WriteOutcome => ({
      _tag: "PeopleAnswered",
      chunks: [{ chunk: 0, done, refused: no, unanswered: [notHere] }]
    })
    const requests = [...open, asked(0, "add", [ada, ben, cem])]
    const fruitless = answeredAgain(requests, step, chunk([], []), 4)
    const fifth = chunk([ada.id], [{ ...cem, reason: "A guest." }])
    const events = answeredAgain([...requests, ...fruitless], step, fifth, 1)
    expect(events.flatMap((event) => (event._tag === "PeopleSettled" ? [event.left] : []))).toEqual([1])
  })

  it("takes people who weren't answered for five times as refused, with the last reason", () => {
    const one = [...open, asked(0, "add", [ben]), asked(1, "add", [cem])]
    const step: Write = { _tag: "AddMembers", chunks: [0] }
    const outcome: WriteOutcome = {
      _tag: "PeopleAnswered",
      chunks: [{ chunk: 0, done: [], refused: [], unanswered: [notHere] }]
    }
    const events = answeredAgain(one, step, outcome, 5)
    expect(events.flatMap((event) => (event._tag === "PeopleSettled" ? [event.left] : []))).toEqual([1, 1, 1, 1, 0])
    expect(
      events.flatMap((event) => (event._tag === "StepDelayed" ? [(event.until - event.at) / second] : []))
    ).toEqual([2, 4, 8, 16])
    expect(events.at(-1)).toMatchObject({ _tag: "PeopleSettled", refused: [notHere], left: 0 })
    expect(given(...one, ...events).team.people.openChunks).toEqual([{ chunk: 1, kind: "add", left: 1, tries: 0 }])
  })

  it("counts the tries of each chunk by itself, and takes an answer about a settled one", () => {
    const step: Write = { _tag: "AddMembers", chunks: [1] }
    const of = (chunk: number): WriteOutcome => ({
      _tag: "PeopleAnswered",
      chunks: [{ chunk, done: [], refused: [], unanswered: [{ ...cem, reason: "Busy." }] }]
    })
    const tried = Array.from({ length: 4 }, (): TeamEvent => ({
      _tag: "PeopleSettled",
      chunk: 0,
      kind: "add",
      done: [],
      refused: [],
      left: 2,
      at: after(hour)
    }))
    expect(answer([...history, ...tried], step, of(1))).toMatchObject([{ chunk: 1, left: 1 }, { _tag: "StepDelayed" }])
    expect(answer([...history, ...tried], step, of(0))).toMatchObject([{ chunk: 0, left: 0 }])
    expect(answer(history, step, of(7))).toMatchObject([{ chunk: 7, left: 1 }, { _tag: "StepDelayed" }])
  })

  it("is tried again as a whole when there is no answer", () => {
    expect(answer(history, add, busy)).toMatchObject([{ _tag: "StepDelayed", step: "AddMembers" }])
  })
})

describe("what is done once beside the team", () => {
  it.each(Chore.literals)("%s is done, or refused without holding up anything", (chore) => {
    const step: Write = { _tag: "Do", chore }
    const done: TeamEvent = { _tag: "ChoreDone", chore, at }
    const no: TeamEvent = { _tag: "ChoreRefused", chore, reason: "Forbidden.", at }
    expect(answer(open, step, { _tag: "Done" })).toEqual([done])
    expect(answer(open, step, refused)).toEqual([no])
    expect(answer(open, step, busy)).toMatchObject([{ _tag: "StepDelayed", step: chore }])
    const before = given(...open).team.chores
    const so = (event: TeamEvent) => given(...open, begun(9, step, at), event).team
    expect(so(done).chores).toEqual({ ...before, [chore]: { _tag: "Done" } })
    expect(so(no).chores).toEqual({ ...before, [chore]: { _tag: "Refused", reason: "Forbidden." } })
    expect(so(done).work).not.toHaveProperty("inFlight")
    expect(so(no).work).not.toHaveProperty("inFlight")
  })

  it("an announcement is that of one incident, where it names one", () => {
    const incident = { id: otherIncident.id, number: otherIncident.number }
    const step: Write = { _tag: "Do", chore: "announcement", incident }
    const of = { chore: "announcement", incident, at }
    expect(answer(joined, step, { _tag: "Done" })).toEqual([{ _tag: "ChoreDone", ...of }])
    expect(answer(joined, step, refused)).toEqual([{ _tag: "ChoreRefused", ...of, reason: "Forbidden." }])
    expect(answer(joined, step, busy)).toMatchObject([{ _tag: "StepDelayed", step: "announcement" }])
    const announced = [{ ...teamRequested, chores: ["announcement"] as const }, ...joined.slice(1)]
    const no: TeamEvent = { _tag: "ChoreRefused", chore: "announcement", incident, reason: "Forbidden.", at }
    const { team } = given(...announced, begun(9, step, at), no)
    expect(team.links?.served[0]?.announcement).toEqual({ _tag: "Refused", reason: "Forbidden." })
    expect(team.chores.announcement).toEqual({ _tag: "Pending" })
    expect(team.work).not.toHaveProperty("inFlight")
  })

  it("a renewal is repeated after what may pass", () => {
    expect(answer(open, { _tag: "Renew" }, busy)).toMatchObject([{ _tag: "StepDelayed", step: "Renew" }])
  })

  it("a new name is told; one that was given meanwhile is still to be told", () => {
    const step: Write = { _tag: "Rename" }
    const rename: TeamEvent = { _tag: "RenameRequested", name: "Another", description: "New", by, at: after(hour) }
    const told = { name: "Another", description: "New" }
    expect(answer(open, step, { _tag: "Renamed", ...told })).toEqual([{ _tag: "Renamed", ...told, at }])
    expect(answer(open, step, refused)).toEqual([{ _tag: "RenameRefused", reason: "Forbidden.", at }])
    expect(answer(open, step, busy)).toMatchObject([{ _tag: "StepDelayed", step: "Rename" }])
    const so = (event: TeamEvent) => given(...open, rename, begun(9, step, at), event).team.rename
    expect(so({ _tag: "Renamed", ...told, at })).toEqual({ _tag: "Done" })
    expect(so({ _tag: "Renamed", ...told, name: "Older", at })).toEqual({ _tag: "Pending" })
    expect(so({ _tag: "Renamed", ...told, description: "Older", at })).toEqual({ _tag: "Pending" })
    expect(so({ _tag: "RenameRefused", reason: "Forbidden.", at })).toMatchObject({ _tag: "Refused" })
    // Before the first call the group is simply made under the new name.
    expect(given(...requested, rename).team).toMatchObject({ ...told, rename: { _tag: "NotRequested" } })
  })

  it("a restoration comes to its end whatever the platform says, but for what may pass", () => {
    const step: Write = { _tag: "Restore" }
    const history: ReadonlyArray<TeamEvent> = [...lost, { _tag: "RestoreRequested", by, at: after(hour) }]
    expect(answer(history, step, { _tag: "Restored" })).toEqual([{ _tag: "Restored", at }])
    expect(answer(history, step, refused)).toEqual([{ _tag: "RestoreRefused", reason: "Forbidden.", at }])
    expect(answer(history, step, { _tag: "Gone" })).toMatchObject([{ _tag: "RestoreRefused" }])
    expect(answer(history, step, busy)).toMatchObject([{ _tag: "StepDelayed", step: "Restore" }])
    const no = given(...history, begun(9, step, at), { _tag: "RestoreRefused", reason: "Forbidden.", at }).team
    expect(no).toMatchObject({ phase: "lost", loss: { restore: { _tag: "Refused", reason: "Forbidden." } } })
    expect(no.work).not.toHaveProperty("inFlight")
  })
})

it("nothing but the group, the team, an archive or an unarchive is ever blocked by a refusal", () => {
  const steps: ReadonlyArray<Write> = [
    { _tag: "EnsureOwner" },
    { _tag: "AddMembers", chunks: [0] },
    { _tag: "RemoveMembers", chunks: [0] },
    { _tag: "Do", chore: "app" },
    { _tag: "Do", chore: "page" },
    { _tag: "Rename" },
    { _tag: "Do", chore: "announcement" },
    { _tag: "Restore" }
  ]
  for (const step of steps) {
    for (const history of [linked, open, archived]) {
      expect(answer(history, step, refused).map((event) => event._tag)).not.toContain("Blocked")
    }
  }
})
