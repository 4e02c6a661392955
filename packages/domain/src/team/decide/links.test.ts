import { describe, expect, it } from "vitest"
import { IncidentId } from "../../ids/IncidentId.ts"
import { TeamId } from "../../ids/TeamId.ts"
import { plus } from "../../ids/Timestamp.ts"
import { otherIncidentsAtMost } from "../Links.ts"
import type { ReadOutcome } from "../Outcome.ts"
import type { TeamCommand } from "../TeamCommand.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  after,
  by,
  given,
  hour,
  incident,
  joined,
  joining,
  mergedAway,
  open,
  otherIncident,
  otherTeam,
  teamRequested
} from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"
import { timing } from "../Timing.ts"

const at = after(2 * hour)
const leaving: ReadonlyArray<TeamEvent> = [...joined, { _tag: "UnlinkRequested", link: 1, by, at }]
const refused: ReadonlyArray<TeamEvent> = [
  ...joining,
  { _tag: "LinkRefused", link: 1, reason: "No.", remedy: "Go.", at }
]
const own = { team: teamRequested.id, name: teamRequested.name }

/** Incident number `n` and the team that it would have. */
const numbered = (n: number) => ({
  incident: { ...otherIncident, id: IncidentId.make(`soc~00000000-0000-4000-9000-00000000${n}`), number: n },
  target: TeamId.make(`c${n}`.padEnd(26, "a").replaceAll(/[0189]/gu, "z"))
})
const third = numbered(3_003)

const link = (more: object = {}): TeamCommand => ({
  _tag: "LinkIncident",
  incident: otherIncident,
  target: otherTeam.id,
  merge: true,
  lead: false,
  by,
  at,
  ...more
})

describe("linking an incident", () => {
  it("is requested under a number that no link of the team had before", () => {
    const asked = {
      _tag: "LinkRequested",
      target: otherTeam.id,
      incident: otherIncident,
      merge: true,
      lead: false,
      by,
      at
    }
    expect(given(...open).when(link())).toEqual([{ ...asked, link: 1 }])
    expect(given(...refused).when(link())).toEqual([{ ...asked, link: 2 }])
    expect(given(...joined).when(link({ ...third, lead: true }))).toEqual([{ ...asked, ...third, lead: true, link: 2 }])
  })

  it.each<[string, ReadonlyArray<TeamEvent>, object]>([
    ["that the team was created for", open, { target: teamRequested.id }],
    ["that it serves already", open, { incident }],
    ["that is being linked", joining, { target: third.target }],
    ["whose team it has taken over already", joined, { incident: third.incident }]
  ])("is refused for an incident %s", (_, history, more) => {
    expect(given(...history).when(link(more))).toMatchObject({ _tag: "ServedAlready", ...own })
  })

  it("is refused over the limit of incidents in a team", () => {
    const requested = (count: number): ReadonlyArray<TeamEvent> =>
      Array.from({ length: count }, (_, index) => ({
        _tag: "LinkRequested",
        link: index + 1,
        ...numbered(4_000 + index),
        merge: false,
        lead: false,
        by,
        at
      }))
    expect(given(...open, ...requested(otherIncidentsAtMost - 1)).when(link())).toMatchObject([
      { _tag: "LinkRequested" }
    ])
    expect(given(...open, ...requested(otherIncidentsAtMost)).when(link())).toMatchObject({
      _tag: "TooManyIncidents",
      limit: otherIncidentsAtMost + 1
    })
  })
})

