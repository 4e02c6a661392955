import { describe, expect, it } from "vitest"
import type { StepName } from "../Step.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  accepted,
  after,
  archiving,
  begun,
  by,
  day,
  given,
  grouped,
  hour,
  linked,
  lost,
  minute,
  open,
  owner,
  requested,
  second,
  standby
} from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"
import { timing } from "../Timing.ts"

const at = after(2 * hour)
const retry = { _tag: "RetryTeam", standbyOwners: [standby, standby], by, at } as const
const retried: TeamEvent = { _tag: "Retried", standbyOwners: [standby], by, at }
const blocked = (step: StepName): TeamEvent => ({
  _tag: "Blocked",
  step,
  reason: "Forbidden.",
  remedy: "Ask an admin.",
  at: after(hour)
})

describe("looking at a team that somebody opens", () => {
  const look = (moment: typeof at) => ({ _tag: "CheckTeam", at: moment }) as const

  it("makes a look due, but not within a minute of the last one", () => {
    const last = 11 * second
    expect(given(...open).when(look(at))).toEqual([{ _tag: "CheckDue", at }])
    expect(given(...open).when(look(after(last + minute - 1)))).toEqual([])
    expect(given(...open).when(look(after(last + minute)))).toHaveLength(1)
  })

  it("does nothing while a look is due, or before the team answered once", () => {
    expect(given(...open).when(look(after(11 * second + day)))).toEqual([])
    expect(given(...open, { _tag: "CheckDue", at }).when(look(at))).toEqual([])
    expect(given(...grouped).when(look(at))).toEqual([])
    expect(given(...linked).when(look(at))).toHaveLength(1)
  })
})

describe("retrying", () => {
  it("is refused while nothing is blocked, waiting or refused", () => {
    expect(given(...open).when(retry)).toMatchObject({ _tag: "NothingToRetry" })
  })

  it("starts afresh whatever is blocked, waits or was refused, one alone being enough", () => {
    const stuck: ReadonlyArray<TeamEvent> = [
      blocked("Archive"),
      { _tag: "StepDelayed", step: "page", tries: 1, until: at, reason: "Busy.", at: after(hour) },
      { _tag: "ChoreRefused", chore: "app", reason: "Forbidden.", at: after(hour) },
      { _tag: "ChoreRefused", chore: "page", reason: "Forbidden.", at: after(hour) },
      { _tag: "ChoreRefused", chore: "announcement", reason: "Forbidden.", at: after(hour) },
      { _tag: "RenameRefused", reason: "Forbidden.", at: after(hour) }
    ]
    const restoreRefused: TeamEvent = { _tag: "RestoreRefused", reason: "Forbidden.", at: after(hour) }
    expect(given(...lost, restoreRefused).when(retry)).toEqual([retried])
    expect(given(...lost, restoreRefused, retried).team.loss?.restore).toEqual({ _tag: "Pending" })
    expect(given(...lost).when(retry)).toMatchObject({ _tag: "NothingToRetry" })
    for (const one of stuck) expect(given(...open, one).when(retry)).toEqual([retried])
    const group = groupCalled(1)
    const groupRefused: ReadonlyArray<TeamEvent> = [
      { _tag: "GroupRequested", group, by, at: after(hour) },
      { _tag: "ExpansionRefused", group: group.id, reason: "Gone.", at: after(hour) }
    ]
    expect(given(...open, ...groupRefused).when(retry)).toEqual([retried])
    expect(given(...open, ...groupRefused.slice(0, 1)).when(retry)).toMatchObject({ _tag: "NothingToRetry" })
  })

  it("gives up an operation that doesn't end, so that it may be asked for again", () => {
    expect(given(...accepted, blocked("Archive")).when(retry)).toEqual([
      retried,
      {
        _tag: "AttemptGivenUp",
        attempt: 4,
        explainsUntil: after(2 * hour + day),
        checkAt: [0, minute, 5 * minute, 15 * minute].map((check) => after(2 * hour + check)),
        pollAt: after(2 * hour + timing.pollEvery),
        at
      },
      {
        _tag: "StepDelayed",
        step: "Archive",
        tries: 1,
        until: after(2 * hour + timing.pollEvery),
        reason: "Teams still reports the previous operation as running.",
        at
      }
    ])
  })

  it("gives up nothing that isn't blocked, nor any other call", () => {
    const waits: TeamEvent = {
      _tag: "StepDelayed",
      step: "AwaitOperation",
      tries: 1,
      until: at,
      reason: "Busy.",
      at: after(hour)
    }
    expect(given(...accepted, waits).when(retry)).toEqual([retried])
    const adding = begun(4, { _tag: "AddMembers", chunks: [0] }, after(hour))
    expect(given(...open, adding, blocked("Archive")).when(retry)).toEqual([retried])
  })

  it("tries again what was refused, leaves alone what is done, and takes the standby owners as they are now", () => {
    const group = groupCalled(1)
    const { team } = given(
      ...open,
      { _tag: "GroupRequested", group, by, at },
      { _tag: "ExpansionRefused", group: group.id, reason: "Gone.", at },
      { _tag: "ChoreRefused", chore: "app", reason: "Forbidden.", at },
      { _tag: "StepDelayed", step: "announcement", tries: 3, until: at, reason: "Busy.", at },
      blocked("Archive"),
      { ...retried, standbyOwners: [personCalled(3)], at }
    )
    expect(team).toMatchObject({
      chores: { app: { _tag: "Pending" }, page: { _tag: "Done" } },
      rename: { _tag: "NotRequested" },
      people: { groups: [{ expansion: { _tag: "Pending" } }], standbyOwners: [personCalled(3)] },
      work: { waits: [] }
    })
    expect(team.work).not.toHaveProperty("blocked")
  })
})

