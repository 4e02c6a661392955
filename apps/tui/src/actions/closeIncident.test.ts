import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../testing/consoleUnderTest.ts"
import * as sample from "../../testing/samples.ts"

const lead = sample.incident(1)
const team = sample.summary(lead)
const withTeam = { ...lead, team }

/** What the dialog says, in one line. */
const said = (shown: ReturnType<typeof consoleUnderTest>): string => shown.screen().replaceAll(/[\s│]+/gu, " ")

describe("closing an incident", () => {
  it("says that the team is archived", () => {
    const shown = consoleUnderTest({ incidents: [withTeam] })
    shown.press("c")
    expect(said(shown)).toContain("Its team will be archived: its members can still read everything")
  })

  it.each([
    { columns: 60, rows: 18 },
    { columns: 40, rows: 12 }
  ])(
    "has its classifications and its comment on a terminal of $columns by $rows, whatever else there is to say",
    (size) => {
      const shown = consoleUnderTest({ incidents: [{ ...withTeam, title: "Phishing ".repeat(20) }], size })
      shown.press("c", "tab")
      shown.type("A test mail")
      const lines = shown.screen().split("\n")
      for (const words of ["True positive", "Undetermined", "› Comment      A test mail"]) {
        expect(lines.filter((line) => line.includes(words))).toHaveLength(1)
      }
    }
  )

  it("says that there is no team", () => {
    const shown = consoleUnderTest({ incidents: [lead] })
    shown.press("c")
    expect(said(shown)).toContain("The incident has no team.")
  })

  it("says that the team was deleted", () => {
    const shown = consoleUnderTest({ incidents: [{ ...lead, team: { ...team, phase: "lost" } }] })
    shown.press("c")
    expect(said(shown)).toContain("Its team was deleted in Teams.")
  })

  it("says that the team stays open for its other open incidents", () => {
    const shown = consoleUnderTest({
      incidents: [
        withTeam,
        { ...sample.incident(3), team },
        { ...sample.incident(4), team },
        { ...sample.incident(5, { status: "Closed" }), team }
      ]
    })
    shown.press("c")
    expect(said(shown)).toContain("Its team stays open, because it also serves incidents 3 and 4.")
    expect(said(shown)).not.toContain("will be archived")
  })

  it("knows the team's other incidents from the team if the list doesn't have them", () => {
    const served = (
      number: number,
      change: { readonly closed?: boolean; readonly state?: "served" | "leaving" } = {}
    ) => ({
      id: sample.incidentId(number),
      number,
      title: `Incident ${number}`,
      closed: change.closed ?? false,
      gone: false,
      state: change.state ?? ("served" as const),
      founding: number === 1
    })
    const shown = consoleUnderTest({ incidents: [withTeam] })
    withPane(shown, withTeam, {
      ...sample.team(withTeam),
      incidents: [served(1), served(3), served(4, { closed: true }), served(5, { state: "leaving" })]
    })
    shown.press("c")
    expect(said(shown)).toContain("Its team stays open, because it also serves incident 3.")
  })
})
