import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../testing/consoleUnderTest.ts"
import * as sample from "../../testing/samples.ts"

const open = sample.incident(1)
const closed = sample.incident(2, { status: "Closed" })

describe("an incident without a team", () => {
  it("says which key creates one", () => {
    const shown = consoleUnderTest({ incidents: [open] })
    shown.press("b")
    expect(shown.screen()).toContain("! Incident 1 has no team yet. Press n to create one.")
    withPane(shown, open)
    shown.press("2")
    expect(shown.screen()).toContain("This incident has no team. Press n to create one.")
  })

  it.each([
    ["to a person who may not create one", { incidents: [open], me: sample.reader }, [], open],
    ["in a read-only console", { incidents: [open], readonly: true }, [], open],
    ["while it is closed", { incidents: [closed] }, ["f"], closed]
  ] as const)("doesn't offer that key %s", (_, given, keys, incident) => {
    const shown = consoleUnderTest(given)
    shown.press(...keys, "b")
    expect(shown.screen()).toContain(`! Incident ${incident.number} has no team yet.`)
    withPane(shown, incident)
    shown.press("2")
    expect(shown.screen()).toContain("This incident has no team.")
    expect(shown.screen()).not.toContain("Press n")
  })
})

describe("an incident with a team", () => {
  it("doesn't open a team in Teams that was deleted there", () => {
    const shown = consoleUnderTest({ incidents: [{ ...open, team: sample.summary(open, { phase: "lost" }) }] })
    shown.press("b")
    expect(shown.screen()).toContain("! The team was deleted in Teams. Restore it (R) or recreate it (M).")
    expect(shown.wanted()).toEqual([])
    expect(shown.screen()).not.toContain("b Teams")
  })

  it("says where to see the team, rather than create another one", () => {
    const withTeam = { ...open, team: sample.summary(open) }
    const shown = consoleUnderTest({ incidents: [withTeam] })
    shown.press("n")
    expect(shown.screen()).toContain("! Incident 1 already has a team. Press Enter to show it.")
    withPane(shown, withTeam)
    shown.press("n")
    expect(shown.screen()).toContain("! Incident 1 already has a team. Press 2 to show it.")
  })
})
