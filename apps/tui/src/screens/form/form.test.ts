import type { PeopleFound } from "@incident-teams/api/people/PeopleFound"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { answerTo } from "../../../testing/answerTo.ts"
import { consoleUnderTest, withPane } from "../../../testing/consoleUnderTest.ts"
import * as sample from "../../../testing/samples.ts"
import type { Message } from "../../console/Message.ts"
import { top } from "../../console/Step.ts"
import { update } from "../../console/update.ts"
import type { RequestOf } from "../../requests/Request.ts"
import { namedBy, searchOf } from "./choices.ts"

const incident = sample.incident(1)

const nobody: PeopleFound = { people: [], groups: [] }
const elif: PeopleFound = {
  people: [{ ...sample.elif, userPrincipalName: "elif@woodgrove.example", guest: false }],
  groups: []
}

/** The form for a new team, with nobody selected and the cursor in the search. */
const searching = (rows = 30) => {
  const shown = consoleUnderTest({ incidents: [incident], size: { columns: 100, rows } })
  withPane(shown, incident)
  shown.press("n")
  shown.answer(
    { _tag: "DraftTeam", incidentId: incident.id },
    { incidentId: incident.id, name: "War room", description: "", preselected: [] }
  )
  shown.press("tab", "tab")
  shown.wanted()
  return shown
}

