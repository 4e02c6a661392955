import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { step } from "../testing/ArbitraryTeam.ts"
import { agenda } from "./agenda.ts"
import { withWork } from "./change.ts"
import { Chore, isWrite, type Step, stepName } from "./Step.ts"
import { expectedArchived, isInDoubt, type Team } from "./Team.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import {
  accepted,
  after,
  archived,
  archiving,
  begun,
  by,
  day,
  given,
  grouped,
  hour,
  incident,
  joined,
  joining,
  linked,
  lost,
  marked,
  mergedAway,
  minute,
  open,
  otherIncident,
  owner,
  requested,
  second,
  teamRequested
} from "./testing/given.ts"
import { groupCalled, personCalled } from "./testing/ImaginedWorld.ts"
import { timing } from "./Timing.ts"

const at = after(2 * hour)
const steps = (...history: ReadonlyArray<TeamEvent>) => agenda(given(...history).team).map((due) => due.step)
const wants = (desiredState: Team["desiredState"]): TeamEvent => ({
  _tag: "DesiredStateChanged",
  desiredState,
  generation: 3,
  at: after(hour)
})
const blocked: TeamEvent = { _tag: "Blocked", step: "Archive", reason: "Forbidden.", remedy: "Ask.", at: after(hour) }
const asked = (chunk: number, kind: "add" | "remove", size: number): TeamEvent => ({
  _tag: "PeopleRequested",
  chunk,
  kind,
  people: Array.from({ length: size }, (_, index) => personCalled(1_000 + index)),
  refused: [],
  by,
  at: after(hour)
})
const group = groupCalled(1)
const groupAsked: TeamEvent = { _tag: "GroupRequested", group, by, at: after(hour) }
const expand: Step = { _tag: "ExpandGroup", group: group.id }

describe("people", () => {
  const chunksOf = (...history: ReadonlyArray<TeamEvent>) =>
    steps(...open, ...history).flatMap((one) =>
      one._tag === "AddMembers" || one._tag === "RemoveMembers" ? [[one._tag, ...one.chunks]] : []
    )

  it("are added 200 at a time, and removed 20 at a time", () => {
    expect(chunksOf(asked(0, "add", 150), asked(1, "add", 49), asked(2, "add", 1))).toEqual([["AddMembers", 0, 1, 2]])
    expect(chunksOf(asked(0, "add", 150), asked(1, "add", 50), asked(2, "add", 1))).toEqual([["AddMembers", 0, 1]])
    expect(chunksOf(asked(0, "add", 150), asked(1, "add", 51))).toEqual([["AddMembers", 0]])
    expect(chunksOf(asked(0, "remove", 15), asked(1, "remove", 5))).toEqual([["RemoveMembers", 0, 1]])
    expect(chunksOf(asked(0, "remove", 15), asked(1, "remove", 6))).toEqual([["RemoveMembers", 0]])
  })

  it("come in the order in which they were asked for, so that the last word holds", () => {
    expect(chunksOf(asked(0, "add", 1), asked(1, "remove", 1), asked(2, "add", 1))).toEqual([["AddMembers", 0]])
    expect(chunksOf(asked(0, "remove", 1), asked(1, "add", 1))).toEqual([["RemoveMembers", 0]])
    expect(chunksOf()).toEqual([])
  })
})

describe("what is in flight", () => {
  it("is called again by the next worker; a group is looked for first", () => {
    const began = after(hour)
    expect(given(...requested, begun(1, { _tag: "EnsureGroup", recover: false }, began)).next(began)).toEqual({
      _tag: "EnsureGroup",
      recover: true
    })
    const pin: Step = { _tag: "Do", chore: "page" }
    expect(steps(...linked, begun(3, pin, began))).toEqual([pin])
    expect(given(...linked, begun(3, pin, began)).dueOf("page")).toBe(began)
  })

  it("is waited for alone, but for looks at the incident", () => {
    const missed: TeamEvent = { _tag: "IncidentMissed", checkAt: at, at: after(hour) }
    expect(steps(...accepted, asked(0, "add", 1), { _tag: "CheckDue", at }, missed).map(({ _tag }) => _tag)).toEqual([
      "AwaitOperation",
      "Observe"
    ])
    expect(given(...accepted).due()).toBe(after(hour + timing.pollEvery))
    expect(given(...archiving).due()).toBe(after(hour + timing.callDeadline))
  })

  it("waits as long as the platform asked for", () => {
    const delayed = (until: number): TeamEvent => ({
      _tag: "StepDelayed",
      step: "AwaitOperation",
      tries: 1,
      until: after(until),
      reason: "Busy.",
      at: after(hour)
    })
    expect(given(...accepted, delayed(2 * hour)).due()).toBe(at)
    expect(given(...accepted, delayed(hour)).due()).toBe(after(hour + timing.pollEvery))
  })
})

