import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../testing/consoleUnderTest.ts"
import { readAloud } from "../../testing/readAloud.ts"
import * as sample from "../../testing/samples.ts"

const first = sample.incident(1)
const withTeam = { ...first, team: sample.summary(first) }
const second = sample.incident(2, { severity: "Low", status: "Active", title: "Rare\u001b[2Jprocess 👍🏽" })

const opened = () => consoleUnderTest({ incidents: [withTeam, second] })
const read = (shown: ReturnType<typeof opened>): ReadonlyArray<string> => readAloud(shown.state()).split("\n")

describe("a screen reader", () => {
  it("reads the list: where one is, and each incident with severity, number, title, status, owner, age and team", () => {
    expect(read(opened())).toEqual([
      "Incident Teams, soc, live, Ben Sample, teams.example.com",
      "2 open incidents, loading, sorted by age, ascending",
      "listbox: option: (selected) High, number 1, Phishing: credential harvest number 1, New, no owner, age 1m, team Open",
      "option: Low, number 2, Rare [2Jprocess 👍, Active, no owner, age 2m, no team",
      expect.stringMatching(/^Keys: Enter show, .*\? keys$/u)
    ])
  })

  it("reads a dialog that opens, what can be chosen and typed there, and nothing of what is under it", () => {
    const shown = opened()
    shown.press("c", "down", "tab")
    shown.type("Pentest")
    expect(read(shown).slice(2, -1)).toEqual([
      "Dialog: Close incident #1",
      "Phishing: credential harvest number 1",
      "Its team will be archived: its members can still read everything, but no",
      "one can post until the incident is reopened.",
      "listbox: option: True positive: suspicious activity",
      "option: (selected) Benign positive: suspicious, but expected",
      "option: False positive: incorrect alert logic",
      "option: False positive: inaccurate data",
      "option: Undetermined",
      "textbox: Comment, focused: Pentest"
    ])
  })

  it("reads a question with the keys that answer it, and what came of it", () => {
    const shown = opened()
    withPane(shown, withTeam)
    shown.press("2", "d")
    expect(read(shown)).toContain("Dialog: Remove SOC tier 1")
    expect(read(shown)).toContain("y: remove SOC tier 1, n: cancel")
    shown.press("y")
    expect(read(shown)).toContain("sending …")
    const [request] = shown.asked("RemovePeople")
    shown.fail(request!)
    expect(read(shown)).toContain("! There is no room: It was refused.")
  })

  it("reads only the section of an incident that is chosen, without signs that repeat a word", () => {
    const shown = opened()
    const description = `Mails to finance: ${"a copied sign-in page, ".repeat(20)}and no more.`
    withPane(shown, withTeam, { ...sample.team(withTeam), description })
    shown.press("2")
    const lines = read(shown)
    // On the screen it has a single line, and is cut.
    expect(lines.join(" ")).toContain(`About: ${description}`)
    expect(lines).toContain(
      "tablist: tab: 1 Overview tab: (selected) 2 Team tab: 3 Access (1) tab: 4 Alerts tab: 5 Entities tab: 6 Comments tab: 7 Timeline"
    )
    expect(lines).toContain("People: 2 in the team, 1 being added, 1 not added")
    expect(lines).toContain("listbox: option: (selected) SOC tier 1: Group, 1 person")
    expect(lines).toContain("option: Hugo Sample: Not added: The account is disabled.")
    expect(lines.join("\n")).not.toMatch(/[›✓✗◐○│╭]/u)
  })

  it("reads the form for a new team: its fields, who is selected, and the button", () => {
    const shown = opened()
    shown.press("down", "n")
    shown.answer(
      { _tag: "DraftTeam", incidentId: second.id },
      {
        incidentId: second.id,
        name: "War room",
        description: "",
        preselected: [{ principal: { kind: "group", ...sample.tier1 }, people: 12 }]
      }
    )
    shown.press("tab", "tab")
    expect(read(shown).slice(2, -1)).toEqual([
      "New team for #2 Rare [2Jprocess 👍",
      "textbox: Name: War room",
      "textbox: Description: empty",
      "textbox: Search, focused: empty",
      "Found",
      "Type the beginning of a name or address.",
      "Selected groups and users (1)",
      "listbox: option: favorite, SOC tier 1, group, 12 people",
      "button: Create the team, 12 people besides you"
    ])
  })

  it("reads the keys by their names", () => {
    const shown = opened()
    shown.press("?")
    expect(read(shown)).toContain("Enter or Right or l: show the incident :show")
  })
})
