import { describe, expect, it } from "vitest"
import { IncidentId } from "../ids/IncidentId.ts"
import { asRead, incidentIn, incidentsOf } from "./served.ts"
import type { StepName } from "./Step.ts"
import type { Team } from "./Team.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import type { TeamIncident } from "./TeamIncident.ts"
import {
  after,
  by,
  given,
  hour,
  incident,
  joined,
  joining,
  marked,
  mergedAway,
  minute,
  open,
  otherIncident,
  otherTeam,
  teamRequested
} from "./testing/given.ts"

const at = after(2 * hour)
const announced: ReadonlyArray<TeamEvent> = [{ ...teamRequested, chores: ["page", "announcement"] }, ...open.slice(1)]
const [linkRequested] = joining.slice(open.length) as [Extract<TeamEvent, { _tag: "LinkRequested" }>]
const linked: TeamEvent = { _tag: "IncidentsLinked", link: 1, at }
const delayed = (step: StepName): TeamEvent => ({ _tag: "StepDelayed", step, tries: 1, until: at, reason: "Busy.", at })
const waiting = [
  delayed("Link"),
  delayed("Unlink"),
  delayed("FollowMerge"),
  delayed("Observe"),
  delayed("ConfirmMerge")
]
/** For which steps the team still waits, of those that failed before the event. */
const waitsAfter = (history: ReadonlyArray<TeamEvent>, event: TeamEvent): ReadonlyArray<StepName> =>
  given(...history, ...waiting, event).team.work.waits.map(({ step }) => step)
const linkOf = (team: Team) => team.links?.all[0]
const served = { ...asRead(otherIncident), gone: false, link: 1 }

