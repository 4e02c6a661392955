import { describe, expect, it } from "vitest"
import { unsuccessfulRemembered } from "./Operation.ts"
import { operationState } from "./operationState.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import { after, archived, by, given, hour, joining, linked, lost, open, teamRequested } from "./testing/given.ts"
import { groupCalled, personCalled } from "./testing/ImaginedWorld.ts"

const at = after(2 * hour)
const people = (count: number) => Array.from({ length: count }, (_, index) => personCalled(1_000 + index))
const asked = (chunk: number, count: number, operationNumber: number): TeamEvent => ({
  _tag: "PeopleRequested",
  chunk,
  kind: "add",
  people: people(count),
  refused: [],
  operationNumber,
  by,
  at
})
const settled = (chunk: number, left = 0): TeamEvent => ({
  _tag: "PeopleSettled",
  chunk,
  kind: "add",
  done: [],
  refused: [],
  left,
  at
})
const groupAsked = (number: number, operationNumber: number): TeamEvent => ({
  _tag: "GroupRequested",
  group: groupCalled(number),
  operationNumber,
  by,
  at
})
const expanded = (number: number, count: number): TeamEvent => ({
  _tag: "GroupExpanded",
  group: groupCalled(number).id,
  people: count,
  at
})
const renamed = (name: string, operationNumber: number): TeamEvent => ({
  _tag: "RenameRequested",
  name,
  description: "",
  operationNumber,
  by,
  at
})
const retried = (operationNumber: number): TeamEvent => ({
  _tag: "Retried",
  standbyOwners: [],
  operationNumber,
  by,
  at
})
const checked: TeamEvent = { _tag: "CheckDue", at }

/** How operation 2 stands after this. */
const stateOf = (history: ReadonlyArray<TeamEvent>, number = 2) => operationState(given(...history).team, number)
const so = (...events: ReadonlyArray<TeamEvent>) => stateOf([...open, ...events])?._tag
const deleted = {
  _tag: "Failed",
  reason: "The team was deleted in Teams.",
  remedy: "Restore it within 30 days, or recreate it."
}
const replaced = { _tag: "Canceled", reason: "A later request replaced this one before it was carried out." }

