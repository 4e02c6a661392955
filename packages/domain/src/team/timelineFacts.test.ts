import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GroupId } from "../ids/directoryIds.ts"
import { IncidentId } from "../ids/IncidentId.ts"
import { everyTeamEvent } from "../testing/ArbitraryTeam.ts"
import type { TeamCommand } from "./TeamCommand.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import {
  after,
  archived,
  begun,
  by,
  given,
  hour,
  incident,
  joined,
  joining,
  led,
  linked,
  mergedAway,
  open,
  otherIncident,
  otherTeam,
  owner,
  platformTeamId,
  requested,
  standby,
  teamRequested
} from "./testing/given.ts"
import { lives } from "./testing/happenings.ts"
import { groupCalled, personCalled } from "./testing/ImaginedWorld.ts"
import { needsHistory, timelineFacts } from "./timelineFacts.ts"

const at = after(2 * hour)
const [ada, bob, cleo] = [personCalled(11), personCalled(12), personCalled(13)]
const legal = { id: GroupId.make("5f0e8c1a-7d7e-4a1b-9d56-0c5b6a7d8e9f"), name: "Legal" }
const someoneElse = { _tag: "User", id: personCalled(21).id, name: "Someone Else" } as const

/** The facts of the last event. */
const last = (history: ReadonlyArray<TeamEvent>) => timelineFacts(history).at(-1)

const asked = (people: ReadonlyArray<typeof ada>, more: object = {}): TeamEvent => ({
  _tag: "PeopleRequested",
  chunk: 0,
  kind: "add",
  people,
  refused: [],
  by,
  at,
  ...more
})