describe("a link to another incident", () => {
  it("is listed with its incident as soon as it is requested", () => {
    const link = { number: 1, target: otherTeam.id, state: "joining", merge: true, lead: false, by, since: after(hour) }
    expect(given(...joining).team.links).toEqual({ drawn: 1, all: [link], served: [served] })
    const numbered = given(...open, { ...linkRequested, operationNumber: 2 }).team
    expect(linkOf(numbered)).toEqual({ ...link, operationNumber: 2 })
  })

  it("lists an incident once, as it was read last", () => {
    const again: TeamEvent = { ...linkRequested, link: 2, incident: { ...otherIncident, title: "Malware again" } }
    expect(given(...joining, again).team.links).toMatchObject({
      drawn: 2,
      all: [{ number: 1 }, { number: 2 }],
      served: [{ id: otherIncident.id, title: "Malware again", link: 2 }]
    })
  })

  it("stands once its record says so: the incident is read again, and announced if the team is", () => {
    expect(linkOf(given(...joining, linked).team)?.state).toBe("linked")
    expect(given(...joining, linked).team.links?.served).toEqual([{ ...served, checkAt: at }])
    expect(given(...announced, linkRequested, linked).team.links?.served).toEqual([
      { ...served, checkAt: at, announcement: { _tag: "Pending" } }
    ])
    expect(waitsAfter(joining, linked)).toEqual(["Unlink", "Observe", "ConfirmMerge"])
  })

  it("is announced again when a person retries what was refused, and only that", () => {
    const announcement = (...events: ReadonlyArray<TeamEvent>) =>
      given(...announced, linkRequested, linked, ...events).team.links?.served[0]?.announcement
    const { id, number } = otherIncident
    const retried: TeamEvent = { _tag: "Retried", standbyOwners: [], by, at }
    const about = { chore: "announcement", incident: { id, number }, at } as const
    const refused: TeamEvent = { _tag: "ChoreRefused", reason: "Forbidden.", ...about }
    expect(announcement(refused)).toMatchObject({ _tag: "Refused" })
    expect(announcement(refused, retried)).toEqual({ _tag: "Pending" })
    expect(announcement({ _tag: "ChoreDone", ...about }, retried)).toEqual({ _tag: "Done" })
    // What was never to be announced stays so.
    const silent = given(...open, linkRequested, linked, refused, retried).team.links?.served[0]
    expect(silent?.id).toBe(id)
    expect(silent).not.toHaveProperty("announcement")
  })

  it("leaves the other incidents of the team as they are", () => {
    const third: TeamEvent = {
      ...linkRequested,
      link: 2,
      target: teamRequested.id,
      incident: { ...otherIncident, id: IncidentId.make("soc~00000000-0000-4000-9000-000000003003") }
    }
    const { team } = given(...joining, third, linked)
    expect(team.links?.served).toEqual([{ ...served, checkAt: at }, expect.objectContaining({ link: 2 })])
    expect(team.links?.served[1]).not.toHaveProperty("checkAt")
    expect(team.links?.all.map(({ state }) => state)).toEqual(["linked", "joining"])
  })

  it("brings all incidents of a team that is merged, as that one knew them", () => {
    const own: TeamIncident = { ...served, title: "Malware, found twice", link: 4 }
    const gone: TeamIncident = {
      ...own,
      id: IncidentId.make("soc~00000000-0000-4000-9000-000000003003"),
      gone: true
    }
    const merged: TeamEvent = {
      _tag: "IncidentsLinked",
      link: 1,
      merged: { team: otherTeam, incidents: [own, gone] },
      at
    }
    const { team } = given(...joining, merged)
    expect(linkOf(team)).toMatchObject({ state: "linked", from: otherTeam })
    expect(team.links?.served).toEqual([
      { ...own, link: 1, checkAt: at },
      { ...gone, link: 1 }
    ])
  })

  it("leaves what came by other links, and leads by none of them", () => {
    const third = { ...otherIncident, id: IncidentId.make("soc~00000000-0000-4000-9000-000000003003"), number: 3_003 }
    const second: TeamEvent = { ...linkRequested, link: 2, target: teamRequested.id, incident: third, lead: true }
    const [own] = given(...joining).team.links!.served
    const merged: TeamEvent = { _tag: "IncidentsLinked", link: 1, merged: { team: otherTeam, incidents: [own!] }, at }
    const { team } = given(...joining, second, merged)
    expect(incidentsOf(team).map(({ number }) => number)).toEqual([incident.number, 3_003, 2_001])
    expect(given(...joining, second, { _tag: "IncidentsLinked", link: 2, at }).team.incident.number).toBe(3_003)
  })

  it("changes nothing in a team that doesn't have it", () => {
    for (const event of [
      linked,
      { _tag: "LinkRefused", link: 1, reason: "No.", remedy: "Go there.", at },
      { _tag: "UnlinkRequested", link: 1, by, at },
      { _tag: "IncidentsUnlinked", link: 1, at }
    ] as const) {
      const { team } = given(...open, event)
      expect(incidentsOf(team)).toEqual([given(...open).team.incident])
      expect(team.links?.all ?? []).toEqual([])
    }
  })

  it("makes its incident the lead if that was requested, and the former lead stays", () => {
    const { team } = given(...open, { ...linkRequested, lead: true }, linked)
    expect([team.incident.id, team.links?.served.map(({ id }) => id)]).toEqual([otherIncident.id, [incident.id]])
    expect(given(...joining, linked).team.incident.id).toBe(incident.id)
  })

  it("leaves nothing but its number when it is refused or has ended", () => {
    const refused: TeamEvent = { _tag: "LinkRefused", link: 1, reason: "No.", remedy: "Go there.", at }
    const ended: TeamEvent = { _tag: "IncidentsUnlinked", link: 1, at }
    expect(given(...joining, refused).team.links).toEqual({ drawn: 1, all: [], served: [] })
    expect(given(...joined, ended).team.links).toEqual({ drawn: 1, all: [], served: [] })
    expect(waitsAfter(joining, refused)).toEqual(["Unlink", "FollowMerge", "Observe", "ConfirmMerge"])
    expect(waitsAfter(joined, ended)).toEqual(["Link", "FollowMerge", "Observe", "ConfirmMerge"])
  })

  it("is about to end once that is requested, with the number of the request", () => {
    const { team } = given(...joined, { _tag: "UnlinkRequested", link: 1, operationNumber: 3, by, at })
    expect(linkOf(team)).toMatchObject({ state: "leaving", operationNumber: 3 })
    const unnumbered = given(...open, { ...linkRequested, operationNumber: 2 }, linked, {
      _tag: "UnlinkRequested",
      link: 1,
      by,
      at
    })
    expect(linkOf(unnumbered.team)).not.toHaveProperty("operationNumber")
  })

  it("ends with the incident that the team was created for as its lead", () => {
    const led: ReadonlyArray<TeamEvent> = [...joined, { _tag: "LeadChanged", incident: otherIncident.id, by, at }]
    expect(given(...led).team.incident.id).toBe(otherIncident.id)
    expect(given(...led, { _tag: "IncidentsUnlinked", link: 1, at }).team.incident.id).toBe(incident.id)
  })
})

