import { describe, expect, it } from "vitest"
import { patch, withPeople, withWork } from "./change.ts"
import { operationState } from "./operationState.ts"
import type { Task, Team } from "./Team.ts"
import { after, archived, archiving, by, given, hour, lost, minute, open, requested } from "./testing/given.ts"
import { groupCalled } from "./testing/ImaginedWorld.ts"

const pending: Task = { _tag: "Pending" }
const blocked = { step: "Archive", reason: "Forbidden.", remedy: "Ask an admin.", since: after(hour) } as const

const restoring = (team: Team, restore: Task): Team => ({ ...team, loss: { since: after(hour), restore } })

describe("the progress of a generation", () => {
  it("is nothing for one that never was", () => {
    const { team } = given(...requested)
    expect(operationState(team, 0)).toBeUndefined()
    expect(operationState(team, 2)).toBeUndefined()
  })

  it("runs until the team is where it is wanted", () => {
    expect(operationState(given(...requested).team, 1)).toEqual({ _tag: "Running" })
    expect(operationState(given(...open).team, 1)).toEqual({ _tag: "Succeeded" })
    expect(operationState(given(...archiving).team, 2)).toEqual({ _tag: "Running" })
    expect(operationState(given(...archived).team, 2)).toEqual({ _tag: "Succeeded" })
    // Archived isn't where an open one is wanted, nor the other way round.
    expect(operationState({ ...given(...open).team, phase: "archived" }, 1)).toEqual({ _tag: "Running" })
    expect(operationState({ ...given(...archived).team, phase: "open" }, 2)).toEqual({ _tag: "Running" })
  })

  it("has succeeded or was superseded once something else is wanted", () => {
    const { team } = given(...archived)
    expect(operationState(team, 1)).toEqual({ _tag: "Succeeded" })
    expect(operationState({ ...team, reached: [2] }, 1)).toEqual({ _tag: "Superseded" })
    // What fails later is none of its business.
    expect(operationState(withWork(team, { blocked }), 1)).toEqual({ _tag: "Succeeded" })
  })

  it("fails when the team is lost or blocked, in the words of whatever blocks", () => {
    const { team } = given(...lost)
    for (const one of [team, restoring(team, { _tag: "Done" }), patch(team, { loss: undefined })]) {
      expect(operationState(one, 1)).toEqual({
        _tag: "Failed",
        reason: expect.stringContaining("was deleted in Teams"),
        remedy: expect.stringContaining("Restore it")
      })
    }
    expect(operationState(withWork(given(...archiving).team, { blocked }), 2)).toEqual({
      _tag: "Failed",
      reason: "Forbidden.",
      remedy: "Ask an admin."
    })
  })

  it("runs again while a lost team is being restored, and fails with what speaks against that", () => {
    const { team } = given(...lost)
    for (const one of [team, withWork(team, { blocked })]) {
      expect(operationState(restoring(one, pending), 1)).toEqual({ _tag: "Running" })
    }
    const refused: Task = { _tag: "Refused", reason: "The group is gone for good." }
    expect(operationState(restoring(team, refused), 1)).toEqual({
      _tag: "Failed",
      reason: "The group is gone for good.",
      remedy: "Recreate it."
    })
  })

  it("succeeds only with all of its people, groups and names", () => {
    const { team } = given(...open)
    const asked = { ...groupCalled(1), by, expansion: pending }
    const running = [
      withPeople(team, { openChunks: [{ chunk: 0, kind: "add", left: 1, tries: 0 }] }),
      withPeople(team, { groups: [{ ...asked, expansion: { _tag: "Done" } }, asked] }),
      { ...team, rename: pending }
    ]
    for (const one of running) expect(operationState(one, 1)).toEqual({ _tag: "Running" })
    const done = withPeople(team, { groups: [{ ...asked, expansion: { _tag: "Refused", reason: "Gone." } }] })
    expect(operationState(done, 1)).toEqual({ _tag: "Succeeded" })
  })

  it("doesn't wait for a new name while the team is archived: it can't be renamed then", () => {
    const { team } = given(...archived, {
      _tag: "RenameRequested",
      name: "Another",
      description: "",
      by,
      at: after(hour + 2 * minute)
    })
    expect(team.rename).toEqual(pending)
    expect(operationState(team, 2)).toEqual({ _tag: "Succeeded" })
  })
})