describe("the record of a linked incident", () => {
  const link1 = { _tag: "Link", link: 1 } as const
  const settled = (history: ReadonlyArray<TeamEvent>, outcome: ReadOutcome) =>
    given(...history).answered(link1, outcome, at)

  it("ends the request once it says that this team serves the incident", () => {
    expect(settled(joining, { _tag: "Linked" })).toEqual([{ _tag: "IncidentsLinked", link: 1, at }])
    for (const history of [open, joined, leaving]) expect(settled(history, { _tag: "Linked" })).toEqual([])
  })

  it("asks for everyone who was in a team that is merged, once, and for the groups that this team doesn't have", () => {
    const [ada, bob] = [personCalled(11), personCalled(12)]
    const cleo = { ...personCalled(13), reason: "A guest." }
    const history: ReadonlyArray<TeamEvent> = [...joining, { _tag: "GroupRequested", group: groupCalled(1), by, at }]
    const lead = given(...joining).team.links!.served[0]!
    expect(
      settled(history, {
        _tag: "TeamMergedHere",
        team: otherTeam,
        incidents: [lead],
        people: [ada, bob, ada],
        refused: [cleo],
        groups: [groupCalled(1), groupCalled(2)]
      })
    ).toEqual([
      { _tag: "IncidentsLinked", link: 1, merged: { team: otherTeam, incidents: [lead] }, at },
      { _tag: "PeopleRequested", chunk: 0, kind: "add", people: [ada, bob], refused: [cleo], by, at },
      { _tag: "GroupRequested", group: groupCalled(2), by, at }
    ])
  })

  it("asks for no group that is one of several that this team has", () => {
    const groups = [groupCalled(1), groupCalled(2)]
    const history = [...joining, ...groups.map((group): TeamEvent => ({ _tag: "GroupRequested", group, by, at }))]
    const incidents = [given(...joining).team.links!.served[0]!] as const
    const merged: ReadOutcome = { _tag: "TeamMergedHere", team: otherTeam, incidents, people: [], refused: [], groups }
    expect(settled(history, merged)).toEqual([
      { _tag: "IncidentsLinked", link: 1, merged: { team: otherTeam, incidents }, at }
    ])
  })

  it("is waited for while the other team links incidents itself, unless the two would wait for each other", () => {
    const reason = "The incident's team is linking incidents itself."
    expect(settled(joining, { _tag: "OtherTeamBusy", withdraw: false })).toEqual([
      { _tag: "StepDelayed", step: "Link", tries: 1, until: plus(at, timing.retryFirst), reason, at }
    ])
    expect(settled(joining, { _tag: "OtherTeamBusy", withdraw: true })).toEqual([
      { _tag: "LinkRefused", link: 1, reason, remedy: "Try again in a minute.", at }
    ])
  })

  it.each(["ServedElsewhere", "Refused"] as const)("refuses the link for good: %s", (_tag) => {
    const words = { reason: "Another team serves it.", remedy: "Go there." }
    expect(settled(joining, { _tag, ...words })).toEqual([{ _tag: "LinkRefused", link: 1, ...words, at }])
  })

  it("is written again after a failure that may pass", () => {
    const failed: ReadOutcome = { _tag: "FailedForNow", reason: "The store is busy." }
    expect(settled(joining, failed)).toMatchObject([
      { _tag: "StepDelayed", step: "Link", reason: "The store is busy." }
    ])
    expect(given(...leaving).answered({ _tag: "Unlink", link: 1 }, failed, at)).toMatchObject([
      { _tag: "StepDelayed", step: "Unlink", reason: "The store is busy." }
    ])
  })

  it("ends the link once it is removed", () => {
    const unlinked = (history: ReadonlyArray<TeamEvent>) =>
      given(...history).answered({ _tag: "Unlink", link: 1 }, { _tag: "Unlinked" }, at)
    expect(unlinked(leaving)).toEqual([{ _tag: "IncidentsUnlinked", link: 1, at }])
    for (const history of [open, joining, joined]) expect(unlinked(history)).toEqual([])
  })
})

describe("undoing a link", () => {
  const unlink = (history: ReadonlyArray<TeamEvent>, id = otherIncident.id) =>
    given(...history).when({ _tag: "UnlinkIncident", incident: id, by, at })

  it("is requested for the link by which the incident came, once that stands", () => {
    expect(unlink(joined)).toEqual([{ _tag: "UnlinkRequested", link: 1, by, at }])
    for (const history of [joining, leaving]) {
      expect(unlink(history)).toMatchObject({ _tag: "LinkUnderWay", incident: otherIncident.id })
    }
  })

  it("is refused for an incident that the team doesn't serve, and for the one that it was created for", () => {
    expect(unlink(open)).toMatchObject({ _tag: "IncidentNotServed", incident: otherIncident.id })
    expect(unlink(joined, incident.id)).toMatchObject({ _tag: "FoundingIncidentStays", incident: incident.id })
  })
})

