import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../testing/consoleUnderTest.ts"
import * as sample from "../../testing/samples.ts"

const closing = { archivesAt: sample.now }
const kept = { keptOpen: { by: { kind: "person", ...sample.ben }, since: sample.now } } as const

/** The pane of an incident that is then read in another state. */
const paneOf = (status: string, change: Partial<TeamSummary>, me = sample.me) => {
  const open = sample.incident(1)
  const shown = consoleUnderTest({ me, incidents: [{ ...open, team: sample.summary(open) }] })
  const read = sample.incident(1, { status, etag: '"1-2"' })
  const withTeam = { ...read, team: sample.summary(read, change) }
  withPane(shown, open, sample.team(withTeam))
  shown.answer({ _tag: "ReadDetails", incidentId: read.id }, { value: sample.details(withTeam), etag: withTeam.etag })
  shown.wanted()
  shown.press("2")
  return shown
}

describe("a team whose incident was closed, but that is open still", () => {
  it("says until when, with the keys, and is archived now or kept open by them", () => {
    const shown = paneOf("Closed", closing)
    // Not since it is open.
    expect(shown.screen()).toMatch(/Closing +│/u)
    expect(shown.screen()).toContain("The team is archived at 2026-03-31")
    expect(shown.screen()).toContain("K: keep open.")
    shown.press("K")
    expect(shown.asked("KeepOpen")).toMatchObject([{ teamId: sample.teamId(1) }])
    shown.press("C")
    expect(shown.asked("ArchiveNow")).toMatchObject([{ teamId: sample.teamId(1) }])
  })

  it("says who keeps it open, and can only be archived then", () => {
    const shown = paneOf("Closed", kept)
    expect(shown.screen()).toMatch(/Kept open +│/u)
    expect(shown.screen()).toContain("Ben Sample has kept the team open since")
    expect(shown.screen()).not.toContain("K: keep open.")
    shown.press("K")
    expect(shown.asked("KeepOpen")).toEqual([])
    expect(shown.screen()).toContain("Someone already keeps the team open.")
  })

  it("is neither archived nor kept open while its incident is open, or by a Reader", () => {
    const open = paneOf("Active", {})
    open.press("C")
    expect(open.screen()).toContain("Incident 1 is open. To archive the team, close the incident.")
    open.press("K")
    const read = paneOf("Closed", closing, sample.reader)
    read.press("C")
    expect(read.screen()).toContain("Microsoft Sentinel Responder")
    for (const shown of [open, read]) {
      expect(shown.asked("ArchiveNow")).toEqual([])
      expect(shown.asked("KeepOpen")).toEqual([])
    }
  })
})

describe("a blocked team", () => {
  it("says since when it is blocked, rather than since when it is open", () => {
    const since = (sample.now - 60_000) as typeof sample.now
    const shown = paneOf("Active", { blocked: { step: "Rename", reason: "No.", remedy: "Retry.", since } })
    expect(shown.screen()).toContain("Blocked  since 2026-03-31 11:59 UTC")
  })

  it("is retried as the pane says, although an answer about its incident was read before", () => {
    const shown = paneOf("Active", { blocked: { step: "Rename", reason: "No.", remedy: "Retry.", since: sample.now } })
    const earlier = sample.incident(1, { status: "Active", etag: '"1-2"' })
    const incident = { ...earlier, team: sample.summary(earlier) }
    shown.answer({ _tag: "ReadIncident", incidentId: incident.id }, { value: incident, etag: incident.etag })
    shown.wanted()
    expect(shown.screen()).toContain("(t: retry")
    shown.press("t")
    expect(shown.asked("RetryTeam")).toMatchObject([{ teamId: sample.teamId(1) }])
  })
})

describe("a team that is well", () => {
  it("has nothing to retry, restore, recreate or reopen: each key says why, and opens nothing", () => {
    const shown = paneOf("Active", {})
    const open = shown.state().above.length
    for (const [key, reason] of [
      ["t", "There is nothing to retry: nothing is blocked, delayed or refused."],
      ["R", "Only a team that was deleted in Teams can be restored."],
      ["M", "Only a team that was deleted in Teams can be recreated."],
      ["o", "Incident 1 is already open."]
    ] as const) {
      shown.press(key)
      expect(shown.screen()).toContain(reason)
      expect(shown.state().above).toHaveLength(open)
    }
    expect(shown.wanted()).toEqual([])
  })

  it("may have something to retry until all of it was read", () => {
    const incident = sample.incident(1)
    const shown = consoleUnderTest({ incidents: [{ ...incident, team: sample.summary(incident) }] })
    shown.press("t")
    expect(shown.asked("RetryTeam")).toMatchObject([{ teamId: sample.teamId(1) }])
  })
})