describe("the facts of a timeline", () => {
  it("name the owners of a requested team and the standby owners who own it, each once", () => {
    const event = { ...teamRequested, owners: [owner, ada], standbyOwners: [standby, bob, ada] }
    expect(last([event])?.people.map(({ id }) => id)).toEqual([owner.id, ada.id])
    expect(last([{ ...event, standIns: [standby.id, ada.id] }])).toEqual({
      by,
      people: [
        { ...owner, became: "toAdd", ground: { _tag: "Owner" } },
        { ...ada, became: "toAdd", ground: { _tag: "Owner" } },
        { ...standby, became: "toAdd", ground: { _tag: "StandbyOwner" } }
      ]
    })
  })

  it("name who was added or refused, why they were requested and by whom, when Teams answers with ids alone", () => {
    const history: ReadonlyArray<TeamEvent> = [
      ...open,
      { _tag: "GroupRequested", group: legal, by, at },
      asked([ada, bob], { favorites: [bob.id] }),
      asked([cleo], { chunk: 1, group: legal.id, by: someoneElse }),
      {
        _tag: "PeopleSettled",
        chunk: 0,
        kind: "add",
        done: [ada.id],
        refused: [{ id: bob.id, name: "", reason: "Guests are blocked." }],
        left: 0,
        at
      }
    ]
    expect(last(history)).toEqual({
      by,
      people: [
        { ...ada, became: "added", ground: { _tag: "Request" } },
        { ...bob, became: "notAdded", ground: { _tag: "Favorite" }, reason: "Guests are blocked." }
      ]
    })
    expect(
      last([...history, { _tag: "PeopleSettled", chunk: 1, kind: "add", done: [cleo.id], refused: [], left: 0, at }])
    ).toEqual({
      by: someoneElse,
      people: [{ ...cleo, became: "added", ground: { _tag: "Group", group: legal.id, name: "Legal" } }]
    })
  })

  it("say of an approved person that access was requested, and of nobody else", () => {
    const request: TeamCommand = { _tag: "RequestAccess", request: "r-1", person: ada, reason: "I know it.", at }
    const decide: TeamCommand = { _tag: "DecideAccess", request: "r-1", approve: true, pauseMillis: 0, by, at }
    const approved = led(led(open, request), decide)
    expect(timelineFacts(approved).slice(-3)).toEqual([
      {
        by: { _tag: "User", ...ada },
        people: [{ ...ada, became: "asked", ground: { _tag: "AccessRequest", request: "r-1" } }]
      },
      { by, people: [{ ...ada, became: "approved", ground: { _tag: "AccessRequest", request: "r-1" } }] },
      { by, people: [{ ...ada, became: "toAdd", ground: { _tag: "AccessRequest", request: "r-1" } }] }
    ])
    const added: TeamCommand = { _tag: "AddPeople", people: [bob, ada], refused: [], groups: [], by, at }
    expect(last(led(led(open, request), added))?.people.map(({ ground }) => ground._tag)).toEqual([
      "Request",
      "AccessRequest"
    ])
    const another: TeamCommand = { _tag: "AddPeople", people: [ada, bob], refused: [], groups: [], by, at }
    expect(last(led(approved, another))?.people.map(({ ground }) => ground._tag)).toEqual(["Request", "Request"])
  })

  it("keep apart who is removed by name and who leaves with a group", () => {
    const history = led([...open, { _tag: "GroupRequested", group: legal, by, at }], {
      _tag: "RemovePeople",
      people: [ada],
      groups: [{ id: legal.id, people: [ada, bob] }],
      by,
      at
    })
    expect(timelineFacts(history).slice(-3)).toEqual([
      { by, people: [], group: legal },
      { by, people: [{ ...ada, became: "toRemove", ground: { _tag: "Request" } }] },
      {
        by,
        group: legal,
        people: [{ ...bob, became: "toRemove", ground: { _tag: "Group", group: legal.id, name: "Legal" } }]
      }
    ])
  })

  it("tell a new description from a new name, as requested and as made in Teams", () => {
    const rename = (to: object): TeamCommand => ({ _tag: "RenameTeam", ...to, by, at })
    const done = (history: ReadonlyArray<TeamEvent>): ReadonlyArray<TeamEvent> => {
      const { name, description } = given(...history).team
      return [...history, { _tag: "Renamed", name, description, at }]
    }
    const described = led(open, rename({ description: "Another text" }))
    expect(last(described)).toMatchObject({ by, renames: { name: false, description: true } })
    expect(last(done(described))).toMatchObject({ by, renames: { name: false, description: true } })
    const twice = led(described, rename({ name: "Another name" }))
    expect(last(twice)).toMatchObject({ renames: { name: true, description: false } })
    // Both were requested before Teams had either.
    expect(last(done(twice))).toMatchObject({ renames: { name: true, description: true } })
    const one = done(led(done(described), rename({ name: "Another name" })))
    expect(last(one)).toMatchObject({ renames: { name: true, description: false } })
    // The last page knows what was before it.
    expect(timelineFacts(one.slice(-1), one.slice(0, -1))).toEqual([last(one)])
  })

  it("know the name under which the group was created, though it was changed meanwhile", () => {
    const { name, description } = teamRequested
    const renamed: TeamEvent = { _tag: "RenameRequested", name: "Another name", description, by, at }
    const [group, ...rest] = linked.slice(requested.length)
    const history = [...requested, group!, renamed, ...rest]
    expect(last([...history, { _tag: "Renamed", name: "Another name", description, at }])).toMatchObject({
      renames: { name: true, description: false }
    })
    expect(
      last([...requested, renamed, group!, ...rest, { _tag: "Renamed", name: "Another name", description, at }])
    ).toMatchObject({ renames: { name: false, description: false } })
    expect(last([...history, { _tag: "Renamed", name, description, at }])).toMatchObject({
      renames: { name: false, description: false }
    })
    const between = [
      begun(1, { _tag: "EnsureGroup", recover: false }, at),
      renamed,
      begun(2, { _tag: "EnsureOwner" }, at)
    ]
    const ensured: TeamEvent = { _tag: "GroupEnsured", platformTeamId, found: false, readyAt: at, at }
    expect(
      last([...requested, ...between, ensured, { _tag: "Renamed", name: "Another name", description, at }])
    ).toMatchObject({ renames: { name: true, description: false } })
  })

  it("name every standby owner of a team that a former version requested or recreated", () => {
    const { standIns: _, ...former } = teamRequested
    const recreated: TeamEvent = { _tag: "TeamRecreated", incarnation: 2, by, at }
    const both = [owner, standby].map(({ id }) => ({ id, became: "toAdd" }))
    expect(last([former])?.people).toMatchObject(both)
    expect(last([former, recreated])?.people).toMatchObject(both)
    expect(last([recreated])?.people).toEqual([])
    expect(last([former, { ...recreated, standIns: [] }])?.people).toMatchObject(both.slice(0, 1))
  })

  it("name the standby owner who was made the group's owner", () => {
    const group = { _tag: "GroupEnsured", platformTeamId, found: false, readyAt: at, at } as const
    expect(last([...requested, group])?.people).toEqual([])
    expect(last([...requested, { ...group, standIn: standby }])?.people).toEqual([
      { ...standby, became: "madeOwner", ground: { _tag: "StandbyOwner" } }
    ])
  })

  it("name one of several requested owners who was made an owner", () => {
    const history: ReadonlyArray<TeamEvent> = [
      { ...teamRequested, owners: [owner, ada] },
      { _tag: "OwnersEnsured", owners: [ada.id], at }
    ]
    expect(last(history)?.people).toEqual([{ ...ada, became: "madeOwner", ground: { _tag: "Owner" } }])
  })

  it("name standby owners that a retry brought in", () => {
    const history: ReadonlyArray<TeamEvent> = [
      ...open,
      { _tag: "Retried", standbyOwners: [ada], by, at },
      begun(4, { _tag: "EnsureOwner" }, at),
      { _tag: "OwnersEnsured", owners: [ada.id], at }
    ]
    expect(last(history)?.people).toEqual([{ ...ada, became: "madeOwner", ground: { _tag: "StandbyOwner" } }])
  })

  it("say who requested the restoration that Teams made", () => {
    const restored: ReadonlyArray<TeamEvent> = [
      ...open,
      { _tag: "Lost", at },
      { _tag: "RestoreRequested", by: someoneElse, at },
      { _tag: "Restored", at }
    ]
    expect(last(restored)).toEqual({ by: someoneElse, people: [] })
  })

  it("name groups and who requested them, where only their ids are told", () => {
    const [mine, another] = [legal, groupCalled(1)]
    const history: ReadonlyArray<TeamEvent> = [
      ...open,
      { _tag: "GroupRequested", group: mine, by: someoneElse, at },
      { _tag: "GroupRequested", group: another, by, at }
    ]
    const expanded: TeamEvent = { _tag: "GroupExpanded", group: mine.id, people: 2, at }
    const refused: TeamEvent = { _tag: "ExpansionRefused", group: mine.id, reason: "Gone.", at }
    const dropped: TeamEvent = { _tag: "GroupDropped", group: mine.id, by, at }
    expect(last(history)).toEqual({ by, people: [], group: another })
    for (const event of [expanded, refused]) {
      expect(last([...history, event])).toEqual({ by: someoneElse, people: [], group: mine })
      expect(last([event])).toEqual({ people: [], group: { id: mine.id, name: undefined } })
    }
    expect(last([...history, dropped])).toEqual({ by, people: [], group: mine })
    const came = asked([ada], {
      chunk: 2,
      group: mine.id,
      mentioned: [bob],
      refused: [{ ...cleo, reason: "A guest." }]
    })
    const ground = { _tag: "Group", group: mine.id, name: mine.name }
    expect(last([...history, came])).toEqual({
      by,
      group: mine,
      people: [
        { ...ada, became: "toAdd", ground },
        { ...cleo, became: "notAdded", reason: "A guest.", ground },
        { ...bob, became: "alreadyRequested", ground }
      ]
    })
  })

  it("name those who are to leave and left, and those who can't", () => {
    const leaving = asked([ada, bob], { kind: "remove", refused: [{ ...cleo, reason: "Unknown." }] })
    const ground = { _tag: "Request" }
    expect(last([...open, leaving])?.people).toEqual([
      { ...ada, became: "toRemove", ground },
      { ...bob, became: "toRemove", ground },
      { ...cleo, became: "notRemoved", reason: "Unknown.", ground }
    ])
    const settled: TeamEvent = {
      _tag: "PeopleSettled",
      chunk: 0,
      kind: "remove",
      done: [ada.id],
      refused: [{ id: bob.id, name: "Bob of Teams", reason: "The last owner." }],
      left: 0,
      at
    }
    expect(last([...open, leaving, settled])).toEqual({
      by,
      people: [
        { ...ada, became: "removed", ground },
        { ...bob, became: "notRemoved", reason: "The last owner.", ground }
      ]
    })
    expect(last([settled])).toEqual({
      people: [
        { id: ada.id, name: "", became: "removed", ground },
        { id: bob.id, name: "Bob of Teams", became: "notRemoved", reason: "The last owner.", ground }
      ]
    })
  })

  it("say who was denied access, and forget an approval that nothing followed from", () => {
    const request: TeamCommand = { _tag: "RequestAccess", request: "r-1", person: ada, reason: "I know it.", at }
    const deny: TeamCommand = { _tag: "DecideAccess", request: "r-1", approve: false, pauseMillis: 0, by, at }
    const denied = { ...ada, became: "denied", ground: { _tag: "AccessRequest", request: "r-1" } }
    expect(last(led(led(open, request), deny))).toEqual({ by, people: [denied] })
    const approved: TeamEvent = { _tag: "AccessDecided", request: "r-1", person: ada, approved: true, by, at }
    const ground = (...between: ReadonlyArray<TeamEvent>) =>
      last([...open, approved, ...between, asked([ada])])?.people[0]?.ground._tag
    expect(ground()).toBe("AccessRequest")
    expect(ground({ _tag: "CheckDue", at })).toBe("Request")
    expect(last([...open, { ...approved, approved: false }, asked([ada])])?.people[0]?.ground._tag).toBe("Request")
    expect(last([...open, approved, asked([ada], { kind: "remove" })])?.people[0]?.ground._tag).toBe("Request")
  })

  it("name who was added in Teams, by nobody's request", () => {
    expect(last([...open, { _tag: "AddedInTeams", people: [ada], others: 3, at }])).toEqual({
      people: [{ ...ada, became: "added", ground: { _tag: "ManualChange" } }]
    })
  })

  it("name owners who were requested, and who requested a new name or a restoration that was refused", () => {
    expect(last([...open, { _tag: "OwnersEnsured", owners: [owner.id, cleo.id], at }])?.people).toEqual([
      { ...owner, became: "madeOwner", ground: { _tag: "Owner" } },
      { id: cleo.id, name: "", became: "madeOwner", ground: { _tag: "StandbyOwner" } }
    ])
    const { name, description } = teamRequested
    const renamed: TeamEvent = { _tag: "RenameRequested", name: "Another", description, by: someoneElse, at }
    const no: TeamEvent = { _tag: "RenameRefused", reason: "Blocked word.", at }
    expect(last([...open, renamed, no])).toEqual({ by: someoneElse, people: [] })
    expect(last([...open, { _tag: "Renamed", name: "Another", description, at }])).toEqual({
      people: [],
      renames: { name: true, description: false }
    })
    expect(last([{ _tag: "Renamed", name, description, at }])).toEqual({ people: [] })
    const restoration: TeamEvent = { _tag: "RestoreRefused", reason: "Too late.", at }
    expect(last([...open, { _tag: "RestoreRequested", by: someoneElse, at }, restoration])).toEqual({
      by: someoneElse,
      people: []
    })
    // A recreated team has no name in Teams yet.
    const recreated: TeamEvent = { _tag: "TeamRecreated", incarnation: 2, standIns: [], by, at }
    expect(last([...open, recreated, { _tag: "Renamed", name: "Another", description, at }])).toEqual({ people: [] })
  })

  it("name the incident that an event is about, by its number", () => {
    const { id } = incident
    const numbered: ReadonlyArray<readonly [number, TeamEvent]> = [
      [2_001, { _tag: "IncidentsLinked", link: 1, at }],
      [2_001, { _tag: "LinkRefused", link: 1, reason: "No.", remedy: "Go.", at }],
      [2_001, { _tag: "UnlinkRequested", link: 1, by, at }],
      [2_001, { _tag: "IncidentsUnlinked", link: 1, at }],
      [2_001, { _tag: "LeadChanged", incident: otherIncident.id, by, at }],
      [incident.number, { _tag: "LeadChanged", incident: id, by, at }],
      [incident.number, { _tag: "SurvivorChosen", incident: id, survivor: otherIncident, by, at }],
      [incident.number, { _tag: "MergeUnresolved", incident: id, reason: "Why.", remedy: "Do.", at }],
      [incident.number, { _tag: "MergeDismissed", incident: id, by, at }],
      [incident.number, { _tag: "GraceEnded", incident: id, at }],
      [incident.number, { _tag: "IncidentMissed", checkAt: at, at }],
      [incident.number, { _tag: "IncidentGone", at }],
      [2_001, { _tag: "IncidentMissed", incident: otherIncident.id, checkAt: at, at }],
      [2_001, { _tag: "IncidentGone", incident: otherIncident.id, at }]
    ]
    for (const [number, event] of numbered) {
      expect(last([...joining, event])).toMatchObject({ people: [], incident: number })
      expect(needsHistory(event)).toBe(true)
      expect(last([event])).not.toHaveProperty("incident")
    }
  })

  it("name also incidents that came with a team that was merged", () => {
    const third = { ...otherIncident, id: IncidentId.make("soc~00000000-0000-4000-9000-000000003003"), number: 3_003 }
    const { links } = given(...joining, {
      _tag: "LinkRequested",
      link: 2,
      target: teamRequested.id,
      incident: third,
      merge: true,
      lead: false,
      by,
      at
    }).team
    const [one, two] = links!.served
    const history: ReadonlyArray<TeamEvent> = [
      ...joining,
      { _tag: "IncidentsLinked", link: 1, merged: { team: otherTeam, incidents: [one!, two!] }, at }
    ]
    expect(last([...history, { _tag: "GraceEnded", incident: third.id, at }])).toEqual({ people: [], incident: 3_003 })
  })

  it("say why a team should be open or archived", () => {
    const wants = (desiredState: "open" | "archived"): TeamEvent => ({
      _tag: "DesiredStateChanged",
      desiredState,
      generation: 2,
      at
    })
    const closed = (one: typeof incident): TeamEvent => ({
      _tag: "IncidentObserved",
      incident: { ...one, status: "Closed", etag: '"closed"', lastModified: at },
      at
    })
    const cause = (desired: "open" | "archived", ...history: ReadonlyArray<TeamEvent>) =>
      last([...history, wants(desired)])?.cause
    const { number } = incident
    expect(cause("open", ...open)).toEqual({ _tag: "Incidents", all: 1, open: [number] })
    expect(cause("open", ...joined)).toEqual({ _tag: "Incidents", all: 2, open: [number, 2_001] })
    expect(cause("open", ...joined, closed(incident))).toEqual({ _tag: "Incidents", all: 2, open: [2_001] })
    expect(cause("archived", ...joined, closed(incident), closed(otherIncident))).toEqual({
      _tag: "Incidents",
      all: 2,
      open: []
    })
    expect(cause("open", ...joining, closed(incident), closed(otherIncident))).toEqual({ _tag: "Linking" })
    expect(cause("open", ...joining)).toEqual({ _tag: "Incidents", all: 2, open: [number, 2_001] })
    expect(cause("open", ...open, closed(incident), { _tag: "KeptOpen", by, at })).toEqual({ _tag: "KeptOpen" })
    expect(cause("archived", ...mergedAway, { _tag: "MergeConfirmed", at })).toEqual({ _tag: "Merged" })
    // The history says otherwise, or nothing.
    expect(cause("archived", ...open)).toBeUndefined()
    expect(last([wants("open")])).toEqual({ people: [] })
  })

  it("say why an archive or a reopening corrects what someone did in Teams, and of others nothing", () => {
    const changed = (state: "archived" | "open"): TeamEvent => ({
      _tag: "ChangedInTeams",
      archived: state === "archived",
      at
    })
    const { number } = incident
    const reopened: TeamEvent = { _tag: "Reopened", attempt: 5, at }
    expect(last([...open, changed("archived"), reopened])).toEqual({
      people: [],
      cause: { _tag: "Incidents", all: 1, open: [number] }
    })
    expect(last([...open, reopened])).toEqual({ people: [] })
    expect(last([reopened])).toEqual({ people: [] })
    const closed: TeamEvent = {
      _tag: "IncidentObserved",
      incident: { ...incident, status: "Closed", etag: '"closed"', lastModified: at },
      at
    }
    expect(last([...archived, closed, changed("open"), { _tag: "Archived", attempt: 5, at }])).toEqual({
      people: [],
      cause: { _tag: "Incidents", all: 1, open: [] }
    })
  })

  it("are always the same page by page as in one piece", () => {
    fc.assert(
      fc.property(fc.array(everyTeamEvent, { maxLength: 3 }), fc.nat(), (some, where) => {
        const history = some.flat()
        const cut = history.length === 0 ? 0 : where % history.length
        expect([
          ...timelineFacts(history.slice(0, cut)),
          ...timelineFacts(history.slice(cut), history.slice(0, cut))
        ]).toEqual(timelineFacts(history))
      }),
      lives(30)
    )
  })

  it("always are known from the event alone where it says that it needs no history", () => {
    fc.assert(
      fc.property(everyTeamEvent, everyTeamEvent, (before, events) => {
        const complete = events.filter((event) => !needsHistory(event))
        expect(timelineFacts(complete, before)).toEqual(complete.flatMap((event) => timelineFacts([event])))
      }),
      lives(30)
    )
  })

  it("always name everyone by an id that the event or its request has", () => {
    fc.assert(
      fc.property(everyTeamEvent, (events) => {
        for (const [index, { people }] of timelineFacts(events).entries()) {
          const words = JSON.stringify(events[index])
          for (const { id } of people) if (events[index]?._tag !== "TeamRecreated") expect(words).toContain(id)
        }
      }),
      lives(30)
    )
  })
})