describe("another lead", () => {
  const lead = (history: ReadonlyArray<TeamEvent>, id = otherIncident.id) =>
    given(...history).when({ _tag: "ChangeLead", incident: id, by, at })

  it("is an incident that the team serves for certain", () => {
    expect(lead(joined)).toEqual([{ _tag: "LeadChanged", incident: otherIncident.id, by, at }])
    expect(lead(open)).toMatchObject({ _tag: "IncidentNotServed", incident: otherIncident.id })
    for (const history of [joining, leaving]) {
      expect(lead(history)).toMatchObject({ _tag: "LinkUnderWay", incident: otherIncident.id })
    }
  })

  it("is none if it leads already, and may be the one that the team was created for", () => {
    expect(lead(joined, incident.id)).toEqual([])
    const changed: ReadonlyArray<TeamEvent> = [...joined, { _tag: "LeadChanged", incident: otherIncident.id, by, at }]
    expect(lead(changed)).toEqual([])
    expect(lead(changed, incident.id)).toEqual([{ _tag: "LeadChanged", incident: incident.id, by, at }])
  })
})

describe("a team that is merged into another one", () => {
  const merge = (history: ReadonlyArray<TeamEvent>, more: object = {}) =>
    given(...history).when({ _tag: "MergeTeam", into: otherTeam, link: 7, by, at, ...more })
  const confirmed: ReadonlyArray<TeamEvent> = [...mergedAway, { _tag: "MergeConfirmed", at }]

  it("stays open for a quarter of an hour, and links nothing meanwhile", () => {
    const confirmAt = plus(at, timing.mergeGrace)
    for (const history of [open, joined]) {
      expect(merge(history)).toEqual([{ _tag: "TeamMerged", into: otherTeam, link: 7, confirmAt, by, at }])
    }
    for (const history of [joining, leaving]) expect(merge(history)).toMatchObject({ _tag: "TeamIsLinking" })
  })

  it("is merged once: the same again changes nothing, and another merge is refused", () => {
    expect(merge(mergedAway)).toEqual([])
    expect(merge(mergedAway, { link: 8 })).toMatchObject({ _tag: "TeamIsMerged", into: otherTeam })
    expect(merge(mergedAway, { into: { id: third.target, name: "Third" } })).toMatchObject({
      _tag: "TeamIsMerged",
      into: otherTeam
    })
  })

  it("serves its incidents again once the other team ends the link, and by no other message", () => {
    const undo = (history: ReadonlyArray<TeamEvent>, more: object = {}) =>
      given(...history).when({ _tag: "UndoMerge", into: otherTeam.id, link: 7, incidents: [], at, ...more })
    expect(undo(mergedAway)).toEqual([{ _tag: "MergeUndone", incidents: [], at }])
    expect(undo(mergedAway, { link: 8 })).toEqual([])
    expect(undo(mergedAway, { into: third.target })).toEqual([])
    expect(undo(open)).toEqual([])
  })

  it("asks the other team whether the merge stands, and follows the answer", () => {
    const answered = (history: ReadonlyArray<TeamEvent>, outcome: ReadOutcome) =>
      given(...history).answered({ _tag: "ConfirmMerge" }, outcome, at)
    expect(answered(mergedAway, { _tag: "MergeStands" })).toEqual([
      { _tag: "MergeConfirmed", at },
      { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at }
    ])
    expect(answered(mergedAway, { _tag: "MergeEnded" })).toEqual([{ _tag: "MergeUndone", incidents: [], at }])
    expect(answered(mergedAway, { _tag: "FailedForNow", reason: "The store is busy." })).toMatchObject([
      { _tag: "StepDelayed", step: "ConfirmMerge", reason: "The store is busy." }
    ])
    for (const history of [open, confirmed]) expect(answered(history, { _tag: "MergeStands" })).toEqual([])
  })

  it("leaves to the other team what is asked of its people and incidents", () => {
    const people = [personCalled(11)]
    const commands: ReadonlyArray<TeamCommand> = [
      { _tag: "AddPeople", people, refused: [], groups: [], by, at },
      { _tag: "RequestAccess", request: "r-1", person: personCalled(11), reason: "", at },
      { _tag: "DecideAccess", request: "r-1", approve: true, pauseMillis: 0, by, at },
      link(),
      { _tag: "UnlinkIncident", incident: incident.id, by, at },
      { _tag: "ChangeLead", incident: incident.id, by, at },
      { _tag: "DismissMerge", incident: incident.id, by, at },
      { _tag: "ChooseSurvivor", incident: incident.id, survivor: otherIncident, by, at },
      { _tag: "KeepOpen", by, at }
    ]
    for (const command of commands) {
      expect(given(...mergedAway).when(command)).toMatchObject({ _tag: "TeamIsMerged", into: otherTeam })
    }
    expect(given(...mergedAway).when({ _tag: "RenameTeam", name: "Another", by, at })).toMatchObject([
      { _tag: "RenameRequested" }
    ])
  })
})
