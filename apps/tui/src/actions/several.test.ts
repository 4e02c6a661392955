import { describe, expect, it } from "vitest"
import { consoleUnderTest } from "../../testing/consoleUnderTest.ts"
import * as sample from "../../testing/samples.ts"

const open = sample.incident(1)
const closed = sample.incident(2, { status: "Closed" })
const withTeam = (number: number) => {
  const incident = sample.incident(number)
  return { ...incident, team: sample.summary(incident) }
}

/** The list with its first rows marked. */
const marked = (incidents: ReadonlyArray<ReturnType<typeof sample.incident>>, count = incidents.length) => {
  const shown = consoleUnderTest({ incidents })
  shown.press(...Array.from({ length: count }, () => "space"))
  return shown
}

describe("several incidents at once", () => {
  it("are marked with Space, or all that are shown with *, and unmarked with Esc", () => {
    const shown = marked([open, sample.incident(3), sample.incident(4)], 2)
    expect(shown.screen()).toContain(", 2 marked")
    expect(shown.screen()).toMatch(/^ ●▲ High +#1 /mu)
    shown.press("esc", "*")
    expect(shown.screen()).toContain(", 3 marked")
    shown.press("*")
    expect(shown.screen()).not.toContain("marked")
  })

  it("say the whole reason for each that fails, and how many there isn't room for", () => {
    const incidents = Array.from({ length: 20 }, (_, at) => sample.incident(at + 1))
    const shown = marked(incidents)
    shown.tell({ _tag: "Resized", size: { columns: 60, rows: 20 } })
    shown.press("c", "enter")
    const detail = "Someone else assigned it to themselves and closed it while the list was open."
    for (const request of shown.asked("ChangeIncident")) {
      shown.fail(request, { kind: "refused", title: "Not closed", detail, remedy: "Look again." })
    }
    expect(shown.screen().replaceAll(/[\s│]+/gu, " ")).toContain(`Failed: Not closed. ${detail.slice(0, 20)}`)
    const lines = shown.screen().split("\n")
    const reasons = lines.map((line) => line.slice(28, -1).trim()).join(" ")
    expect(reasons).toContain(detail)
    expect(shown.screen()).toMatch(/and 1\d more/u)
  })

  it("are closed with one request each, and a table says what came of each", () => {
    const incidents = [open, sample.incident(3), sample.incident(4)]
    const shown = marked(incidents)
    shown.press("c", "down")
    expect(shown.screen()).toContain("Close 3 incidents")
    shown.press("enter")
    const sent = shown.asked("ChangeIncident")
    expect(sent.map(({ seen, change }) => [seen.number, change.classification])).toEqual([
      [1, "BenignPositive"],
      [3, "BenignPositive"],
      [4, "BenignPositive"]
    ])
    shown.answer(sent[0]!, { value: { ...open, status: "Closed" }, etag: '"2"' })
    shown.fail(sent[1]!)
    expect(shown.screen()).toContain("1 of 3 done, 1 failed")
    expect(shown.screen()).toMatch(/#3 .*✗ Failed: There is no room\. It was refused\./u)
    expect(shown.screen()).toMatch(/#4 .*◐ Sending/u)
    shown.wanted()
    // Only what failed is sent again.
    shown.press("enter")
    const again = shown.asked("ChangeIncident")
    expect(again.map(({ seen }) => seen.number)).toEqual([3])
    shown.answer(again[0]!, { value: { ...incidents[1]!, status: "Closed" }, etag: '"2"' })
    shown.answer(sent[2]!, { value: { ...incidents[2]!, status: "Closed" }, etag: '"2"' })
    expect(shown.screen()).toContain("3 of 3 done")
    shown.press("esc")
    expect(shown.screen()).not.toContain("marked")
  })

  it("are assigned, those left out that can't be, with the reason", () => {
    const shown = consoleUnderTest({ incidents: [open, closed] })
    shown.press("f", "f", "*", "i")
    expect(shown.screen()).toMatch(/#2 .*Left out: Incident 2 is closed\./u)
    shown.press("enter")
    expect(shown.asked("ChangeIncident").map(({ seen }) => seen.number)).toEqual([1])
  })

  it("get the same people, each under a key of its own", () => {
    const shown = marked([withTeam(1), withTeam(3)])
    shown.press("a")
    expect(shown.screen()).toContain("Add people to the teams of 2 marked incidents")
    // The line above names no single one of them.
    expect(shown.screen()).toMatch(/^ Incidents › 2 marked *$/mu)
    shown.type("el")
    shown.answer(
      { _tag: "SearchPeople", search: "el", teamId: sample.teamId(1) },
      { people: [{ ...sample.elif, userPrincipalName: "elif@woodgrove.example", guest: false }], groups: [] }
    )
    shown.press("down", "enter", "ctrl+s")
    const sent = shown.asked("AddPeople")
    expect(sent.map(({ teamId, who }) => [teamId, who])).toEqual([
      [sample.teamId(1), { people: [sample.elif.id] }],
      [sample.teamId(3), { people: [sample.elif.id] }]
    ])
    expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
  })
})
