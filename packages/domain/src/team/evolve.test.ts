import { describe, expect, it } from "vitest"
import { incidentsOf } from "./served.ts"
import type { StepName } from "./Step.ts"
import type { Team } from "./Team.ts"
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
} from "./testing/given.ts"
import { groupCalled } from "./testing/ImaginedWorld.ts"

const at = after(2 * hour)
const blocked = (step: "Archive" | "EnsureTeam"): TeamEvent => ({
  _tag: "Blocked",
  step,
  reason: "Forbidden.",
  remedy: "Ask.",
  at
})
const refused: TeamEvent = { _tag: "OperationRefused", attempt: 4, reason: "Forbidden.", remedy: "Ask.", at }
const delayed = (step: StepName): TeamEvent => ({
  _tag: "StepDelayed",
  step,
  tries: 1,
  until: after(3 * hour),
  reason: "Busy.",
  at
})
const doubt = (reading: "archived" | "active" | "missing"): TeamEvent => ({
  _tag: "Suspected",
  suspicion: { reading, at },
  began: at,
  checkAgainAt: after(3 * hour),
  at
})
const wants = (desiredState: Team["desiredState"], generation: number): TeamEvent => ({
  _tag: "DesiredStateChanged",
  desiredState,
  generation,
  at
})
const team = (...history: ReadonlyArray<TeamEvent>) => given(...history).team

describe("a team that was just asked for", () => {
  it("knows its incident and its owners, and nothing of the platform", () => {
    expect(team(...requested)).toMatchObject({
      phase: "requested",
      desiredState: "open",
      generation: 1,
      incarnation: 1,
      place: { _tag: "Nothing" },
      people: { ownerMissing: false, ownersSeen: [owner.id] },
      incident: { id: incident.id, closed: false, gone: false },
      reached: [],
      updatedAt: after(0)
    })
  })

  it("is owned by the standby owner who stands in for its owners, from the start or once none of them can", () => {
    const seen = (...history: ReadonlyArray<TeamEvent>) => team(...history).people.ownersSeen
    expect(seen({ ...teamRequested, standIns: [standby.id] })).toEqual([owner.id, standby.id])
    const group = { _tag: "GroupEnsured", platformTeamId, found: false, readyAt: after(0), at: after(0) } as const
    expect(seen(...requested, group)).toEqual([owner.id])
    expect(seen(...requested, { ...group, standIn: standby })).toEqual([standby.id])
  })

  it("of a former version is owned by every standby owner", () => {
    const { standIns: _, ...former } = teamRequested
    expect(team(former).people.ownersSeen).toEqual([owner.id, standby.id])
    const recreated: TeamEvent = { _tag: "TeamRecreated", incarnation: 2, by, at: after(0) }
    expect(team(...lost, recreated).people.ownersSeen).toEqual([owner.id, standby.id])
  })

  it("is on its way with the first call", () => {
    const began = begun(1, { _tag: "EnsureGroup", recover: false }, at)
    expect(team(...requested, began)).toMatchObject({ phase: "provisioning", phaseSince: at, work: { attempts: 1 } })
    expect(team(...grouped)).toMatchObject({
      phase: "provisioning",
      phaseSince: after(0),
      place: { _tag: "Group" }
    })
  })
})

describe("the phase", () => {
  it("follows the operations, and goes on since when it was", () => {
    expect(team(...archiving)).toMatchObject({
      phase: "archiving",
      work: { inFlight: { from: "open", generation: 2 } }
    })
    expect(team(...archived)).toMatchObject({ phase: "archived", phaseSince: after(hour + minute) })
    const unarchive = begun(5, { _tag: "Unarchive" }, at)
    expect(team(...archived, unarchive)).toMatchObject({ phase: "reopening", work: { inFlight: { from: "archived" } } })
    expect(team(...archived, unarchive, delayed("Unarchive")).phase).toBe("archived")
    const reopened = team(...archived, unarchive, { _tag: "Reopened", attempt: 5, at })
    expect(reopened).toMatchObject({ phase: "open", phaseSince: at })
    expect(reopened.work).not.toHaveProperty("inFlight")
    expect(reopened.checks.due).toContain(at)
    expect(team(...open, { _tag: "PhaseRead", archived: false, at }).phaseSince).toBe(after(10 * second))
  })

  it("follows what the team read as, no matter who did it", () => {
    for (const tag of ["PhaseRead", "ChangedInTeams"] as const) {
      expect(team(...open, { _tag: tag, archived: true, at }).phase).toBe("archived")
      expect(team(...archived, { _tag: tag, archived: false, at }).phase).toBe("open")
    }
    expect(team(...open, { _tag: "ChangedInTeams", archived: true, at }).checks.correctedAt).toBe(at)
  })

  it("isn't touched by a delay of anything else", () => {
    const other = team(...accepted, delayed("Verify"))
    expect(other).toMatchObject({ phase: "archiving", work: { inFlight: { attempt: 4 } } })
    const adding = begun(4, { _tag: "AddMembers", chunks: [0] }, at)
    expect(team(...archived, adding, delayed("AddMembers"))).toMatchObject({ phase: "archived" })
    expect(team(...archived, adding, delayed("AddMembers")).work).not.toHaveProperty("inFlight")
    const making = begun(1, { _tag: "EnsureGroup", recover: false }, at)
    expect(team(...requested, making, delayed("EnsureGroup")).phase).toBe("provisioning")
  })
})

