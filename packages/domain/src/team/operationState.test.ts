import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { withWork } from "./change.ts"
import { noOperations, unsuccessfulRemembered } from "./Operation.ts"
import {
  generationState,
  nothingToDo,
  operationNumberOf,
  type OperationState,
  operationState
} from "./operationState.ts"
import type { ReadOutcome } from "./Outcome.ts"
import type { Team } from "./Team.ts"
import type { TeamCommand } from "./TeamCommand.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import {
  after,
  archived,
  archiving,
  given,
  hour,
  lost,
  open,
  otherIncident,
  otherTeam,
  requested
} from "./testing/given.ts"
import { anything, calmDown, everyday, happen, aLongWhile, lives, run } from "./testing/happenings.ts"
import {
  groupCalled,
  ImaginedWorld,
  personCalled,
  somebody,
  withOpenTeam,
  withRequestedTeam
} from "./testing/ImaginedWorld.ts"

const minutes = 60_000

/** Sends a request and returns the number of its operation. */
const request = (world: ImaginedWorld, command: TeamCommand): number => {
  const events = Result.getOrThrow(world.decider.decide(command, world.state))
  world.command(command)
  return operationNumberOf(events, world.team)
}

const addPerson = (world: ImaginedWorld, number: number): number =>
  request(world, {
    _tag: "AddPeople",
    people: [personCalled(number)],
    refused: [],
    groups: [],
    by: somebody,
    at: world.now
  })
const addGroup = (world: ImaginedWorld, number: number): number =>
  request(world, {
    _tag: "AddPeople",
    people: [],
    refused: [],
    groups: [groupCalled(number)],
    by: somebody,
    at: world.now
  })
const remove = (world: ImaginedWorld, people: ReadonlyArray<number>, groups: ReadonlyArray<number> = []): number =>
  request(world, {
    _tag: "RemovePeople",
    people: people.map(personCalled),
    groups: groups.map((group) => ({ id: groupCalled(group).id, people: [] })),
    by: somebody,
    at: world.now
  })
const rename = (world: ImaginedWorld, name: string): number =>
  request(world, { _tag: "RenameTeam", name, by: somebody, at: world.now })
const retry = (world: ImaginedWorld): number =>
  request(world, { _tag: "RetryTeam", standbyOwners: [personCalled(2)], by: somebody, at: world.now })
const restore = (world: ImaginedWorld): number => request(world, { _tag: "RestoreTeam", by: somebody, at: world.now })
const recreate = (world: ImaginedWorld): number =>
  request(world, {
    _tag: "RecreateTeam",
    people: [personCalled(11)],
    refused: [],
    standIns: [],
    by: somebody,
    at: world.now
  })

const tagOf = (world: ImaginedWorld, number: number): OperationState["_tag"] | undefined =>
  operationState(world.team, number)?._tag

const close = (world: ImaginedWorld): void => {
  world.closeHere()
}

/** A team that was deleted in Teams, and found missing. */
const withLostTeam = (): ImaginedWorld => {
  const world = withOpenTeam()
  happen(world, { what: "hand", does: "delete" })
  world.pass(2 * minutes)
  happen(world, { what: "look" })
  world.settle(10 * minutes)
  expect(world.team.phase).toBe("lost")
  return world
}

