import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../testing/consoleUnderTest.ts"
import * as sample from "../../testing/samples.ts"
import type { Failure } from "../requests/Failure.ts"

const minute = 60_000

describe("what is said of a team that is being created", () => {
  const incident = sample.incident(1)
  const team = sample.summary(incident)
  const created = sample.incident(1, { team })
  const { id: incidentId, etag } = incident
  /** Its creation was accepted. */
  const accepted = () => {
    const shown = consoleUnderTest({ incidents: [incident] })
    withPane(shown, incident)
    shown.press("n")
    shown.answer({ _tag: "DraftTeam", incidentId }, { incidentId, name: "War room", description: "", preselected: [] })
    shown.press("ctrl+s")
    for (const request of shown.asked("CreateTeam")) {
      shown.answer(request, { id: `${team.id}-1`, status: "Running", teamId: team.id, incidentId })
    }
    expect(shown.screen()).toContain("The team is being created.")
    return shown
  }
  const read = { value: created, etag }
  const tellings: ReadonlyArray<readonly [string, (shown: ReturnType<typeof consoleUnderTest>) => void]> = [
    ["an event", (shown) => shown.tell({ _tag: "TeamChanged", team: team, incidents: [incidentId] })],
    ["a read of the incident", (shown) => shown.answer({ _tag: "ReadIncident", incidentId }, read)],
    [
      "a read of the team",
      (shown) => shown.answer({ _tag: "ReadTeam", teamId: team.id }, { value: sample.team(created), etag: '"team-1"' })
    ]
  ]

  const wait = (shown: ReturnType<typeof consoleUnderTest>, millis: number) =>
    shown.tell({ _tag: "Ticked", now: shown.state().now + millis })

  it.each(tellings)("stands for two seconds, and is replaced once %s has shown that it is open", (_, tell) => {
    const shown = accepted()
    tell(shown)
    wait(shown, 1_999)
    expect(shown.screen()).toContain("The team is being created.")
    wait(shown, 1)
    expect(shown.screen()).toContain("The team of incident 1 is open.")
    expect(shown.screen()).not.toContain("The team is being created.")
    wait(shown, 8_000)
    expect(shown.screen()).not.toContain("The team of incident 1 is open.")
  })

  it("is said at once where nothing else is to be read, and doesn't replace a refusal before the next key", () => {
    const shown = accepted()
    wait(shown, 8_000)
    expect(shown.screen()).not.toContain("The team is being created.")
    shown.tell({ _tag: "Noticed", tone: "warning", text: "It can't be done." })
    shown.tell({ _tag: "TeamChanged", team, incidents: [incidentId] })
    wait(shown, 60_000)
    expect(shown.screen()).toContain("It can't be done.")
    shown.press("down")
    expect(shown.screen()).toContain("The team of incident 1 is open.")
    wait(shown, 8_000)
    shown.tell({ _tag: "TeamChanged", team: { ...team, phase: "archived" }, incidents: [incidentId] })
    expect(shown.screen()).toContain("The team of incident 1 is archived.")
  })

  it("is said after what the answer to one's own change says", () => {
    const closed = sample.incident(1, {
      team: { ...team, phase: "archived", desiredState: "archived" },
      status: "Closed"
    })
    const shown = consoleUnderTest({ incidents: [created] })
    shown.answer(
      { _tag: "ChangeIncident", seen: created, change: { status: "Closed" } },
      { value: closed, etag: '"later"' }
    )
    expect(shown.screen()).toContain("Incident 1 is closed.")
    wait(shown, 2_000)
    expect(shown.screen()).toContain("The team of incident 1 is archived.")
  })

  it("isn't said of a team that was open before, when an incident is linked to it", () => {
    const other = sample.incident(2)
    const shown = consoleUnderTest({ incidents: [created, other] })
    shown.tell({ _tag: "TeamChanged", team, incidents: [incidentId, other.id] })
    expect(shown.state().known.incidents.get(other.id)?.team).toEqual(team)
    expect(shown.screen()).not.toContain("The team of incident 1 is open.")
  })
})

describe("a long notice", () => {
  const words = (count: number) => Array.from({ length: count }, (_, at) => `reason${at}`)
  const lines = (count: number) => {
    const shown = consoleUnderTest({ incidents: [], size: { columns: 40, rows: 12 } })
    shown.tell({ _tag: "Noticed", tone: "danger", text: `Refused: ${words(count).join(" ")}. Ask Ben.` })
    return shown.screen().split("\n")
  }

  it("takes up to half of the terminal, and is shown whole on that", () => {
    const screen = lines(18).join(" ")
    for (const word of [...words(18), "Ask Ben."]) expect(screen).toContain(word)
  })

  it("leaves out its middle where that isn't enough, so that its end says what to do", () => {
    const shown = lines(60)
    expect(shown.slice(5, 11)).toEqual([
      expect.stringContaining("! Refused: reason0"),
      expect.any(String),
      expect.stringContaining("…"),
      expect.any(String),
      expect.any(String),
      expect.stringContaining("Ask Ben.")
    ])
    expect(shown).toHaveLength(12)
  })
})

