import { describe, expect, it } from "vitest"
import { IncidentId } from "../../ids/IncidentId.ts"
import { plus } from "../../ids/Timestamp.ts"
import type { ReadOutcome } from "../Outcome.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  after,
  by,
  given,
  hour,
  incident,
  joining,
  marked,
  mergedAway,
  minute,
  open,
  otherIncident,
  otherTeam
} from "../testing/given.ts"
import { timing } from "../Timing.ts"
import { linkedFirst } from "./merges.ts"

const at = after(hour + minute)
const survivor = { id: otherIncident.id, number: otherIncident.number }
const dismissed: ReadonlyArray<TeamEvent> = [...marked, { _tag: "MergeDismissed", incident: incident.id, by, at }]
const undecided = { _tag: "NoMergeToDecide", incident: incident.id }

describe("a person's decision on an incident that is marked as merged", () => {
  const choose = (history: ReadonlyArray<TeamEvent>, id = incident.id, one = survivor) =>
    given(...history).when({ _tag: "ChooseSurvivor", incident: id, survivor: one, by, at })
  const dismiss = (history: ReadonlyArray<TeamEvent>, id = incident.id) =>
    given(...history).when({ _tag: "DismissMerge", incident: id, by, at })

  it("names another incident that continues it", () => {
    expect(choose(marked)).toEqual([{ _tag: "SurvivorChosen", incident: incident.id, survivor, by, at }])
    expect(choose(marked, incident.id, { id: incident.id, number: incident.number })).toMatchObject(undecided)
  })

  it("says that none does, so that the team is archived", () => {
    expect(dismiss(marked)).toEqual([
      { _tag: "MergeDismissed", incident: incident.id, by, at },
      { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at }
    ])
  })

  it("is refused where nothing is to be decided: no mark, or decided before", () => {
    for (const decide of [choose, dismiss]) {
      for (const history of [open, dismissed]) expect(decide(history)).toMatchObject(undecided)
      expect(decide(marked, otherIncident.id)).toMatchObject({ ...undecided, incident: otherIncident.id })
    }
  })
})