describe("restoring a lost team", () => {
  const restore = (moment: typeof at) => ({ _tag: "RestoreTeam", by, at: moment }) as const

  it("is asked for once, for as long as the platform keeps it", () => {
    expect(given(...lost).when(restore(at))).toEqual([{ _tag: "RestoreRequested", by, at }])
    const asked: TeamEvent = { _tag: "RestoreRequested", by, at }
    expect(given(...lost, { ...asked, operationNumber: 1 }).when(restore(at))).toEqual([])
    // A request from before they were numbered has no operation that a later one could join.
    expect(given(...lost, asked).when(restore(at))).toEqual([asked])
    expect(given(...lost).when(restore(after(hour + 30 * day)))).toHaveLength(1)
    expect(given(...lost).when(restore(after(hour + 30 * day + 1)))).toMatchObject({ _tag: "TooLateToRestore" })
  })

  it("is requested though a retry waits for it, which requests no restoration", () => {
    const waiting: TeamEvent = { ...retried, operationNumber: 2, at: after(hour) }
    expect(given(...lost, waiting).when(restore(at))).toEqual([{ _tag: "RestoreRequested", by, at }])
  })

  it("is refused for a team that is there, and for one that never came to be", () => {
    expect(given(...open).when(restore(at))).toMatchObject({ _tag: "TeamIsNotLost" })
    expect(given(...requested, { _tag: "Lost", at }).when(restore(at))).toMatchObject({ _tag: "NothingToRestore" })
  })

  it("brings it back to where it was: what is wanted is looked at first", () => {
    const restored = (...events: ReadonlyArray<TeamEvent>) => given(...events, { _tag: "Restored", at }).team
    expect(restored(...lost)).toMatchObject({ phase: "reopening" })
    expect(restored(...archiving, { _tag: "Lost", at: after(hour) }).phase).toBe("archiving")
    expect(restored(...grouped, { _tag: "Lost", at: after(hour) }).phase).toBe("provisioning")
    expect(restored(...lost)).not.toHaveProperty("loss")
    expect(restored(...lost).checks).not.toHaveProperty("suspicion")
    expect(restored(...lost).work).not.toHaveProperty("inFlight")
    expect(restored(...lost).checks.due).toContain(at)
    expect(given(...lost, { _tag: "Found", at }).team).toEqual(restored(...lost))
  })
})

describe("recreating a lost team", () => {
  const people = [personCalled(11), owner, standby, personCalled(11)]
  const recreate = { _tag: "RecreateTeam", people, refused: [], standIns: [standby.id], by, at } as const

  it("asks for everybody but the owners, who are bound at creation", () => {
    expect(given(...lost).when(recreate)).toEqual([
      { _tag: "TeamRecreated", incarnation: 2, standIns: [standby.id], by, at },
      { _tag: "PeopleRequested", chunk: 0, kind: "add", people: [personCalled(11)], refused: [], by, at }
    ])
    expect(given(...open).when(recreate)).toMatchObject({ _tag: "TeamIsNotLost" })
  })

  it("records those who can't be members any more", () => {
    const refused = [{ ...personCalled(12), reason: "Not in the directory any more." }]
    expect(given(...lost).when({ ...recreate, refused })).toMatchObject([
      { _tag: "TeamRecreated" },
      { _tag: "PeopleRequested", people: [personCalled(11)], refused }
    ])
  })

  it("starts where every team starts, but for what people said meanwhile", () => {
    const said: ReadonlyArray<TeamEvent> = [
      { _tag: "PeopleRequested", chunk: 0, kind: "add", people: [personCalled(11)], refused: [], by, at: after(hour) },
      { _tag: "AccessRequested", request: "request-1", person: personCalled(12), reason: "", at: after(hour) }
    ]
    const history: ReadonlyArray<TeamEvent> = [
      ...open,
      ...said,
      { _tag: "OrphanEnded", attempt: 3, at: after(hour) },
      { _tag: "OwnerMissed", attempt: 3, at: after(hour) },
      blocked("Archive"),
      { _tag: "Lost", at: after(hour) },
      blocked("Archive"),
      {
        _tag: "LateResult",
        attempt: 9,
        direction: "archive",
        explainsUntil: after(day),
        pollAt: at,
        at: after(hour)
      },
      { _tag: "OperationRefused", attempt: 3, reason: "Forbidden.", remedy: "Ask.", at: after(hour) },
      { _tag: "ChangedInTeams", archived: true, at: after(hour) },
      { _tag: "StepDelayed", step: "Verify", tries: 1, until: at, reason: "Busy.", at: after(hour) },
      {
        _tag: "Suspected",
        suspicion: { reading: "active", at: after(hour) },
        began: after(hour),
        checkAgainAt: at,
        at: after(hour)
      },
      begun(4, { _tag: "Restore" }, after(hour))
    ]
    const fresh = given(...requested, ...said).team
    expect(given(...history, { _tag: "TeamRecreated", incarnation: 2, standIns: [], by, at }).team).toEqual({
      ...fresh,
      incarnation: 2,
      phaseSince: at,
      updatedAt: at,
      work: { ...fresh.work, attempts: 4 },
      people: { ...fresh.people, openChunks: [] },
      reached: [1]
    })
  })
})