describe("an operation", () => {
  it("of the creation runs until everything that was requested at first is settled", () => {
    const numbered = [{ ...teamRequested, operationNumber: 1 }, ...linked.slice(1)]
    expect(stateOf(numbered, 1)?._tag).toBe("Running")
    expect(stateOf([...numbered, { _tag: "Provisioned", at }], 1)?._tag).toBe("Succeeded")
    const blocked: TeamEvent = { _tag: "Blocked", step: "EnsureTeam", reason: "Forbidden.", remedy: "Ask.", at }
    expect(stateOf([...numbered, blocked], 1)).toEqual({ _tag: "Failed", reason: "Forbidden.", remedy: "Ask." })
    const toBeArchived: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at }
    expect(stateOf([...numbered, toBeArchived, { _tag: "Provisioned", at }], 1)?._tag).toBe("Succeeded")
  })

  it("of people runs until each of its chunks is settled, and for no other", () => {
    expect(so(asked(0, 200, 2), asked(1, 1, 2))).toBe("Running")
    expect(so(asked(0, 200, 2), asked(1, 1, 2), settled(0))).toBe("Running")
    expect(so(asked(0, 200, 2), asked(1, 1, 2), settled(0), settled(1, 1))).toBe("Running")
    expect(so(asked(0, 200, 2), asked(1, 1, 2), settled(0), settled(1))).toBe("Succeeded")
    expect(so(asked(0, 1, 2), asked(1, 1, 3), settled(1))).toBe("Running")
    expect(so(asked(0, 0, 2))).toBe("Succeeded")
  })

  it("of a group runs until the group is read and its people are settled, or it can't be read", () => {
    const refusal: TeamEvent = { _tag: "ExpansionRefused", group: groupCalled(1).id, reason: "Gone.", at }
    const came = [asked(0, 200, 9), asked(1, 1, 9)].map((event): TeamEvent => {
      const { operationNumber: _, ...rest } = event as Extract<TeamEvent, { _tag: "PeopleRequested" }>
      return { ...rest, group: groupCalled(1).id }
    })
    expect(so(groupAsked(1, 2))).toBe("Running")
    expect(so(groupAsked(1, 2), expanded(1, 0))).toBe("Succeeded")
    expect(so(groupAsked(1, 2), refusal)).toBe("Succeeded")
    expect(so(groupAsked(1, 2), groupAsked(2, 3), expanded(2, 0))).toBe("Running")
    const read = [groupAsked(1, 2), expanded(1, 201), ...came]
    expect(so(...read)).toBe("Running")
    expect(so(...read, settled(0))).toBe("Running")
    expect(so(...read, settled(1))).toBe("Running")
    expect(so(...read, settled(0), settled(1))).toBe("Succeeded")
    expect(so(groupAsked(1, 2), groupAsked(2, 2), ...read.slice(1), settled(0), settled(1))).toBe("Running")
  })

  it("is canceled when all that is left of it is requested otherwise, and goes on when more is", () => {
    const dropped: TeamEvent = { _tag: "GroupDropped", group: groupCalled(1).id, operationNumber: 3, by, at }
    expect(stateOf([...open, groupAsked(1, 2), dropped])).toEqual(replaced)
    expect(so(groupAsked(1, 2), dropped, checked)).toBe("Canceled")
    expect(stateOf([...open, groupAsked(1, 2), dropped], 3)?._tag).toBe("Succeeded")
    expect(so(groupAsked(2, 2), dropped)).toBe("Running")
    expect(so(asked(0, 1, 2), groupAsked(1, 2), dropped)).toBe("Running")
    expect(so(asked(0, 1, 2), groupAsked(1, 2), dropped, settled(0))).toBe("Succeeded")
    expect(stateOf([...open, renamed("One", 2), renamed("Two", 3)])).toEqual(replaced)
    expect(so(asked(0, 1, 2), renamed("Two", 3))).toBe("Running")
    const no: TeamEvent = { _tag: "ChoreRefused", chore: "page", reason: "No app.", at }
    expect(so(no, renamed("One", 3), retried(2), renamed("Two", 4))).toBe("Running")
    expect(stateOf([...open, groupAsked(1, 2), renamed("One", 2), dropped], 3)?._tag).toBe("Succeeded")
  })

  it("of a name ends with the answer of Teams, and at once where there is nobody to tell", () => {
    expect(so(renamed("One", 2))).toBe("Running")
    expect(so(renamed("One", 2), { _tag: "Renamed", name: "One", description: "", at })).toBe("Succeeded")
    expect(stateOf([...open, renamed("One", 2), { _tag: "RenameRefused", reason: "Too long.", at }])).toEqual({
      _tag: "Failed",
      reason: "Too long.",
      remedy: "Choose another name or description, or retry the team."
    })
    expect(stateOf([...archived, renamed("One", 2)])?._tag).toBe("Succeeded")
    const reopened: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "open", generation: 3, at }
    expect(stateOf([...archived, reopened, renamed("One", 2)])?._tag).toBe("Running")
  })

  it("of a retry waits for all that the team has open, and fails with the first that is refused", () => {
    const no: TeamEvent = { _tag: "ChoreRefused", chore: "page", reason: "No app.", at }
    expect(so(retried(2))).toBe("Succeeded")
    expect(so(no, retried(2))).toBe("Running")
    expect(so(no, retried(2), { _tag: "ChoreDone", chore: "page", at })).toBe("Succeeded")
    expect(stateOf([...open, no, retried(2), no])).toEqual({
      _tag: "Failed",
      reason: "No app.",
      remedy: "Remove the cause, then retry the team."
    })
    expect(so(asked(0, 1, 3), groupAsked(1, 3), retried(2), settled(0))).toBe("Running")
    expect(so(asked(0, 1, 3), groupAsked(1, 3), retried(2), expanded(1, 0))).toBe("Running")
    expect(so(asked(0, 1, 3), groupAsked(1, 3), retried(2), settled(0), expanded(1, 0))).toBe("Succeeded")
    expect(so(renamed("One", 3), retried(2))).toBe("Running")
    expect(so(groupAsked(1, 3), expanded(1, 0), retried(2))).toBe("Succeeded")
    const toBeArchived: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at }
    expect(so(toBeArchived, retried(2))).toBe("Running")
    expect(so(toBeArchived, retried(2), { _tag: "PhaseRead", archived: true, at })).toBe("Succeeded")
    const blocked: TeamEvent = { _tag: "Blocked", step: "Archive", reason: "Forbidden.", remedy: "Ask.", at }
    expect(stateOf([...open, toBeArchived, retried(2), blocked])).toEqual({
      _tag: "Failed",
      reason: "Forbidden.",
      remedy: "Ask."
    })
    expect(stateOf([...linked, retried(2)])?._tag).toBe("Running")
  })

  it("of a link runs until no link of the team is under way", () => {
    const [request] = joining.slice(open.length) as [Extract<TeamEvent, { _tag: "LinkRequested" }>]
    const linking = { ...request, operationNumber: 2 }
    const stands: TeamEvent = { _tag: "IncidentsLinked", link: 1, at }
    const refused: TeamEvent = { _tag: "LinkRefused", link: 1, reason: "Busy.", remedy: "Wait.", at }
    const unlinking: TeamEvent = { _tag: "UnlinkRequested", link: 1, operationNumber: 3, by, at }
    expect(so(linking)).toBe("Running")
    expect(so(linking, stands)).toBe("Succeeded")
    expect(stateOf([...open, linking, refused])).toEqual({ _tag: "Failed", reason: "Busy.", remedy: "Wait." })
    expect(so(asked(0, 1, 2), { ...linking, operationNumber: 3 }, refused)).toBe("Running")
    expect(stateOf([...open, linking, stands, unlinking], 3)?._tag).toBe("Running")
    expect(stateOf([...open, linking, stands, unlinking, { _tag: "IncidentsUnlinked", link: 1, at }], 3)?._tag).toBe(
      "Succeeded"
    )
  })

  it("fails when the team is deleted, but for one that brings it back", () => {
    expect(stateOf([...open, asked(0, 1, 2), { _tag: "Lost", at }])).toEqual(deleted)
    expect(stateOf([...open, renamed("One", 2), { _tag: "Lost", at }, checked])).toEqual(deleted)
    const restoring = [...lost, { _tag: "RestoreRequested", operationNumber: 2, by, at } as const]
    expect(stateOf(restoring)?._tag).toBe("Running")
    expect(stateOf([...restoring, { _tag: "Restored", at }])?._tag).toBe("Succeeded")
    expect(stateOf([...restoring, { _tag: "Found", at }])?._tag).toBe("Succeeded")
    expect(stateOf([...restoring, { _tag: "RestoreRefused", reason: "Too late.", at }])).toEqual({
      _tag: "Failed",
      reason: "Too late.",
      remedy: "Recreate it."
    })
    const recreated: TeamEvent = { _tag: "TeamRecreated", incarnation: 2, standIns: [], operationNumber: 3, by, at }
    expect(stateOf([...restoring, recreated])).toEqual(replaced)
    expect(stateOf([...restoring, recreated], 3)?._tag).toBe("Running")
    expect(stateOf([...lost, retried(2)])).toEqual(deleted)
    expect(stateOf([...lost, retried(2), checked])).toEqual(deleted)
  })

  it("keeps its end, whatever happens next", () => {
    expect(so(asked(0, 1, 2), settled(0), { _tag: "Lost", at })).toBe("Succeeded")
    expect(so(renamed("One", 2), { _tag: "RenameRefused", reason: "Too long.", at }, retried(3), checked)).toBe(
      "Failed"
    )
    const restoring: ReadonlyArray<TeamEvent> = [...lost, { _tag: "RestoreRequested", operationNumber: 2, by, at }]
    expect(stateOf([...restoring, { _tag: "Restored", at }, { _tag: "Lost", at }])?._tag).toBe("Succeeded")
  })
})