describe("where a generation got", () => {
  it("is noted once, when the team is where it is wanted", () => {
    expect(team(...linked).reached).toEqual([])
    expect(team(...open).reached).toEqual([1])
    expect(team(...archiving).reached).toEqual([1])
    expect(team(...archived).reached).toEqual([1, 2])
    expect(team(...archived, { _tag: "PhaseRead", archived: true, at }).reached).toEqual([1, 2])
    // DesiredState otherwise, it isn't there; wanted as it is, it is there at once.
    expect(team(...open, wants("archived", 2)).reached).toEqual([1])
    expect(team(...open, wants("archived", 2), wants("open", 3)).reached).toEqual([1, 3])
    expect(team(...archived, wants("open", 3)).reached).toEqual([1, 2])
    expect(team(...open, { _tag: "PhaseRead", archived: true, at }).reached).toEqual([1])
  })

  it("is remembered of the latest ten", () => {
    const changes = Array.from({ length: 12 }, (_, index) => wants("open", index + 2))
    expect(team(...open, ...changes).reached).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  })
})

describe("what was said of trouble", () => {
  it("is forgotten when something else is wanted", () => {
    const history = [
      ...archiving,
      refused,
      doubt("active"),
      { _tag: "ChangedInTeams", archived: true, at } as TeamEvent,
      blocked("Archive"),
      delayed("Archive"),
      delayed("Unarchive"),
      delayed("Verify")
    ]
    const before = team(...history)
    expect(before.work).toHaveProperty("blocked")
    expect(before.work).toHaveProperty("refusal")
    expect(before.checks).toHaveProperty("correctedAt")
    const now = team(...history, wants("open", 3))
    for (const key of ["blocked", "refusal"]) expect(now.work).not.toHaveProperty(key)
    expect(now.checks).not.toHaveProperty("correctedAt")
    expect(now.work.waits.map(({ step }) => step)).toEqual(["Verify"])
    const retried = team(...history, { _tag: "Retried", standbyOwners: [], by, at })
    for (const key of ["blocked", "refusal"]) expect(retried.work).not.toHaveProperty(key)
    expect(retried.checks).not.toHaveProperty("correctedAt")
  })

  it("is over once an operation came to its end, or the team read as it does", () => {
    const history = [...accepted, doubt("active"), refused, blocked("Archive")]
    const ends: ReadonlyArray<TeamEvent> = [
      { _tag: "Archived", attempt: 4, at },
      { _tag: "Reopened", attempt: 4, at }
    ]
    for (const end of ends) {
      const { work, checks } = team(...history, end)
      for (const key of ["blocked", "refusal"]) expect(work).not.toHaveProperty(key)
      expect(checks).not.toHaveProperty("suspicion")
    }
    const read = team(...history, { _tag: "PhaseRead", archived: true, at })
    expect(read.work).not.toHaveProperty("refusal")
    expect(read.checks).not.toHaveProperty("suspicion")
    expect(team(...history, { _tag: "ChangedInTeams", archived: true, at }).checks).not.toHaveProperty("suspicion")
    for (const key of ["blocked", "refusal"])
      expect(team(...history, { _tag: "Unblocked", at }).work).not.toHaveProperty(key)
    expect(team(...linked.slice(0, -1), doubt("missing"), linked.at(-1) as TeamEvent).checks).not.toHaveProperty(
      "suspicion"
    )
  })

  it("stands beside an operation that still runs, but ends any other call", () => {
    expect(team(...accepted, blocked("Archive"))).toMatchObject({
      work: { inFlight: { attempt: 4 }, blocked: { since: at } }
    })
    const asking = [...grouped, begun(2, { _tag: "EnsureTeam" }, at)]
    expect(team(...asking, blocked("EnsureTeam")).work).not.toHaveProperty("inFlight")
    expect(team(...asking, blocked("Archive")).work).toHaveProperty("inFlight")
    expect(team(...linked, begun(3, { _tag: "Do", chore: "page" }, at), blocked("EnsureTeam")).work).toHaveProperty(
      "inFlight"
    )
  })

  it("keeps a doubt when a step fails, unless the group that was missed has answered", () => {
    for (const step of ["Verify", "page", "Archive"] as const) {
      expect(team(...open, doubt("missing"), delayed(step)).checks).toHaveProperty("suspicion")
    }
    expect(team(...grouped, doubt("missing"), delayed("EnsureTeam")).checks).not.toHaveProperty("suspicion")
  })

  it("is no more waited for once an event settles it, and everything else is", () => {
    const all = ["page", "announcement", "EnsureOwner", "Observe"] as const
    const left = (event: TeamEvent) => team(...open, ...all.map(delayed), event).work.waits.map(({ step }) => step)
    const without = (...gone: ReadonlyArray<StepName>) => all.filter((step) => !gone.includes(step))
    expect(left({ _tag: "GraceEnded", incident: incident.id, at })).toEqual(without("Observe"))
    expect(left({ _tag: "IncidentGone", at })).toEqual(without("Observe", "announcement"))
    expect(left(wants("archived", 2))).toEqual(without("EnsureOwner"))
    const archiveLater = [...open, wants("archived", 2), delayed("Archive")]
    const reopenLater = [...archived, wants("open", 3), delayed("Unarchive")]
    for (const [history, event] of [
      [archiveLater, wants("open", 3)],
      [reopenLater, wants("archived", 4)]
    ] as const) {
      expect(team(...history).work.waits).toHaveLength(1)
      expect(team(...history, event).work.waits).toEqual([])
    }
  })

  it("counts how often an operation took too long, whatever else is waited for", () => {
    const overdue = { reason: "It takes long.", remedy: "Wait." }
    const seen: TeamEvent = { _tag: "OperationSeen", attempt: 4, readAsAsked: false, overdue, nextAt: at, at }
    const waits = team(...accepted, { ...delayed("page"), tries: 4 } as TeamEvent, seen, seen).work.waits
    expect(waits.map(({ step, tries }) => [step, tries])).toEqual([
      ["page", 4],
      ["AwaitOperation", 2]
    ])
  })

  it("has an owner made at once that nothing waited for, when the team turns out to be in another phase", () => {
    for (const tag of ["PhaseRead", "ChangedInTeams"] as const) {
      const seen = team(...open, delayed("EnsureOwner"), delayed("Observe"), { _tag: tag, archived: true, at })
      expect(seen.work.waits.map(({ step }) => step)).toEqual(["Observe"])
    }
  })

  it("tries a chore or a new name without a pause once an archived team is open again, and not before", () => {
    const waiting = [delayed("page"), delayed("Rename"), delayed("app"), delayed("Observe")]
    const steps = (...history: ReadonlyArray<TeamEvent>) => team(...history).work.waits.map(({ step }) => step)
    const kept = ["page", "Rename", "app", "Observe"]
    expect(steps(...archiving, ...waiting)).toEqual(kept)
    expect(steps(...archiving, ...waiting, { _tag: "PhaseRead", archived: false, at })).toEqual(kept)
    expect(steps(...archiving, ...waiting, { _tag: "Archived", attempt: 4, at })).toEqual(["Observe"])
  })

  it("counts each step's waiting by itself, since the first of its failures", () => {
    const again: TeamEvent = { ...delayed("Verify"), tries: 2, at: after(3 * hour) } as TeamEvent
    expect(team(...open, delayed("Observe"), delayed("Verify"), again).work.waits).toMatchObject([
      { step: "Observe", tries: 1, since: at },
      { step: "Verify", tries: 2, since: at }
    ])
    const later: TeamEvent = { ...delayed("Verify"), at: after(3 * hour) }
    expect(team(...open, delayed("Observe"), later).work.waits).toMatchObject([
      { since: at },
      { since: after(3 * hour) }
    ])
    expect(team(...open, delayed("Verify"), doubt("archived")).work.waits).toEqual([])
    for (const seen of [
      { _tag: "IncidentObserved", incident, at },
      { _tag: "IncidentMissed", checkAt: at, at },
      { _tag: "IncidentGone", at }
    ] as const) {
      expect(team(...open, delayed("Observe"), delayed("Verify"), seen).work.waits.map(({ step }) => step)).toEqual([
        "Verify"
      ])
    }
    const closed = team(...accepted, delayed("AwaitOperation"), { _tag: "Archived", attempt: 4, at })
    expect(closed.work.waits).toEqual([])
  })
})