describe("a look", () => {
  const delayed = (name: "Verify" | "AwaitOperation"): TeamEvent => ({
    _tag: "StepDelayed",
    step: name,
    tries: 1,
    until: at,
    reason: "Busy.",
    at: after(hour)
  })
  const late: TeamEvent = {
    _tag: "LateResult",
    attempt: 2,
    direction: "archive",
    operation: "operation-0",
    explainsUntil: after(day),
    pollAt: after(hour),
    at: after(hour)
  }

  it("at the team, or at an operation that somebody left behind, waits when it failed", () => {
    const looked: TeamEvent = { _tag: "CheckDue", at: after(hour) }
    expect(given(...open, looked).dueOf("Verify")).toBe(after(hour))
    expect(given(...open, looked, delayed("Verify")).dueOf("Verify")).toBe(at)
    expect(given(...open, late).dueOf("AwaitOperation")).toBe(after(hour))
    expect(given(...open, late, delayed("AwaitOperation")).dueOf("AwaitOperation")).toBe(at)
  })

  it("at an operation that was left behind leaves the team's own word alone", () => {
    expect(steps(...open, late)).toContainEqual({
      _tag: "AwaitOperation",
      attempt: 2,
      operation: "operation-0",
      read: false
    })
  })

  it("at the incident is due also where the team can't be restored any more, and isn't looked at", () => {
    const still: TeamEvent = { _tag: "StillLost", began: at, at }
    const missed: TeamEvent = { _tag: "IncidentMissed", checkAt: after(3 * hour), at }
    expect(given(...lost, still).due()).toBeUndefined()
    expect(given(...lost, still, missed).due()).toBe(after(3 * hour))
    expect(steps(...lost, still, missed)).toEqual([{ _tag: "Observe" }])
  })
})

describe("an archive", () => {
  it("is begun when it is wanted of an open team, an unarchive of an archived one", () => {
    expect(steps(...open, wants("archived"))).toContainEqual({ _tag: "Archive" })
    expect(steps(...archived, wants("open"))).toContainEqual({ _tag: "Unarchive" })
    for (const history of [open, archived, [...linked, wants("archived")]]) {
      const names = steps(...history).map(({ _tag }) => _tag)
      expect(names).not.toContain("Archive")
      expect(names).not.toContain("Unarchive")
    }
  })

  it("waits for a doubt, for an operation that still runs, and for a person while it is blocked", () => {
    const doubt: TeamEvent = {
      _tag: "Suspected",
      suspicion: { reading: "archived", at },
      began: at,
      checkAgainAt: after(3 * hour),
      at
    }
    const late: TeamEvent = {
      _tag: "LateResult",
      attempt: 2,
      direction: "unarchive",
      explainsUntil: after(day),
      pollAt: at,
      at
    }
    const names = (...history: ReadonlyArray<TeamEvent>) =>
      steps(...open, wants("archived"), ...history).map((one) => one._tag)
    expect(names(doubt)).not.toContain("Archive")
    expect(names({ ...late, operation: "operation-0" })).not.toContain("Archive")
    expect(names(late)).toContain("Archive")
    expect(names(late)).not.toContain("AwaitOperation")
    expect(names(blocked)).toEqual(["Verify"])
    expect(steps(...archiving, { _tag: "OperationFailed", attempt: 4, reason: "Failed.", at })).toEqual([
      { _tag: "Verify" }
    ])
  })

  it("gets an owner first, as soon as the archive itself might be tried again", () => {
    const missed: ReadonlyArray<TeamEvent> = [
      ...archiving,
      { _tag: "OwnerMissed", attempt: 4, at: after(hour) },
      { _tag: "StepDelayed", step: "Archive", tries: 1, until: at, reason: "No owner.", at: after(hour) }
    ]
    expect(given(...missed).dueOf("EnsureOwner")).toBe(at)
    expect(given(...missed).dueOf("Archive")).toBeUndefined()
    expect(given(...missed, { _tag: "OwnersEnsured", owners: [owner.id], at }).dueOf("Archive")).toBe(at)
  })

  it("isn't what an owner is needed for: one is made anyway, if somebody stands by", () => {
    const ownerless: TeamEvent = { _tag: "Verified", began: at, owners: [], members: 3, nextAt: after(9 * day), at }
    expect(steps(...open, ownerless)).toContainEqual({ _tag: "EnsureOwner" })
    const nobody: TeamEvent = { _tag: "Retried", standbyOwners: [], by, at }
    expect(steps(...open, nobody, ownerless)).not.toContainEqual({ _tag: "EnsureOwner" })
    expect(steps(...open)).not.toContainEqual({ _tag: "EnsureOwner" })
  })
})