describe("the operation of a request", () => {
  it("is the first one for the creation, and ends when the team is open with its people", () => {
    const world = withRequestedTeam()
    expect(operationState(world.team, 1)).toEqual({ _tag: "Running" })
    world.work()
    expect(tagOf(world, 1)).toBe("Running")
    world.settle(minutes)
    expect(world.team.phase).toBe("open")
    expect(operationState(world.team, 1)).toEqual({ _tag: "Succeeded" })
  })

  it("is nothing for a number that no request has", () => {
    const { team } = withRequestedTeam()
    for (const number of [-1, 2, 1.5]) expect(operationState(team, number)).toBeUndefined()
    expect(operationNumberOf([{ _tag: "CheckDue", at: after(hour) }], team)).toBe(nothingToDo)
  })

  it("of a link and of its end are done once the record of the incident says so", () => {
    const world = withOpenTeam()
    const answer = (step: "Link" | "Unlink", outcome: ReadOutcome): void => {
      world.command({ _tag: "ReportRead", step: { _tag: step, link: 1 }, outcome, at: world.now })
    }
    const asked = { target: otherTeam.id, incident: otherIncident, merge: true, lead: false, by: somebody } as const
    const link = request(world, { _tag: "LinkIncident", ...asked, at: world.now })
    expect([link, tagOf(world, link)]).toEqual([2, "Running"])
    answer("Link", { _tag: "Linked" })
    expect(tagOf(world, link)).toBe("Succeeded")
    const unlink = request(world, { _tag: "UnlinkIncident", incident: otherIncident.id, by: somebody, at: world.now })
    expect([unlink, tagOf(world, unlink)]).toEqual([3, "Running"])
    answer("Unlink", { _tag: "Unlinked" })
    expect(tagOf(world, unlink)).toBe("Succeeded")
  })

  it("of a link that is refused fails with the reason, and no other request does", () => {
    const world = withOpenTeam()
    const asked = { target: otherTeam.id, incident: otherIncident, merge: true, lead: false, by: somebody } as const
    const first = rename(world, "Another name")
    const link = request(world, { _tag: "LinkIncident", ...asked, at: world.now })
    const refusal = { reason: "Another team serves it.", remedy: "Go there." }
    world.command({
      _tag: "ReportRead",
      step: { _tag: "Link", link: 1 },
      outcome: { _tag: "ServedElsewhere", ...refusal },
      at: world.now
    })
    expect(operationState(world.team, link)).toEqual({ _tag: "Failed", ...refusal })
    expect(tagOf(world, first)).toBe("Running")
  })

  it("of people ends with these people, in any order of others' requests", () => {
    const world = withOpenTeam()
    const first = addPerson(world, 21)
    const second = addPerson(world, 22)
    const third = remove(world, [11])
    expect([first, second, third]).toEqual([2, 3, 4])
    expect([1, 2, 3, 4].map((number) => tagOf(world, number))).toEqual(["Succeeded", "Running", "Running", "Running"])
    world.work()
    expect([1, 2, 3, 4].map((number) => tagOf(world, number))).toEqual([
      "Succeeded",
      "Succeeded",
      "Succeeded",
      "Running"
    ])
    world.settle(minutes)
    expect(tagOf(world, third)).toBe("Succeeded")
  })

  it("of a group ends with the group's people", () => {
    const world = withOpenTeam()
    const number = addGroup(world, 2)
    expect(world.work()).toMatchObject({ _tag: "ExpandGroup" })
    // Its people were requested before, so nobody is left to add.
    expect(tagOf(world, number)).toBe("Succeeded")
    const fresh = withRequestedTeam()
    fresh.settle(0, 1)
    const other = addGroup(fresh, 3)
    while (fresh.team.people.groups.some(({ expansion }) => expansion._tag === "Pending")) fresh.settle(minutes, 1)
    expect(fresh.team.people.openChunks).not.toHaveLength(0)
    expect(tagOf(fresh, 1)).toBe("Running")
    fresh.settle(minutes)
    expect([1, other].map((one) => tagOf(fresh, one))).toEqual(["Succeeded", "Succeeded"])
  })

  it("succeeds although the platform refuses people: the team shows who", () => {
    const world = withOpenTeam()
    world.refusedPeople = new Set([personCalled(21).id])
    const number = addPerson(world, 21)
    world.settle(minutes)
    expect(tagOf(world, number)).toBe("Succeeded")
  })

  it("ends at once if nothing has to be done", () => {
    const world = withOpenTeam()
    expect(rename(world, world.team.name)).toBe(nothingToDo)
    expect(operationState(world.team, nothingToDo)).toEqual({ _tag: "Succeeded" })
    const refusedOnly = request(world, {
      _tag: "AddPeople",
      people: [],
      refused: [{ ...personCalled(21), reason: "The account is disabled." }],
      groups: [],
      by: somebody,
      at: world.now
    })
    expect(refusedOnly).toBe(2)
    expect(operationState(world.team, 2)).toEqual({ _tag: "Succeeded" })
    world.pass(minutes)
    addPerson(world, 22)
    expect(operationState(world.team, 2)).toEqual({ _tag: "Succeeded" })
  })

  it("of a name ends when Teams has it, and is canceled by a later name", () => {
    const world = withOpenTeam()
    const first = rename(world, "One")
    const second = rename(world, "Two")
    expect(operationState(world.team, first)).toEqual({
      _tag: "Canceled",
      reason: "A later request replaced this one before it was carried out."
    })
    expect(tagOf(world, second)).toBe("Running")
    world.settle(minutes)
    expect([first, second].map((number) => tagOf(world, number))).toEqual(["Canceled", "Succeeded"])
  })

  it("of a name that is refused fails with the reason", () => {
    const world = withOpenTeam()
    const number = rename(world, "One")
    world.work("refused")
    expect(operationState(world.team, number)).toMatchObject({
      _tag: "Failed",
      remedy: expect.stringMatching(/retry/u)
    })
    const again = retry(world)
    expect(tagOf(world, again)).toBe("Running")
    world.settle(minutes)
    expect([number, again].map((one) => tagOf(world, one))).toEqual(["Failed", "Succeeded"])
  })

  it("of a name doesn't wait for an archived team to be reopened", () => {
    const world = withOpenTeam()
    close(world)
    const early = rename(world, "Early")
    expect(tagOf(world, early)).toBe("Running")
    world.work()
    world.settle(5 * minutes)
    expect(world.team.phase).toBe("archived")
    expect([early, rename(world, "Late")].map((number) => tagOf(world, number))).toEqual(["Succeeded", "Succeeded"])
  })

  it("of a name is done at once before the group is created", () => {
    const world = withRequestedTeam()
    const number = rename(world, "One")
    expect([number, tagOf(world, number)]).toEqual([2, "Succeeded"])
  })

  it("fails when what it needs is blocked; the retry has an operation of its own", () => {
    const world = withRequestedTeam()
    const added = addPerson(world, 21)
    world.work("refused")
    expect(operationState(world.team, 1)).toEqual({
      _tag: "Failed",
      reason: "Forbidden.",
      remedy: "Ask an admin."
    })
    // Nothing was refused to this one: it goes on as soon as someone acts.
    expect(operationState(world.team, added)).toEqual({
      _tag: "Running",
      waitsFor: { reason: "Forbidden.", remedy: "Ask an admin." }
    })
    const retried = retry(world)
    expect([1, added, retried].map((number) => tagOf(world, number))).toEqual(["Failed", "Running", "Running"])
    world.settle(minutes)
    expect([1, added, retried].map((number) => tagOf(world, number))).toEqual(["Failed", "Succeeded", "Succeeded"])
  })

  it("of a retry fails if the team is blocked again, or a chore is refused again", () => {
    const world = withRequestedTeam()
    world.work("refused")
    const first = retry(world)
    world.work("refused")
    expect(tagOf(world, first)).toBe("Failed")
    const { team } = withOpenTeam()
    const refusedPage: Team = { ...team, chores: { ...team.chores, page: { _tag: "Refused", reason: "No app." } } }
    const other = new ImaginedWorld()
    other.state = refusedPage
    const again = retry(other)
    expect(tagOf(other, again)).toBe("Running")
    other.command({ _tag: "BeginStep", step: { _tag: "Do", chore: "page" }, at: other.now })
    other.command({
      _tag: "ReportWrite",
      attempt: other.team.work.inFlight?.attempt ?? 0,
      step: { _tag: "Do", chore: "page" },
      outcome: { _tag: "Refused", reason: "Still no app.", remedy: "" },
      at: other.now
    })
    expect(operationState(other.team, again)).toMatchObject({ _tag: "Failed", reason: "Still no app." })
  })

  it("of an archive that is retried ends when the team is archived", () => {
    const world = withOpenTeam()
    close(world)
    world.work("refused")
    world.settle(5 * minutes)
    expect(world.team.work.blocked).toBeDefined()
    const number = retry(world)
    expect(tagOf(world, number)).toBe("Running")
    world.settle(5 * minutes)
    expect([world.team.phase, tagOf(world, number)]).toEqual(["archived", "Succeeded"])
  })

  it("fails when the team is deleted in Teams", () => {
    const world = withOpenTeam()
    const done = addPerson(world, 21)
    world.settle(minutes)
    happen(world, { what: "hand", does: "delete" })
    const added = addPerson(world, 22)
    for (let step = 0; step < 40 && world.team.phase !== "lost"; step++) world.settle(10 * minutes, 1)
    expect(operationState(world.team, added)).toEqual({
      _tag: "Failed",
      reason: "The team was deleted in Teams.",
      remedy: "Restore it within 30 days, or recreate it."
    })
    expect([1, done].map((number) => tagOf(world, number))).toEqual(["Succeeded", "Succeeded"])
  })

  it("of a restoration ends when the team is back, and a second request joins the first", () => {
    const world = withLostTeam()
    const number = restore(world)
    expect(tagOf(world, number)).toBe("Running")
    expect(restore(world)).toBe(number)
    world.settle(5 * minutes)
    expect(tagOf(world, number)).toBe("Succeeded")
  })

  it("of a restoration fails if it is refused, and is canceled if the team is recreated", () => {
    const refused = withLostTeam()
    const number = restore(refused)
    refused.work("refused")
    expect(operationState(refused.team, number)).toMatchObject({ _tag: "Failed", remedy: "Recreate it." })
    const again = retry(refused)
    expect([number, again].map((one) => tagOf(refused, one))).toEqual(["Failed", "Running"])
    const recreated = recreate(refused)
    expect([number, again, recreated].map((one) => tagOf(refused, one))).toEqual(["Failed", "Canceled", "Running"])
    refused.settle(5 * minutes)
    expect(tagOf(refused, recreated)).toBe("Succeeded")
  })

  it("of a retry fails for a deleted team that nobody restores", () => {
    const world = withLostTeam()
    world.state = { ...world.team, rename: { _tag: "Refused", reason: "Too long." } }
    const number = retry(world)
    expect(operationState(world.team, number)).toMatchObject({ reason: "The team was deleted in Teams." })
  })

  it("of a group that is removed before it was read is canceled; with other people in it, it goes on", () => {
    const world = withOpenTeam()
    const alone = addGroup(world, 2)
    const both = request(world, {
      _tag: "AddPeople",
      people: [personCalled(21)],
      refused: [],
      groups: [groupCalled(3)],
      by: somebody,
      at: world.now
    })
    const dropped = remove(world, [], [2, 3])
    expect([alone, both, dropped].map((number) => tagOf(world, number))).toEqual(["Canceled", "Running", "Succeeded"])
    world.settle(minutes)
    expect(tagOf(world, both)).toBe("Succeeded")
  })

  it("isn't begun by a decision on access, nor by a team from before requests were numbered", () => {
    const world = withOpenTeam()
    happen(world, { what: "ask access", number: 1 })
    happen(world, { what: "decide access", approve: true })
    expect(world.team.operations).toEqual({ ...noOperations, accepted: 1 })
    expect(given(...open).team.operations).toEqual(noOperations)
  })
})

