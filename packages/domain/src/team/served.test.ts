import { describe, expect, it } from "vitest"
import { IncidentId } from "../ids/IncidentId.ts"
import { desiredStateOf, graceOf, incidentsOf, isEnded, isLive } from "./served.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import {
  after,
  by,
  given,
  hour,
  incident,
  joined,
  joining,
  linked,
  marked,
  mergedAway,
  minute,
  open,
  otherIncident,
  teamRequested
} from "./testing/given.ts"

const at = after(2 * hour)
const team = (...history: ReadonlyArray<TeamEvent>) => given(...history).team
const seen = (one: typeof incident, more: object = {}): TeamEvent => ({
  _tag: "IncidentObserved",
  incident: { ...one, status: "Closed", etag: '"closed"', lastModified: at },
  at,
  ...more
})
const until = (moment: typeof at) => ({ graceUntil: moment })
const gone = (id = otherIncident.id): TeamEvent => ({ _tag: "IncidentGone", incident: id, at })
const thirdIncident = {
  ...otherIncident,
  id: IncidentId.make("soc~00000000-0000-4000-9000-000000003003"),
  number: 3_003
}
const joiningThird: TeamEvent = {
  _tag: "LinkRequested",
  link: 2,
  target: teamRequested.id,
  incident: thirdIncident,
  merge: true,
  lead: false,
  by,
  at
}
const keptOpen: TeamEvent = { _tag: "KeptOpen", by, at }
const leaving: TeamEvent = { _tag: "UnlinkRequested", link: 1, by, at }
const unlinked = (link: number): TeamEvent => ({ _tag: "IncidentsUnlinked", link, at })
const confirmed: TeamEvent = { _tag: "MergeConfirmed", at }

describe("the state that a team should be in", () => {
  it.each<[string, ReadonlyArray<TeamEvent>]>([
    ["an incident is open", open],
    ["an incident was only seen closed", [...open, seen(incident, until(at))]],
    ["what continues an incident isn't served yet", marked],
    ["another incident is open", [...joined, seen(incident)]],
    ["a link is joining, whatever its incident's state", [...joining, seen(incident), seen(otherIncident)]],
    [
      "one of its links is joining",
      [...joined, joiningThird, seen(incident), seen(otherIncident), seen(thirdIncident)]
    ],
    ["a person wants it open", [...open, seen(incident), keptOpen]],
    ["its merge isn't confirmed", mergedAway]
  ])("is open while %s", (_, history) => {
    expect(desiredStateOf(team(...history))).toBe("open")
  })

  it.each<[string, ReadonlyArray<TeamEvent>]>([
    ["its incident is closed", [...open, seen(incident)]],
    ["its incident is gone", [...open, gone(incident.id)]],
    ["all of its incidents are closed or gone", [...joined, seen(incident), gone()]],
    ["the last one that leaves is closed", [...joined, seen(incident), seen(otherIncident), leaving]],
    ["what continues its incident is known", [...marked, { _tag: "MergeDismissed", incident: incident.id, by, at }]],
    ["another team serves its incidents", [...mergedAway, confirmed]]
  ])("is archived once %s", (_, history) => {
    expect(desiredStateOf(team(...history))).toBe("archived")
  })
})

describe("the end of a team's grace", () => {
  it("is that of its last incident, where all are closed", () => {
    const [early, late] = [after(3 * hour), after(4 * hour)]
    expect(graceOf(team(...open, seen(incident, until(early))))).toBe(early)
    expect(graceOf(team(...joined, seen(incident, until(late)), seen(otherIncident, until(early))))).toBe(late)
    expect(graceOf(team(...joined, seen(incident), seen(otherIncident, until(early))))).toBe(early)
    expect(graceOf(team(...joined, seen(incident, until(early)), gone()))).toBe(early)
  })

  it.each<[string, ReadonlyArray<TeamEvent>]>([
    ["an incident is open", [...joined, seen(incident, until(at))]],
    ["none has a grace", [...open, seen(incident)]],
    ["an incident is being linked", [...joining, seen(incident, until(at)), seen(otherIncident, until(at))]],
    ["a person wants it open", [...open, keptOpen, seen(incident, until(at))]],
    ["another team serves its incidents", [...mergedAway, confirmed]]
  ])("isn't known where %s", (_, history) => {
    expect(graceOf(team(...history))).toBeUndefined()
  })

  it("is when the other team is asked, for one that is merged", () => {
    expect(graceOf(team(...mergedAway))).toBe(after(hour + 15 * minute))
  })
})

describe("the incidents of a team", () => {
  it("may change for as long as one of them isn't gone", () => {
    expect(isLive(team(...open))).toBe(true)
    expect(isLive(team(...joined, gone(incident.id)))).toBe(true)
    expect(isLive(team(...joined, gone(incident.id), gone()))).toBe(false)
  })

  it("are changed by what was read of them alone", () => {
    expect(incidentsOf(team(...joined, seen(otherIncident))).map(({ closed }) => closed)).toEqual([false, true])
    const unheard = { ...otherIncident, id: incident.id.replace("soc~", "sec~") as typeof incident.id }
    for (const history of [open, joined]) {
      expect(incidentsOf(team(...history, seen(unheard)))).toEqual(incidentsOf(team(...history)))
    }
  })

  it("are led by one that the team serves", () => {
    const led = (id: typeof otherIncident.id): TeamEvent => ({ _tag: "LeadChanged", incident: id, by, at })
    const ids = (...history: ReadonlyArray<TeamEvent>) => incidentsOf(team(...history)).map(({ id }) => id)
    expect(ids(...joined, led(otherIncident.id))).toEqual([otherIncident.id, incident.id])
    expect(ids(...joined, led(otherIncident.id), led(incident.id))).toEqual([incident.id, otherIncident.id])
    expect(ids(...joined, led(incident.id))).toEqual([incident.id, otherIncident.id])
    const three = [...joined, joiningThird]
    const [first, second, third] = [incident.id, otherIncident.id, thirdIncident.id]
    expect(ids(...three, led(second))).toEqual([second, first, third])
    expect(ids(...three, led(third))).toEqual([third, first, second])
    expect(ids(...three, led(third), unlinked(1))).toEqual([third, first])
    expect(ids(...three, led(third), unlinked(2))).toEqual([first, second])
    expect(team(...open, led(otherIncident.id))).toEqual({ ...team(...open), updatedAt: at })
    expect(team(...open, led(incident.id))).toEqual({ ...team(...open), updatedAt: at })
  })
})

describe("a record under an incident's id", () => {
  it("may be removed once its link has ended, and not before the link was drawn", () => {
    const ended = unlinked(1)
    expect(isEnded(team(...joined, joiningThird, ended), 1)).toBe(true)
    expect(isEnded(team(...joined, joiningThird, ended), 2)).toBe(false)
    expect(isEnded(team(...joined, ended), 1)).toBe(true)
    expect(isEnded(team(...joined, ended), 2)).toBe(false)
    expect(isEnded(team(...joined), 1)).toBe(false)
    expect(isEnded(team(...linked), 1)).toBe(false)
  })
})