describe("a team that another one takes over", () => {
  it("knows which one from when on, and follows its incidents no more", () => {
    expect(given(...mergedAway).team.mergedInto).toEqual({
      team: otherTeam,
      link: 7,
      at: after(hour),
      confirmAt: after(hour + 15 * minute),
      confirmed: false
    })
    const [taken] = mergedAway.slice(open.length) as [TeamEvent]
    expect(waitsAfter(open, taken)).toEqual(["Link", "Unlink", "ConfirmMerge"])
  })

  it("is confirmed once, and not where it isn't merged any more", () => {
    const confirmed: TeamEvent = { _tag: "MergeConfirmed", at }
    expect(given(...mergedAway, confirmed).team.mergedInto).toMatchObject({ team: otherTeam, confirmed: true })
    expect(waitsAfter(mergedAway, confirmed)).toEqual(["Link", "Unlink", "FollowMerge", "Observe"])
    expect(given(...open, confirmed).team).not.toHaveProperty("mergedInto")
  })

  it("has its incidents back as the other one knew them, under its own links, and reads them again", () => {
    const { incident: lead } = given(...announced, linkRequested, linked).team
    const known: TeamIncident = {
      ...served,
      title: "Malware, closed",
      closed: true,
      link: 7,
      announcement: { _tag: "Done" }
    }
    const gone: TeamIncident = { ...lead, gone: true, link: 7 }
    const history = [...announced, linkRequested, linked, ...mergedAway.slice(open.length)]
    const undone: TeamEvent = { _tag: "MergeUndone", incidents: [known, gone], at }
    const { team } = given(...history, undone)
    expect(team).not.toHaveProperty("mergedInto")
    expect(incidentIn(team, otherIncident.id)).toEqual({
      ...known,
      link: 1,
      announcement: { _tag: "Pending" },
      checkAt: at
    })
    expect(team.incident).toEqual({ ...lead, gone: true })
    expect(waitsAfter(history, undone)).toEqual(["Link", "Unlink", "FollowMerge", "Observe"])
  })
})

describe("an incident that is marked as merged", () => {
  const since = after(hour)
  const survivor = { id: otherIncident.id, number: otherIncident.number }
  const unresolved: TeamEvent = { _tag: "MergeUnresolved", incident: incident.id, reason: "Why.", remedy: "Do.", at }
  const chosen: TeamEvent = { _tag: "SurvivorChosen", incident: incident.id, survivor, by, at }
  const mergeAfter = (...events: ReadonlyArray<TeamEvent>) => given(...marked, ...events).team.incident.merge

  it("is continued by an incident that the team serves", () => {
    const followed: TeamEvent = { _tag: "MergeFollowed", incident: incident.id, survivor, at }
    expect(mergeAfter(unresolved, followed)).toEqual({ since, survivor: { _tag: "Served", ...survivor } })
    expect(given(...open, followed).team.incident.merge?.since).toBe(at)
  })

  it("is searched for as a person says", () => {
    expect(mergeAfter(unresolved, chosen)).toEqual({ since, chosen: survivor })
    expect(given(...open, chosen).team.incident.merge?.since).toBe(at)
  })

  it("says why the other one isn't found", () => {
    expect(mergeAfter(chosen, unresolved)).toEqual({
      since,
      chosen: survivor,
      problem: { reason: "Why.", remedy: "Do." }
    })
    expect(given(...open, unresolved).team.incident.merge?.since).toBe(at)
    expect(waitsAfter(marked, unresolved)).toContain("FollowMerge")
  })

  it("is closed like any other once a person says that none continues it", () => {
    const dismissed: TeamEvent = { _tag: "MergeDismissed", incident: incident.id, by, at }
    expect(mergeAfter(unresolved, dismissed)).toEqual({ since, survivor: { _tag: "None", by } })
    expect(given(...open, dismissed).team.incident.merge?.since).toBe(at)
  })

  it("is searched for at once after each of these answers", () => {
    for (const event of [
      chosen,
      { _tag: "MergeDismissed", incident: incident.id, by, at },
      { _tag: "MergeFollowed", incident: incident.id, survivor, at }
    ] as const) {
      expect(waitsAfter(marked, event)).toEqual(["Link", "Unlink", "Observe", "ConfirmMerge"])
    }
  })
})