describe("a lost team", () => {
  it("has nothing to go on with", () => {
    const orphan: TeamEvent = {
      _tag: "LateResult",
      attempt: 2,
      direction: "archive",
      explainsUntil: after(day),
      pollAt: at,
      at
    }
    const now = team(...accepted, orphan, refused, blocked("Archive"), delayed("Verify"), doubt("missing"), {
      _tag: "Lost",
      at
    })
    expect(now).toMatchObject({
      phase: "lost",
      loss: { since: at, restore: { _tag: "NotRequested" } },
      work: { orphans: [], waits: [] }
    })
    for (const key of ["inFlight", "blocked", "refusal"]) expect(now.work).not.toHaveProperty(key)
    expect(now.checks).not.toHaveProperty("suspicion")
    const doubted = team(...lost, doubt("active"), {
      _tag: "StillLost",
      began: at,
      namesake: platformTeamId,
      nextAt: after(day),
      at
    })
    expect(doubted.checks).not.toHaveProperty("suspicion")
    expect(team(...lost, doubt("active"), { _tag: "Restored", at }).checks).not.toHaveProperty("suspicion")
    const namesake: TeamEvent = { _tag: "StillLost", began: at, namesake: platformTeamId, at }
    expect(team(...lost, namesake, { _tag: "Found", at })).not.toHaveProperty("loss")
    expect(team(...lost, namesake, { _tag: "TeamRecreated", incarnation: 2, by, at })).not.toHaveProperty("loss")
  })
})