describe("the search for the incident that continues a merged one", () => {
  const answered = (history: ReadonlyArray<TeamEvent>, outcome: ReadOutcome, moment = at) =>
    given(...history).answered({ _tag: "FollowMerge", incident: incident.id }, outcome, moment)
  const delayed = (reason: string, millis: number, more: object = {}, moment = at) => ({
    _tag: "StepDelayed",
    step: "FollowMerge",
    tries: 1,
    until: plus(moment, millis),
    reason,
    at: moment,
    ...more
  })
  const found = (served: "here" | "nowhere" | "elsewhere") => ({
    _tag: "SurvivorFound" as const,
    survivor: otherIncident,
    target: otherTeam.id,
    served
  })
  const waits = delayed("The team waits until incident 2001 is linked.", timing.retryFirst, { remedy: linkedFirst })

  it("changes nothing where nothing is searched for any more", () => {
    for (const history of [open, dismissed]) expect(answered(history, found("here"))).toEqual([])
    const taken: ReadonlyArray<TeamEvent> = [...marked, ...mergedAway.slice(open.length)]
    expect(answered(taken, found("here"))).toEqual([])
    const elsewhere = { _tag: "FollowMerge", incident: otherIncident.id } as const
    expect(given(...marked).answered(elsewhere, found("here"), at)).toEqual([])
  })

  it("ends when this team serves it, so that the team follows that one", () => {
    expect(answered(marked, found("here"))).toContainEqual({
      _tag: "MergeFollowed",
      incident: incident.id,
      survivor,
      at
    })
  })

  it("links it as the lead where no team serves it, and waits where one does or it is being linked", () => {
    expect(answered(marked, found("nowhere"))).toEqual([
      {
        _tag: "LinkRequested",
        link: 1,
        target: otherTeam.id,
        incident: otherIncident,
        merge: true,
        lead: true,
        by: { _tag: "System" },
        at
      }
    ])
    expect(answered(marked, found("elsewhere"))).toEqual([waits])
    const linking: ReadonlyArray<TeamEvent> = [...marked, ...joining.slice(open.length)]
    expect(answered(linking, found("nowhere"))).toEqual([waits])
    const third = { ...otherIncident, id: IncidentId.make("soc~00000000-0000-4000-9000-000000003003") }
    for (const more of [{ target: given(...open).team.id }, { survivor: third }]) {
      expect(answered(linking, { ...found("nowhere"), ...more })).toEqual([waits])
    }
  })

  it("waits for Defender to say that it merged the incident for as long as that may take, then takes it for closed", () => {
    const soon = after(hour + timing.confirmMissingAfter - 1)
    expect(answered(marked, { _tag: "NotMerged" }, soon)).toEqual([
      delayed("Microsoft Defender knows of no merge of the incident yet.", timing.retryFirst, {}, soon)
    ])
    const late = after(hour + timing.confirmMissingAfter)
    expect(answered(marked, { _tag: "NotMerged" }, late)).toEqual([
      { _tag: "MergeDismissed", incident: incident.id, by: { _tag: "System" }, at: late },
      { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at: late }
    ])
  })

  it("follows the incident where it was read instead, and reads again where that showed nothing new", () => {
    const read = (lastModified: typeof at, etag: string): ReadOutcome => ({
      _tag: "IncidentRead",
      observation: { _tag: "Found", incident: { ...incident, status: "Active", etag, lastModified } }
    })
    expect(answered(marked, read(at, '"reopened"'))).toMatchObject([
      { _tag: "IncidentObserved", incident: { etag: '"reopened"' } }
    ])
    expect(answered(marked, read(after(0), '"old"'))).toEqual([
      delayed("Sentinel answered with an older state of the incident.", timing.retryFirst)
    ])
  })

  const unknown = { reason: "Defender names no incident.", remedy: "Choose one." }

  it("tells people after half an hour that it isn't found, with the reason and once", () => {
    const lags: ReadOutcome = { _tag: "SurvivorUnknown", ...unknown, lags: true }
    const isUnknown: ReadOutcome = { _tag: "SurvivorUnknown", ...unknown, lags: false }
    expect(answered(marked, lags)).toEqual([delayed(unknown.reason, timing.retryFirst)])
    expect(answered(marked, isUnknown)).toEqual([
      delayed(unknown.reason, timing.retryFirst, { remedy: unknown.remedy })
    ])

    const late = after(hour + timing.mergePatience)
    const told = { _tag: "MergeUnresolved", incident: incident.id, ...unknown, at: late } as const
    const later = delayed(unknown.reason, timing.mergePatience, { remedy: unknown.remedy }, late)
    for (const outcome of [lags, isUnknown]) {
      expect(answered(marked, outcome, after(hour + timing.mergePatience - 1))).toMatchObject([{ _tag: "StepDelayed" }])
      expect(answered(marked, outcome, late)).toEqual([told, later])
      expect(answered([...marked, told], outcome, late)).toEqual([later])
    }
    expect(answered([...marked, told], { ...isUnknown, reason: "It was deleted." }, late)).toMatchObject([
      { _tag: "MergeUnresolved", reason: "It was deleted." },
      { _tag: "StepDelayed" }
    ])
  })

  it("tells people at once what only they can say, and asks again once a day", () => {
    const decides: ReadOutcome = { _tag: "PersonDecides", ...unknown }
    const told = { _tag: "MergeUnresolved", incident: incident.id, ...unknown, at } as const
    const later = delayed(unknown.reason, timing.verifyEvery, { remedy: unknown.remedy })
    expect(answered(marked, decides)).toEqual([told, later])
    expect(answered([...marked, told], decides)).toEqual([later])
  })

  it("is repeated after a failure, with pauses that grow", () => {
    const failed: ReadOutcome = { _tag: "FailedForNow", reason: "Too many requests." }
    const once = answered(marked, failed)
    expect(once).toEqual([delayed("Too many requests.", timing.retryFirst)])
    expect(answered([...marked, ...once], failed)).toMatchObject([{ tries: 2, until: plus(at, 2 * timing.retryFirst) }])
    expect(answered([...marked, ...once], found("elsewhere"))).toMatchObject([
      { tries: 2, until: plus(at, 2 * timing.retryFirst), remedy: linkedFirst }
    ])
  })
})
