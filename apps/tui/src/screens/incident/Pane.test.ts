import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../../testing/consoleUnderTest.ts"
import * as sample from "../../../testing/samples.ts"

const incident = sample.incident(1)

/** The row of tabs on a terminal of that many columns, once `keys` were pressed. */
const tabs = (columns: number, ...keys: ReadonlyArray<string>): string | undefined => {
  const shown = consoleUnderTest({ incidents: [incident], size: { columns, rows: 24 } })
  withPane(shown, incident)
  shown.press(...keys)
  return shown.screen().split("\n")[2]?.trimEnd()
}

describe("the tabs of an incident", () => {
  it("are named, the one that is chosen in brackets", () => {
    expect(tabs(80)).toBe("[1 Overview] 2 Team  3 Access  4 Alerts  5 Entities  6 Comments  7 Timeline")
  })

  it("have the name of the one that is chosen where there is no room for all of them", () => {
    expect(tabs(60)).toBe("[1 Overview] 2  3  4  5  6  7")
    expect(tabs(60, "7")).toBe(" 1  2  3  4  5  6 [7 Timeline]")
    expect(tabs(40, "6")).toBe(" 1  2  3  4  5 [6 Comments] 7")
  })
})
