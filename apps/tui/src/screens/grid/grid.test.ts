import { describe, expect, it } from "vitest"
import { consoleUnderTest } from "../../../testing/consoleUnderTest.ts"
import * as sample from "../../../testing/samples.ts"

describe("the list of incidents", () => {
  it("doesn't say how many there are before they were read", () => {
    const console_ = consoleUnderTest()
    expect(console_.screen()).not.toContain("0 open incidents")
    console_.answer({ _tag: "Me" }, sample.me)
    expect(console_.screen()).not.toContain("0 open incidents")
    console_.answer({ _tag: "ListIncidents", workspace: sample.workspace, statuses: ["New", "Active"] }, { items: [] })
    expect(console_.screen()).toContain("0 open incidents")
  })

  it.each([40, 52, 72, 80])("shows the beginning of a title and its team on %d columns", (columns) => {
    const title = "Ransomware precursor"
    const console_ = consoleUnderTest({
      incidents: [sample.incident(4110, { title })],
      size: { columns, rows: 20 }
    })
    expect(console_.screen()).toContain(`#4110 ${title.slice(0, 8)}`)
    expect(console_.screen()).toContain("None")
  })
})