describe("the operations of a team", () => {
  it("always keep their end over every later event", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), (happenings) => {
        const ends = new Map<number, OperationState>()
        run(happenings, ({ team }) => {
          for (let number = 1; number <= team.operations.accepted; number++) {
            const state = operationState(team, number)
            const end = ends.get(number)
            if (end !== undefined) expect(state).toEqual(end)
            else if (state !== undefined && state._tag !== "Running") ends.set(number, state)
          }
        })
      }),
      lives(300)
    )
  })

  it("never wait for anything that the team doesn't have open", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), (happenings) => {
        run(happenings, ({ team }) => {
          const inTeam = team.people.openChunks.map(({ chunk }) => chunk)
          for (const { number, chunks } of team.operations.running) {
            if (operationState(team, number)?._tag === "Running")
              expect(inTeam).toEqual(expect.arrayContaining([...chunks]))
          }
        })
      }),
      lives(300)
    )
  })

  it("always end once incident changes and mishaps stop", () => {
    fc.assert(
      fc.property(fc.array(everyday, { maxLength: 40, size: "max" }), (happenings) => {
        const world = run(happenings)
        calmDown(world)
        for (let round = 0; round < 2; round++) {
          if (world.team.work.blocked !== undefined) happen(world, { what: "retry" })
          world.settle(aLongWhile)
        }
        const running = world.team.operations.running.filter(({ number }) => tagOf(world, number) === "Running")
        expect(running).toEqual([])
      }),
      lives(300)
    )
  })

  it("of people never change by what happens to other requests", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), (happenings) => {
        const world = run(happenings)
        const own = new Map<number, { chunks: Set<number>; groups: Set<string> }>()
        const others = new Set<number>()
        let team: Team | undefined
        for (const event of world.events) {
          note(event, own, others)
          const before = team
          const state = world.decider.evolve(before ?? world.decider.initialState, event)
          if (state._tag === "NoTeam") continue
          team = state
          for (const [number, { chunks, groups }] of own) {
            if (others.has(number) || before === undefined || number > before.operations.accepted) continue
            const [earlier, later] = [before, team].map((one) => operationState(one, number)?._tag)
            if (earlier === later) continue
            const concerned =
              event._tag === "Lost" ||
              (event._tag === "PeopleSettled" && chunks.has(event.chunk)) ||
              ((event._tag === "GroupExpanded" || event._tag === "ExpansionRefused" || event._tag === "GroupDropped") &&
                groups.has(event.group)) ||
              ("operationNumber" in event && event.operationNumber === number)
            expect(concerned ? [] : [number, event]).toEqual([])
          }
        }
      }),
      lives(300)
    )
  })

  it("forget how an operation ended only after many others without success", () => {
    const world = withOpenTeam()
    for (let name = 0; name <= unsuccessfulRemembered + 2; name++) rename(world, `Name ${name}`)
    // Each name canceled the one before.
    expect(world.team.operations.unsuccessful).toHaveLength(unsuccessfulRemembered)
    expect([1, 2, 3, 4].map((number) => tagOf(world, number))).toEqual([undefined, undefined, undefined, "Canceled"])
  })
})

