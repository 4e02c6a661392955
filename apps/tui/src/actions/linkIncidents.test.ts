import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../testing/consoleUnderTest.ts"
import { readAloud } from "../../testing/readAloud.ts"
import * as sample from "../../testing/samples.ts"

const withTeam = (number: number) => {
  const incident = sample.incident(number)
  return { ...incident, team: sample.summary(incident) }
}

const first = withTeam(1)
const alone = sample.incident(4120)
const other = withTeam(5000)
const team = { ...sample.team(first), incidents: [...sample.team(first).incidents, sample.merged] }

const operation = { id: `${team.id}-1`, status: "Running", teamId: team.id, incidentId: first.id } as const

/** The dialog on the first incident's team, which serves another one that was merged. */
const opened = (me = sample.me) => {
  const shown = consoleUnderTest({ me, incidents: [first, alone, other] })
  withPane(shown, first, team)
  shown.wanted()
  shown.press("L")
  return shown
}

describe("the incidents of a team", () => {
  it("are listed with the lead first, which another one can become, and unlinked", () => {
    const shown = opened()
    expect(shown.screen()).toContain("Lead: #1 Phishing")
    shown.press("down", "m")
    expect(shown.asked("LinkIncident")).toEqual([])
    expect(shown.screen()).toContain("Incident 1 is the lead already.")
    shown.press("u")
    expect(shown.screen()).toContain("The team was created for incident 1")
    shown.press("down", "m")
    expect(shown.asked("LinkIncident")).toMatchObject([{ incident: { number: 3 }, lead: true, merge: false }])
    shown.answer(shown.asked("LinkIncident")[0]!, operation)
    expect(shown.screen()).toContain("Incident 3 becomes the team's lead.")
    shown.press("L", "down", "down", "u")
    expect(shown.asked("UnlinkIncident")).toMatchObject([{ teamId: team.id, incident: { number: 3 } }])
  })

  it("are found by number or title and linked, with who would come in", () => {
    const shown = opened()
    shown.type("4120")
    expect(shown.screen()).toContain("It has no team, so no one else is added.")
    shown.press("enter", "enter")
    expect(shown.asked("LinkIncident")).toMatchObject([{ incident: { id: alone.id }, lead: false, merge: false }])
    shown.fail(shown.asked("LinkIncident")[0]!)
    expect(shown.screen()).toContain("There is no room")
    shown.press("up")
    shown.press("ctrl+u")
    shown.wanted()
    shown.type("number 5000")
    expect(shown.screen()).toContain("Reading its team …")
    const others = sample.team(other)
    const newcomer = { ...others.people[0]!, ...sample.farid }
    shown.answer(shown.asked("ReadTeam")[0]!, {
      value: { ...others, people: [...others.people, newcomer] },
      etag: '"1"'
    })
    // The others are in this team already.
    expect(shown.screen().replaceAll(/[\s│]+/gu, " ")).toContain("1 person would be added: Farid Sample.")
    expect(shown.screen()).not.toContain("There is no room")
    shown.press("down", "enter")
    expect(shown.asked("LinkIncident")).toMatchObject([{ incident: { id: other.id }, merge: true }])
  })

  it("go on where a person decides, or count as closed after a question", () => {
    const shown = opened()
    shown.press("down", "c")
    expect(shown.asked("DecideMerge")).toMatchObject([{ incident: { number: 3 }, into: { number: 1 } }])
    shown.fail(shown.asked("DecideMerge")[0]!)
    shown.wanted()
    shown.press("down", "x")
    expect(shown.screen()).toContain("Incident 3 then counts as closed.")
    shown.press("y")
    expect(shown.asked("DecideMerge")).toMatchObject([{ incident: { number: 3 } }])
    expect(shown.asked("DecideMerge")[0]).not.toHaveProperty("into")
  })

  it("are shown by the overview, with what is to be decided and its key", () => {
    const shown = opened()
    shown.press("esc")
    const text = shown.screen().replaceAll(/\s+/gu, " ")
    expect(text).toContain("Action needed: Microsoft Defender merged incident 3 into another one")
    expect(text).toContain("(L: choose the incident that continues it)")
  })

  it("are read aloud with the lead, the field and the incident that is chosen", () => {
    const shown = opened()
    const text = readAloud(shown.state())
    expect(text).toContain("Dialog: Incidents of the team")
    expect(text).toContain("Search, focused: empty")
    expect(text).toContain("Lead: #1 Phishing")
  })

  it("are changed by nobody who may not change incidents", () => {
    const shown = opened(sample.reader)
    expect(shown.screen()).toContain("Missing: Microsoft.SecurityInsights/incidents/write")
  })

  it("all show the team as it was last told", () => {
    const shown = consoleUnderTest({ incidents: [first, alone] })
    const linked = { ...sample.merged, id: alone.id, number: 4120 }
    shown.answer(
      { _tag: "ReadTeam", teamId: team.id },
      { value: { ...team, incidents: [...sample.team(first).incidents, linked] }, etag: '"2"' }
    )
    const phaseOf = (id: typeof alone.id) => shown.state().known.incidents.get(id)?.team?.phase
    expect(phaseOf(alone.id)).toBe("open")
    const told = (...incidents: ReadonlyArray<typeof alone.id>) => {
      shown.tell({ _tag: "TeamChanged", team: { ...first.team, phase: "archived" }, incidents })
      return [phaseOf(first.id), phaseOf(alone.id)]
    }
    expect(told(first.id, alone.id)).toEqual(["archived", "archived"])
    shown.answer({ _tag: "ReadTeam", teamId: team.id }, { value: sample.team(first), etag: '"3"' })
    expect(phaseOf(alone.id)).toBeUndefined()
    // Somebody else links and unlinks it.
    expect(told(first.id, alone.id)).toEqual(["archived", "archived"])
    expect(told(first.id)).toEqual(["archived", undefined])
  })
})
