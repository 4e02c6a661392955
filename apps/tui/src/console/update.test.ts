import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../testing/consoleUnderTest.ts"
import * as sample from "../../testing/samples.ts"

const minute = 60_000

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