describe("the form for a new team", () => {
  it.each([
    ["the search is running", []],
    ["the search finds nobody", [nobody]]
  ])("doesn't create it when Down and Enter are pressed while %s", (_, answers) => {
    const shown = searching()
    shown.type("greta")
    for (const one of answers) shown.answer({ _tag: "SearchPeople", search: "greta" }, one)
    shown.press("down", "enter", "enter")
    expect(shown.asked("CreateTeam")).toEqual([])
    expect(shown.screen()).toMatch(/aren't here yet|were found for "greta"/u)
    shown.press("ctrl+s")
    expect(shown.asked("CreateTeam")).toEqual([])
    expect(shown.screen()).toContain('"greta" is typed in the search, but not selected.')
  })

  it("takes a result by Down and Enter once it is shown, and is sent with it", () => {
    const shown = searching()
    shown.type("el")
    shown.answer({ _tag: "SearchPeople", search: "el" }, elif)
    shown.press("down", "enter", "ctrl+s")
    expect(shown.asked("CreateTeam")).toMatchObject([{ team: { people: [sample.elif.id] } }])
  })

  it("keeps a name apart from what is said about it, however long it is", () => {
    const name = "Elif Sample of the Security Operations Center"
    const shown = searching()
    shown.type("el")
    shown.answer({ _tag: "SearchPeople", search: "el" }, { ...elif, people: [{ ...elif.people[0]!, name }] })
    expect(shown.screen()).toMatch(/Elif Sample of the Sec\S*… elif@/u)
    expect(shown.screen()).toContain("Enter results")
  })

  it("doesn't count the person who creates it", () => {
    const shown = searching()
    shown.type("ben")
    shown.answer(
      { _tag: "SearchPeople", search: "ben" },
      {
        people: [{ ...sample.ben, userPrincipalName: "ben@woodgrove.example", guest: false }],
        groups: []
      }
    )
    shown.press("down", "enter")
    expect(shown.screen()).toContain("0 people besides you")
  })

  it.each([
    ["people", 19, 30, /─ 1-\d+ of 19 ─/u],
    ["people", 20, 30, /─ 1-\d+ of the first 20 ─/u],
    ["groups", 20, 30, /─ 1-\d+ of the first 20 ─/u],
    ["people", 20, 50, /─ the first 20 ─/u]
  ] as const)(
    "says where there may be more than the search returned: %s, %i, on %i lines",
    (kind, count, rows, foot) => {
      const shown = searching(rows)
      shown.type("el")
      const one = { people: elif.people[0]!, groups: sample.tier1 }
      const found = { ...nobody, [kind]: Array.from({ length: count }, () => one[kind]) }
      shown.answer({ _tag: "SearchPeople", search: "el" }, found)
      expect(shown.screen()).toMatch(foot)
    }
  )

  it("isn't left with the results of an earlier text while another one is typed", () => {
    const shown = searching()
    shown.type("el")
    shown.answer({ _tag: "SearchPeople", search: "el" }, elif)
    shown.type("if")
    shown.press("down", "enter")
    expect(shown.screen()).toContain('The results for "elif" aren\'t here yet.')
    shown.answer({ _tag: "SearchPeople", search: "el" }, nobody)
    shown.answer({ _tag: "SearchPeople", search: "elif" }, elif)
    shown.press("down", "enter")
    expect(shown.screen()).toContain("Elif Sample")
    expect(shown.asked("CreateTeam")).toEqual([])
  })

  it("says why a search failed for as long as it is typed, instead of searching on", () => {
    const shown = searching()
    shown.type("el")
    expect(shown.screen()).toContain("Searching …")
    shown.fail({ _tag: "SearchPeople", search: "el" })
    expect(shown.screen()).not.toContain("Searching …")
    expect(shown.screen()).toContain("The search failed.")
    shown.press("down")
    expect(shown.screen()).toContain('The search for "el" failed.')
    expect(shown.screen().match(/There is no room: It was refused\./gu)).toHaveLength(1)
    shown.type("i")
    expect(shown.screen()).toContain("Searching …")
    expect(shown.screen()).not.toContain("There is no room")
    shown.answer({ _tag: "SearchPeople", search: "eli" }, elif)
    expect(shown.screen()).toContain("Elif Sample")
  })

  it("always creates only what was on the screen, by a key for that, with no search left open", () => {
    const keys = ["down", "enter", "up", "tab", "shift+tab", "space", "backspace", "ctrl+u", "ctrl+s", "d"] as const
    const happening = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...keys).map((key) => ({ _tag: "Key", key }) as const) },
      { weight: 1, arbitrary: fc.constantFrom("greta", "el", "x").map((text) => ({ _tag: "Text", text }) as const) },
      // Any question that is open, answered or asked for in vain, in any order.
      {
        weight: 2,
        arbitrary: fc.record({
          _tag: fc.constant("Answer" as const),
          which: fc.nat({ max: 5 }),
          found: fc.constantFrom(nobody, elif, undefined)
        })
      }
    )
    let created = 0
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        let state = searching().state()
        const open: Array<RequestOf<"SearchPeople">> = []
        const tell = (message: Message): void => {
          const before = state
          const { state: next, intents } = update(before, message)
          state = next
          for (const intent of intents) {
            if (intent._tag !== "Ask" && intent._tag !== "AskSoon") continue
            if (intent.request._tag === "SearchPeople") open.push(intent.request)
            if (intent.request._tag !== "CreateTeam") continue
            created += 1
            const form = top(before)
            if (form?._tag !== "TeamForm" || message._tag !== "Pressed") throw new Error("It was created by no key.")
            expect(message.key).toBe(form.focus === "send" && message.key === "enter" ? "enter" : "ctrl+s")
            expect(searchOf(form)).toBe("")
            expect(intent.request.team.people ?? []).toEqual(namedBy(form).people)
          }
        }
        for (const one of happenings) {
          if (one._tag === "Key") tell({ _tag: "Pressed", key: one.key })
          else if (one._tag === "Text") for (const key of one.text) tell({ _tag: "Pressed", key })
          else {
            const [request] = open.splice(one.which, 1)
            if (request === undefined) continue
            const { found } = one
            tell(
              found === undefined
                ? {
                    _tag: "Failed",
                    request,
                    failure: { kind: "busy", title: "Busy", detail: "Busy.", remedy: "Wait." }
                  }
                : answerTo<"SearchPeople">(request, found)
            )
          }
        }
      }),
      { numRuns: 500 }
    )
    expect(created).toBeGreaterThan(50)
  })
})