describe("provisioning", () => {
  it("makes the group, looking for it first when somebody may have made it", () => {
    expect(steps(...requested)).toEqual([{ _tag: "EnsureGroup", recover: false }])
    const failed: TeamEvent = { _tag: "StepDelayed", step: "EnsureGroup", tries: 1, until: at, reason: "Busy.", at }
    const tried = [...requested, begun(1, { _tag: "EnsureGroup", recover: false }, after(0)), failed]
    expect(steps(...tried)).toEqual([{ _tag: "EnsureGroup", recover: true }])
    expect(given(...tried).due()).toBe(at)
  })

  it("reads groups while the platform gets the group ready, then adds people, then pins the page", () => {
    expect(steps(...grouped, groupAsked, asked(0, "add", 1))).toEqual([{ _tag: "EnsureTeam" }, expand])
    expect(given(...grouped).due()).toBe(after(6 * second))
    expect(steps(...linked, groupAsked, asked(0, "add", 1)).map(stepName)).toEqual([
      "Verify",
      "ExpandGroup",
      "AddMembers",
      "page"
    ])
  })

  it("installs the app before it pins the page, where there is one", () => {
    const withApp = [{ ...teamRequested, chores: ["app", "page"] as const }, ...linked.slice(1)]
    expect(steps(...withApp)).toEqual([{ _tag: "Verify" }, { _tag: "Do", chore: "app" }])
    expect(steps(...withApp, { _tag: "ChoreDone", chore: "app", at })).toEqual([
      { _tag: "Verify" },
      { _tag: "Do", chore: "page" }
    ])
    expect(steps(...withApp, { _tag: "ChoreRefused", chore: "app", reason: "Forbidden.", at })).toContainEqual({
      _tag: "Do",
      chore: "page"
    })
  })

  it("does again for a recreated team what had been done for the lost one", () => {
    const recreated: TeamEvent = { _tag: "TeamRecreated", incarnation: 2, by, at }
    const did: ReadonlyArray<TeamEvent> = [
      { _tag: "ChoreDone", chore: "app", at },
      { _tag: "ChoreDone", chore: "announcement", at },
      recreated
    ]
    const { team } = given({ ...teamRequested, chores: Chore.literals }, ...linked.slice(1), ...did)
    expect([team.chores.app, team.chores.announcement, team.chores.page]).toEqual(
      Array.from({ length: 3 }, () => ({ _tag: "Pending" }))
    )
    const { team: plain } = given(...linked, recreated)
    expect([plain.chores.app, plain.chores.announcement]).toEqual(
      Array.from({ length: 2 }, () => ({ _tag: "NotRequested" }))
    )
  })
})

describe("the rest", () => {
  it("announces the team once, unless the incident is gone", () => {
    const announced = [{ ...teamRequested, chores: ["page", "announcement"] as const }, ...open.slice(1)]
    expect(steps(...announced)).toContainEqual({ _tag: "Do", chore: "announcement" })
    expect(steps(...announced, { _tag: "ChoreDone", chore: "announcement", at })).not.toContainEqual({
      _tag: "Do",
      chore: "announcement"
    })
    expect(steps(...announced, { _tag: "IncidentGone", at })).not.toContainEqual({ _tag: "Do", chore: "announcement" })
    expect(steps(...open)).not.toContainEqual({ _tag: "Do", chore: "announcement" })
  })

  it("renames an open team, but not an archived one", () => {
    const rename: TeamEvent = { _tag: "RenameRequested", name: "Another", description: "", by, at }
    expect(steps(...open, rename)).toContainEqual({ _tag: "Rename" })
    expect(steps(...archived, rename)).not.toContainEqual({ _tag: "Rename" })
    expect(steps(...open)).not.toContainEqual({ _tag: "Rename" })
  })

  it("restores a lost team when somebody asked for it, and does nothing else for it but look", () => {
    const restore: TeamEvent = { _tag: "RestoreRequested", by, at }
    expect(steps(...lost, asked(0, "add", 1), groupAsked)).toEqual([{ _tag: "Verify" }])
    expect(steps(...lost, restore)).toEqual([{ _tag: "Restore" }, { _tag: "Verify" }])
    expect(given(...lost, restore).dueOf("Restore")).toBe(at)
  })

  it("looks at nothing that never answered", () => {
    const looked: TeamEvent = { _tag: "CheckDue", at }
    expect(steps(...grouped, looked)).not.toContainEqual({ _tag: "Verify" })
    expect(given(...open, looked).dueOf("Verify")).toBe(at)
    expect(given(...open).dueOf("Verify")).toBe(after(day))
  })

  it("does nothing before there is a team, and what is due first when there is one", () => {
    expect(agenda({ _tag: "NoTeam" })).toEqual([])
    expect(given(...open, groupAsked).due()).toBe(after(hour))
    expect(given(...open, groupAsked).next(after(hour - 1))).toBeUndefined()
    expect(given(...open, groupAsked).next(after(hour))).toEqual(expand)
    expect(given(...open, { _tag: "CheckDue", at: after(minute) }).due()).toBe(after(minute))
  })
})