/** Which chunks and groups each request asked for; `others`: requests that aren't of people. */
const note = (
  event: TeamEvent,
  own: Map<number, { chunks: Set<number>; groups: Set<string> }>,
  others: Set<number>
): void => {
  if (event._tag === "PeopleRequested" && event.group !== undefined) {
    for (const { chunks, groups } of own.values()) if (groups.has(event.group)) chunks.add(event.chunk)
  }
  if (!("operationNumber" in event) || event.operationNumber === undefined) return
  const asked = own.get(event.operationNumber) ?? { chunks: new Set(), groups: new Set() }
  own.set(event.operationNumber, asked)
  if (event._tag === "PeopleRequested") asked.chunks.add(event.chunk)
  else if (event._tag === "GroupRequested") asked.groups.add(event.group.id)
  else if (event._tag !== "GroupDropped") others.add(event.operationNumber)
}

describe("the progress of a generation", () => {
  const blocked = { step: "Archive", reason: "Forbidden.", remedy: "Ask an admin.", since: after(hour) } as const

  it("is nothing for one that never was, or isn't remembered", () => {
    const { team } = given(...requested)
    expect(generationState(team, 0)).toBeUndefined()
    expect(generationState(team, 2)).toBeUndefined()
    const reached = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    expect(generationState({ ...team, generation: 12, reached }, 2)).toBeUndefined()
    expect(generationState({ ...team, generation: 12, reached }, 3)).toEqual({ _tag: "Succeeded" })
  })

  it("runs until the team is where it is wanted", () => {
    expect(generationState(given(...requested).team, 1)).toEqual({ _tag: "Running" })
    expect(generationState(given(...open).team, 1)).toEqual({ _tag: "Succeeded" })
    expect(generationState(given(...archiving).team, 2)).toEqual({ _tag: "Running" })
    expect(generationState(given(...archived).team, 2)).toEqual({ _tag: "Succeeded" })
  })

  it("has succeeded or was canceled once something else is wanted", () => {
    const { team } = given(...archived)
    expect(generationState(team, 1)).toEqual({ _tag: "Succeeded" })
    const canceled = {
      _tag: "Canceled",
      reason: "The incident was closed or reopened before this state was reached."
    }
    expect(generationState({ ...team, reached: [2] }, 1)).toEqual(canceled)
    const reached = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    expect(generationState({ ...team, generation: 12, reached }, 2)).toEqual(canceled)
    // What fails later is none of its business.
    expect(generationState(withWork(team, { blocked }), 1)).toEqual({ _tag: "Succeeded" })
  })

  it("waits for someone to act when the team is blocked or lost, with the reason and the remedy", () => {
    expect(generationState(withWork(given(...archiving).team, { blocked }), 2)).toEqual({
      _tag: "Running",
      waitsFor: { reason: "Forbidden.", remedy: "Ask an admin." }
    })
    const { team } = given(...lost)
    expect(generationState(team, 1)).toEqual({ _tag: "Succeeded" })
    expect(generationState({ ...team, reached: [] }, 1)).toMatchObject({
      _tag: "Running",
      waitsFor: { reason: "The team was deleted in Teams.", remedy: "Restore it within 30 days, or recreate it." }
    })
  })

  it("never fails, and always keeps its end while it is remembered", () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), (happenings) => {
        const ends = new Map<number, string>()
        run(happenings, ({ team }) => {
          for (let generation = 1; generation <= team.generation; generation++) {
            const tag = generationState(team, generation)?._tag
            expect(tag).not.toBe("Failed")
            if (ends.has(generation) && tag !== undefined) expect(tag).toBe(ends.get(generation))
            if (tag !== undefined && tag !== "Running") ends.set(generation, tag)
          }
        })
      }),
      lives(300)
    )
  })
})