it("a team that isn't lost has no loss, and one whose date was never read has none", () => {
  const restored: ReadonlyArray<TeamEvent> = [
    { _tag: "RestoreRequested", by, at },
    { _tag: "StillLost", began: at, at }
  ]
  for (const event of restored) expect(team(...open, event)).not.toHaveProperty("loss")
  const renewed: ReadonlyArray<TeamEvent> = [
    { _tag: "GroupRenewed", at },
    { _tag: "RenewalRefused", reason: "Forbidden.", remedy: "Ask.", at }
  ]
  for (const event of renewed) expect(team(...linked, event)).not.toHaveProperty("expiration")
})

describe("looks", () => {
  it("are due once each, the earliest first", () => {
    const look = (millis: number): TeamEvent => ({ _tag: "CheckDue", at: after(millis) })
    const due = team(...open, look(2 * hour), look(hour), look(2 * hour)).checks.due
    expect(due.slice(0, 2)).toEqual([after(hour), after(2 * hour)])
    expect(due).toEqual([...new Set(due)].toSorted((a, b) => a - b))
  })

  it("a day after the last one take the place of later ones", () => {
    const verified: TeamEvent = { _tag: "Verified", began: at, owners: [owner.id], members: 2, nextAt: after(day), at }
    expect(team(...open, verified).checks.due).toEqual([after(day)])
    expect(team(...open, { ...verified, nextAt: after(3 * hour) }).checks.due).toEqual([after(3 * hour)])
  })
})

it("the grace of one incident ends by itself, and what was kept open stays so", () => {
  const ended: TeamEvent = { _tag: "GraceEnded", incident: incident.id, at }
  const closing = (one: typeof incident): TeamEvent => ({
    _tag: "IncidentObserved",
    incident: { ...one, status: "Closed", etag: '"closed"', lastModified: at },
    graceUntil: after(3 * hour),
    at
  })
  const graces = (...history: ReadonlyArray<TeamEvent>) =>
    incidentsOf(team(...history)).map(({ graceUntil }) => graceUntil !== undefined)
  expect(graces(...joined, closing(incident), closing(otherIncident))).toEqual([true, true])
  expect(graces(...joined, closing(incident), closing(otherIncident), ended)).toEqual([false, true])
  expect(team(...open, { _tag: "KeptOpen", by, at }, ended)).toHaveProperty("keptOpen")
})

it("an attempt that isn't in flight can't be given up", () => {
  const givenUp = (attempt: number): TeamEvent => ({
    _tag: "AttemptGivenUp",
    attempt,
    explainsUntil: after(day),
    checkAt: [at],
    pollAt: at,
    at
  })
  for (const history of [open, accepted, [...linked, begun(3, { _tag: "Do", chore: "page" }, at)]]) {
    const before = { ...team(...history), updatedAt: at }
    expect(team(...history, givenUp(3))).toEqual(before)
  }
  expect(team(...accepted, givenUp(4)).work.orphans).toHaveLength(1)
})

it("of the groups only the one that is named changes", () => {
  const [one, two] = [groupCalled(1), groupCalled(2)]
  const asked = [one, two].map((group): TeamEvent => ({ _tag: "GroupRequested", group, by, at }))
  const now = team(...open, ...asked, { _tag: "GroupExpanded", group: two.id, people: 1, at })
  expect(now.people.groups.map(({ expansion }) => expansion._tag)).toEqual(["Pending", "Done"])
})