describe("the operations of a team", () => {
  it("are numbered as their requests are, and those without a number are none", () => {
    const { operations } = given(...open, asked(0, 1, 5), asked(1, 1, 3)).team
    expect(operations.accepted).toBe(5)
    expect(operations.running.map(({ number }) => number)).toEqual([5, 3])
    const unnumbered: TeamEvent = {
      _tag: "PeopleRequested",
      chunk: 0,
      kind: "add",
      people: people(1),
      refused: [],
      by,
      at
    }
    expect(given(...open, unnumbered).team.operations.running).toEqual([])
  })

  it("are listed as far as they aren't settled", () => {
    const { operations } = given(...open, groupAsked(1, 2), asked(0, 1, 2), expanded(1, 0), asked(1, 1, 3)).team
    expect(operations.running).toEqual([
      { number: 2, chunks: [0], groups: [], tasks: [] },
      { number: 3, chunks: [1], groups: [], tasks: [] }
    ])
    expect(operations.unsuccessful).toEqual([])
    const numbers = (...events: ReadonlyArray<TeamEvent>) =>
      given(...open, ...events).team.operations.running.map(({ number }) => number)
    expect(numbers(groupAsked(1, 2), asked(0, 1, 2))).toEqual([2])
    expect(numbers(asked(0, 0, 2))).toEqual([])
    expect(numbers(groupAsked(1, 3), expanded(1, 0), retried(2))).toEqual([])
  })

  it("are remembered of the latest fifty that ended without success, and of the others only that they did", () => {
    const names = Array.from({ length: unsuccessfulRemembered + 3 }, (_, index) => renamed(`Name ${index}`, index + 2))
    const { operations } = given(...open, ...names).team
    expect(operations.unsuccessful).toHaveLength(unsuccessfulRemembered)
    expect([operations.unsuccessful[0]?.number, operations.forgotten]).toEqual([4, 3])
    expect(given(...open, ...names.slice(0, 3)).team.operations.forgotten).toBe(0)
  })
})