describe("what failed while the server was away", () => {
  const incident = sample.incident(1)
  const draft = { _tag: "DraftTeam", incidentId: incident.id } as const
  const drafted = { incidentId: incident.id, name: "War room", description: "", preselected: [] }
  const unreachable: Failure = { kind: "unreachable", title: "No server", detail: "No server.", remedy: "Wait." }
  const failing = (failure: Failure) => {
    const shown = consoleUnderTest({ incidents: [incident] })
    shown.answer({ _tag: "ReadTrouble" }, [])
    withPane(shown, incident)
    shown.press("n")
    shown.fail(draft, failure)
    shown.fail({ _tag: "ChangeIncident", seen: incident, change: { status: "Closed" } }, failure)
    shown.wanted()
    return shown
  }

  it.each([unreachable, { ...unreachable, kind: "busy" } as const])(
    "is asked again at once when something else is answered, but no change ($kind)",
    (failure) => {
      const shown = failing({ ...failure })
      expect(shown.screen()).toContain(", retrying in 1 s")
      shown.answer({ _tag: "ReadTrouble" }, [])
      shown.answer({ _tag: "ReadTrouble" }, [])
      expect(shown.wanted()).toEqual([{ _tag: "Ask", request: draft }])
      expect(shown.screen()).not.toContain(", retrying in")
      shown.answer(draft, drafted)
      expect(shown.screen()).toContain("War room")
      expect(shown.screen()).not.toContain("retrying")
    }
  )

  it("is asked again at once when live events begin", () => {
    const shown = failing(unreachable)
    shown.tell({ _tag: "LiveBegan" })
    expect(shown.asked("DraftTeam")).toEqual([draft])
  })

  it("waits as long as a busy server asks for", () => {
    const shown = failing({ ...unreachable, kind: "busy", retryAfter: 7_000 })
    shown.answer({ _tag: "ReadTrouble" }, [])
    expect(shown.wanted()).toEqual([])
    expect(shown.screen()).toContain(", retrying in 7 s")
  })
})

describe("a console that follows live events", () => {
  const [first, second] = [sample.incident(1), sample.incident(2)]
  const opened = () => {
    const shown = consoleUnderTest({ incidents: [first, second] })
    // What following begins with.
    const since = first.lastModified - 5 * minute
    shown.answer({ _tag: "ListIncidents", workspace: sample.workspace, statuses: [], since }, { items: [] })
    return shown
  }
  const later = (of: typeof first, title: string) => ({ ...of, etag: '"later"', title })

  it("shows a changed and a new incident as they are told, without asking", () => {
    const shown = opened()
    shown.tell({ _tag: "IncidentChanged", incident: later(first, "Retitled") })
    shown.tell({ _tag: "IncidentChanged", incident: sample.incident(3, { title: "Brand new" }) })
    expect(shown.screen()).toContain("Retitled")
    expect(shown.screen()).toContain("Brand new")
    expect(shown.wanted()).toEqual([])
  })

  it("reads what belongs to an incident anew if it is open and has changed", () => {
    const shown = opened()
    withPane(shown, first)
    shown.tell({ _tag: "IncidentChanged", incident: later(second, "Other") })
    shown.tell({ _tag: "IncidentChanged", incident: first })
    expect(shown.asked("ReadDetails")).toEqual([])
    shown.tell({ _tag: "IncidentChanged", incident: later(first, "Retitled") })
    expect(shown.asked("ReadDetails")).toEqual([{ _tag: "ReadDetails", incidentId: first.id }])
  })

  it("asks for the incidents every five minutes, and every 15 seconds while it is told nothing", () => {
    const shown = opened()
    const asksAfter = (millis: number) => {
      shown.tell({ _tag: "Ticked", now: shown.state().now + millis })
      const asked = shown.asked("ListIncidents")
      for (const request of asked) shown.answer(request, { items: [] })
      shown.wanted()
      return asked.length
    }
    expect([minute, 3 * minute, minute].map(asksAfter)).toEqual([0, 0, 1])
    shown.tell({ _tag: "LiveBroke", failure: { kind: "busy", title: "", detail: "", remedy: "" } })
    expect([15_000, 14_000, 1_000].map(asksAfter)).toEqual([1, 0, 1])
  })
})