describe("several incidents", () => {
  const stepsBeside = (...history: ReadonlyArray<TeamEvent>) =>
    steps(...history).filter(({ _tag }) => _tag !== "Verify" && _tag !== "ReadExpiration")
  const observed = (one: typeof incident, more: object = {}): TeamEvent => ({
    _tag: "IncidentObserved",
    incident: { ...one, status: "Closed", etag: '"closed"', lastModified: at },
    at,
    ...more
  })
  const unmarked: TeamEvent = { _tag: "MergeDismissed", incident: incident.id, by, at }
  const taken = mergedAway.slice(open.length)

  it("are linked and unlinked by their records, a link at a time", () => {
    const unlinking: TeamEvent = { _tag: "UnlinkRequested", link: 1, by, at }
    expect(stepsBeside(...joining)).toEqual([{ _tag: "Link", link: 1 }])
    expect(given(...joining).dueOf("Link")).toBe(after(hour))
    expect(stepsBeside(...joined)).toEqual([{ _tag: "Observe", incident: otherIncident.id }])
    expect(stepsBeside(...joined, observed(otherIncident), unlinking)).toEqual([{ _tag: "Unlink", link: 1 }])
  })

  it("are read again when that is due or a grace ends, the earlier first, each by its id, and the lead without", () => {
    const grace = { checkAt: after(3 * hour), graceUntil: after(4 * hour) }
    const so = given(...joined, observed(otherIncident), observed(incident, grace))
    expect(so.dueOf("Observe")).toBe(after(3 * hour))
    expect(given(...joined, observed(otherIncident), observed(incident, { graceUntil: at })).dueOf("Observe")).toBe(at)
    expect(
      given(...joined, observed(otherIncident), observed(incident, { ...grace, graceUntil: at })).dueOf("Observe")
    ).toBe(at)
    expect(stepsBeside(...joined, observed(otherIncident), observed(incident, grace))).toEqual([{ _tag: "Observe" }])
    expect(stepsBeside(...joined, observed(incident))).toEqual([{ _tag: "Observe", incident: otherIncident.id }])
  })

  it("are searched for what continues those that are marked as merged, once the team serves them for certain", () => {
    expect(stepsBeside(...marked)).toEqual([{ _tag: "FollowMerge", incident: incident.id }])
    expect(given(...marked).dueOf("FollowMerge")).toBe(after(hour))
    expect(stepsBeside(...marked, unmarked)).toEqual([])
    const merged = { incident: { ...otherIncident, status: "Closed", merged: {}, etag: '"m"', lastModified: at } }
    expect(stepsBeside(...joining, observed(otherIncident, merged))).toEqual([{ _tag: "Link", link: 1 }])
    expect(stepsBeside(...joined, observed(otherIncident, merged))).toEqual([
      { _tag: "FollowMerge", incident: otherIncident.id }
    ])
  })

  it("are left to the team that takes them over, which is asked once whether it has them", () => {
    expect(stepsBeside(...marked, ...taken)).toEqual([{ _tag: "ConfirmMerge" }])
    expect(given(...mergedAway).dueOf("ConfirmMerge")).toBe(after(hour + timing.mergeGrace))
    expect(stepsBeside(...joined, ...taken)).toEqual([{ _tag: "ConfirmMerge" }])
    expect(stepsBeside(...mergedAway, { _tag: "MergeConfirmed", at })).toEqual([])
  })

  it("each have the team announced on them, by a link that stands and while they exist", () => {
    const chores: ReadonlyArray<TeamEvent> = [
      { ...teamRequested, chores: ["page", "announcement"] },
      ...open.slice(1),
      { _tag: "ChoreDone", chore: "announcement", at: after(minute) }
    ]
    const linking = [...chores, ...joining.slice(open.length)]
    const standing = [...chores, ...joined.slice(open.length), observed(otherIncident)]
    const announce: Step = {
      _tag: "Do",
      chore: "announcement",
      incident: { id: otherIncident.id, number: otherIncident.number }
    }
    expect(stepsBeside(...standing)).toEqual([announce])
    expect(stepsBeside(...linking)).toEqual([{ _tag: "Link", link: 1 }])
    expect(stepsBeside(...standing, { _tag: "IncidentGone", incident: otherIncident.id, at })).toEqual([])
    expect(stepsBeside(...standing, ...taken)).toEqual([{ _tag: "ConfirmMerge" }])
    const done: TeamEvent = {
      _tag: "ChoreDone",
      chore: "announcement",
      incident: { id: otherIncident.id, number: otherIncident.number },
      at
    }
    expect(stepsBeside(...standing, done)).toEqual([])
    // The one that the team was created for is gone, and another one leads.
    const unannounced = [...chores.slice(0, -1), ...joined.slice(open.length), observed(otherIncident)]
    expect(stepsBeside(...unannounced)).toEqual([{ _tag: "Do", chore: "announcement" }, announce])
    const led: TeamEvent = { _tag: "LeadChanged", incident: otherIncident.id, by, at }
    expect(stepsBeside(...unannounced, { _tag: "IncidentGone", at }, led)).toEqual([announce])
  })
})

