import { describe, expect, it } from "vitest"
import { consoleUnderTest } from "../../../testing/consoleUnderTest.ts"
import * as sample from "../../../testing/samples.ts"

const entered = (line: string) => {
  const shown = consoleUnderTest({ incidents: [sample.incident(1), sample.incident(2)] })
  shown.press(":")
  shown.type(line)
  shown.press("enter")
  return shown
}

const said = (line: string): string =>
  entered(line)
    .screen()
    .replaceAll(/[\s│]+/gu, " ")

describe("the command line", () => {
  it("sorts by a column in either order", () => {
    expect(said("sort title")).toContain("by title ↑")
    expect(said("sort title asc")).toContain("by title ↑")
    expect(said("sort title desc")).toContain("by title ↓")
  })

  it("refuses an order that there isn't, rather than sort in the other one", () => {
    for (const order of ["descending", "desc now"]) {
      const line = said(`sort title ${order}`)
      expect(line).toContain(`! There is no order "${order}". Enter asc or desc.`)
      expect(line).toContain("by age ↑")
    }
  })

  it("says how to load an incident that the list doesn't have", () => {
    expect(said("999")).toContain(
      "! Incident 999 isn't among the loaded incidents. Press f in the list to load closed ones."
    )
    const all = consoleUnderTest({ incidents: [sample.incident(1)] })
    all.press("f", ":")
    all.type("999")
    all.press("enter")
    expect(all.screen().replaceAll(/[\s│]+/gu, " ")).toContain("Press f in the list to load open ones.")
    all.press("esc", "f", ":")
    all.type("999")
    all.press("enter")
    expect(all.screen()).toContain("! Incident 999 isn't among the loaded incidents.")
    expect(all.screen()).not.toContain("Press f in the list")
  })
})
