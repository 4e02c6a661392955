import { describe, expect, it } from "vitest"
import type { TeamEvent } from "../TeamEvent.ts"
import { after, by, given, hour, incident, joined, mergedAway, minute, open, otherIncident } from "../testing/given.ts"
import { timing } from "../Timing.ts"

const at = after(2 * hour)
const graceUntil = after(2 * hour + minute)
const seen = (one: typeof incident, until?: typeof at): TeamEvent => ({
  _tag: "IncidentObserved",
  incident: { ...one, status: "Closed", etag: '"closed"', lastModified: at },
  ...(until === undefined ? {} : { graceUntil: until }),
  at
})
const keptOpen: TeamEvent = { _tag: "KeptOpen", by, at }
/** The incident was seen closed. */
const inGrace = [...open, seen(incident, graceUntil)]
const archiveNow = (...history: ReadonlyArray<TeamEvent>) => given(...history).when({ _tag: "ArchiveNow", by, at })
const keepOpen = (...history: ReadonlyArray<TeamEvent>) => given(...history).when({ _tag: "KeepOpen", by, at })
const requested = { _tag: "ArchiveRequested", by, at }
const toBeArchived = { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at }

describe("archive now", () => {
  it("ends a grace, and what a person wanted before", () => {
    expect(archiveNow(...inGrace)).toEqual([requested, toBeArchived])
    expect(archiveNow(...inGrace, keptOpen)).toEqual([requested, toBeArchived])
    expect(archiveNow(...open, seen(incident), keptOpen)).toEqual([requested, toBeArchived])
    expect(archiveNow(...joined, seen(incident, graceUntil), seen(otherIncident, graceUntil))).toEqual([
      requested,
      toBeArchived
    ])
  })

  it("is refused while an incident is open, and names that one, not one in its grace", () => {
    expect(archiveNow(...open)).toMatchObject({
      _tag: "IncidentIsOpen",
      incident: incident.id,
      number: incident.number
    })
    expect(archiveNow(...joined, seen(incident, graceUntil))).toMatchObject({
      _tag: "IncidentIsOpen",
      incident: otherIncident.id,
      number: otherIncident.number
    })
  })

  it("changes nothing where the team is to be archived anyway", () => {
    expect(archiveNow(...open, seen(incident))).toEqual([])
    expect(archiveNow(...mergedAway, { _tag: "MergeConfirmed", at })).toEqual([])
  })

  it("has a merged team's question asked at once", () => {
    expect(archiveNow(...mergedAway)).toEqual([requested])
    expect(given(...mergedAway).dueOf("ConfirmMerge")).toBe(after(hour + timing.mergeGrace))
    expect(given(...mergedAway, { _tag: "ArchiveRequested", by, at }).dueOf("ConfirmMerge")).toBe(at)
  })
})

describe("keep open", () => {
  it("is for a team whose incidents are closed and that isn't to be archived yet", () => {
    expect(keepOpen(...inGrace)).toEqual([keptOpen])
    expect(keepOpen(...inGrace, keptOpen)).toEqual([])
    for (const history of [open, [...open, seen(incident)], [...joined, seen(incident, graceUntil)]]) {
      expect(keepOpen(...history)).toMatchObject({ _tag: "NothingToKeepOpen" })
    }
  })
})
