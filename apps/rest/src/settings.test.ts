import { describe, expect, it } from "vitest"
import { isInCode, settingsRead } from "../testing/settingsInCode.ts"
import { settingsNamed, settingsSections } from "../testing/settingsReference.ts"

/** Read by others than us: Node, @azure/identity, npm. */
const foreign = (title: string): boolean => title.startsWith("Other programs")

describe("the reference of environment variables", () => {
  it("is found, section by section", () => {
    expect(settingsSections.length).toBeGreaterThan(5)
    expect(settingsRead.length).toBeGreaterThan(40)
  })

  it.each(settingsRead)("names %s, which %j reads", (name) => {
    expect(settingsNamed.has(name), `Say in docs/reference/environment.md what ${name} means.`).toBe(true)
  })

  it.each(settingsSections.filter(({ title }) => !foreign(title)))(
    "tells of nothing that isn't read: $title",
    ({ names }) => {
      expect(names.filter((name) => !isInCode(name))).toEqual([])
    }
  )
})
