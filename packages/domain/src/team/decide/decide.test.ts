import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { plus } from "../../ids/Timestamp.ts"
import { throughJson } from "../../testing/throughJson.ts"
import { TeamCommand } from "../TeamCommand.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  after,
  begun,
  by,
  day,
  given,
  incident,
  linked,
  minute,
  otherIncident,
  otherTeam,
  owner,
  teamRequested
} from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"
import { timing } from "../Timing.ts"

const at = after(0)
const people = [personCalled(11)]

/** One of each that asks something of a team. */
const asking: ReadonlyArray<TeamCommand> = [
  { _tag: "AddPeople", people, refused: [], groups: [groupCalled(1)], by, at },
  { _tag: "RemovePeople", people, groups: [], by, at },
  { _tag: "RenameTeam", name: "Another", by, at },
  { _tag: "RequestAccess", request: "request-1", person: personCalled(11), reason: "", at },
  { _tag: "DecideAccess", request: "request-1", approve: true, pauseMillis: 3_600_000, by, at },
  { _tag: "RetryTeam", standbyOwners: [], by, at },
  { _tag: "RestoreTeam", by, at },
  { _tag: "RecreateTeam", people, refused: [], standIns: [], by, at },
  { _tag: "LinkIncident", incident: otherIncident, target: otherTeam.id, merge: true, lead: false, by, at },
  { _tag: "UnlinkIncident", incident: otherIncident.id, by, at },
  { _tag: "ChangeLead", incident: otherIncident.id, by, at },
  {
    _tag: "ChooseSurvivor",
    incident: incident.id,
    survivor: { id: otherIncident.id, number: otherIncident.number },
    by,
    at
  },
  { _tag: "DismissMerge", incident: incident.id, by, at },
  { _tag: "ArchiveNow", by, at },
  { _tag: "KeepOpen", by, at },
  { _tag: "MergeTeam", into: otherTeam, link: 1, by, at },
  { _tag: "BeginStep", step: { _tag: "Do", chore: "page" }, at },
  { _tag: "ReportWrite", attempt: 1, step: { _tag: "Do", chore: "page" }, outcome: { _tag: "Done" }, at },
  { _tag: "ReportRead", step: { _tag: "Verify" }, outcome: { _tag: "Gone" }, at }
]

/** One of each that tells of something. */
const telling: ReadonlyArray<TeamCommand> = [
  { _tag: "ObserveIncident", observation: { _tag: "Found", incident: { ...incident, status: "Closed" } }, at },
  { _tag: "CheckTeam", at },
  { _tag: "TakeOver", at },
  { _tag: "AbandonWrite", attempt: 1, step: { _tag: "Archive" }, operation: "operation-1", at },
  { _tag: "AbandonRead", at },
  { _tag: "UndoMerge", into: otherTeam.id, link: 1, incidents: [], at }
]

describe("before anybody asked for a team", () => {
  it.each(asking)("$_tag is refused", (command) => {
    expect(given().when(command)).toMatchObject({ _tag: "NoSuchTeam" })
  })

  it.each(telling)("$_tag is of no interest", (command) => {
    expect(given().when(command)).toEqual([])
  })

  it("nothing that happened makes one, but that it was asked for", () => {
    expect(given({ _tag: "CheckDue", at }).due()).toBeUndefined()
    expect(given({ _tag: "CheckDue", at }, teamRequested).team).toEqual(given(teamRequested).team)
  })
})

describe("provisioning", () => {
  const wait: TeamEvent = {
    _tag: "StepDelayed",
    step: "page",
    tries: 7,
    until: after(day),
    reason: "Forbidden.",
    at: after(minute)
  }
  const stalled = after(minute + timing.stalledAfter)
  const provisioned = { _tag: "Provisioned", at: stalled }
  const check = (history: ReadonlyArray<TeamEvent>, moment = stalled) =>
    given(...history).when({ _tag: "CheckTeam", at: moment })

  it("has ended where all that is left has failed for a quarter of an hour", () => {
    expect(check([...linked, wait])).toEqual([{ _tag: "CheckDue", at: stalled }, provisioned])
    const soon = plus(stalled, -1)
    expect(check([...linked, wait], soon)).toEqual([{ _tag: "CheckDue", at: soon }])
  })

  it("goes on while something is left that didn't fail, or is just tried again", () => {
    const asked: TeamEvent = { _tag: "GroupRequested", group: groupCalled(1), by, at: after(minute) }
    expect(check([...linked, wait, asked])).not.toContainEqual(provisioned)
    expect(check([...linked, wait, begun(4, { _tag: "Do", chore: "page" }, after(2 * minute))])).not.toContainEqual(
      provisioned
    )
  })

  it("has ended where nothing is left, whatever else is under way", () => {
    const page: TeamEvent = { _tag: "ChoreDone", chore: "page", at: after(9_000) }
    const asked: TeamEvent = { _tag: "GroupRequested", group: groupCalled(1), by, at: after(minute) }
    const history = [...linked, asked, page, begun(4, { _tag: "Renew" }, after(2 * minute))]
    const nobody = { _tag: "GroupExpanded", people: [], refused: [], known: [] } as const
    expect(
      given(...history).answered({ _tag: "ExpandGroup", group: groupCalled(1).id }, nobody, stalled)
    ).toContainEqual(provisioned)
  })
})

it("commands survive their codec", () => {
  const commands = [
    {
      ...teamRequested,
      _tag: "RequestTeam",
      owners: [owner],
      standIns: [],
      people,
      refused: [],
      groups: []
    } satisfies TeamCommand,
    ...asking,
    ...telling
  ]
  expect(throughJson(Schema.Array(TeamCommand), commands)).toEqual(commands)
})