describe("a grace", () => {
  it("begins no operation, of an open team nor of an archived one", () => {
    const until: TeamEvent = {
      _tag: "IncidentObserved",
      incident: { ...incident, status: "Closed" },
      graceUntil: after(3 * hour),
      at
    }
    const reopened: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "open", generation: 3, at }
    expect(steps(...archived, reopened)).toContainEqual({ _tag: "Unarchive" })
    expect(steps(...archived, until, reopened)).not.toContainEqual({ _tag: "Unarchive" })
  })
})

describe("the date on which a team expires", () => {
  const verified = (moment: number, expiration?: { readonly readAgainAt: typeof at }): TeamEvent => ({
    _tag: "Verified",
    began: after(moment),
    owners: [owner.id],
    members: 1,
    nextAt: after(9 * day),
    ...(expiration === undefined ? {} : { expiration }),
    at: after(moment)
  })
  const read: Step = { _tag: "ReadExpiration" }

  it("is read alone once a check didn't read it although it was due, and not before any check", () => {
    expect(steps(...linked)).not.toContainEqual(read)
    expect(steps(...linked, verified(hour))).toContainEqual(read)
    expect(given(...linked, verified(hour)).dueOf("ReadExpiration")).toBe(after(hour))
    const known = verified(hour, { readAgainAt: at })
    expect(steps(...linked, known, verified(2 * hour - 1))).not.toContainEqual(read)
    expect(given(...linked, known, verified(2 * hour)).dueOf("ReadExpiration")).toBe(at)
  })
})

it("an attempt is recorded exactly for what changes something on the platform", () => {
  const reads = new Set([
    "ExpandGroup",
    "AwaitOperation",
    "GiveUp",
    "Verify",
    "ReadExpiration",
    "Observe",
    "Link",
    "Unlink",
    "FollowMerge",
    "ConfirmMerge"
  ])
  fc.assert(
    fc.property(step, (one) => {
      expect(isWrite(one)).toBe(!reads.has(one._tag))
    })
  )
})

it("what the phase says about the platform is known only where nothing is on its way", () => {
  const known = (phase: Team["phase"]) => expectedArchived({ ...given(...open).team, phase })
  expect(known("archived")).toBe(true)
  expect([known("open"), known("provisioning")]).toEqual([false, false])
  for (const phase of ["requested", "archiving", "reopening", "lost"] as const) expect(known(phase)).toBeUndefined()
  const { team } = given(...archiving)
  const rest = withWork(team, { inFlight: undefined })
  expect(isInDoubt(team)).toBe(false)
  expect(isInDoubt(rest)).toBe(true)
  expect(isInDoubt({ ...rest, phase: "reopening" })).toBe(true)
  expect(isInDoubt({ ...rest, phase: "open" })).toBe(false)
})
