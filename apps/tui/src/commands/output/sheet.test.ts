import { describe, expect, it } from "vitest"
import { sheet } from "./sheet.ts"

describe("a sheet", () => {
  it("has labels at the left and wrapped values at the right, and leaves out what has no value", () => {
    expect(
      sheet(
        [
          ["Team", "INC-1 Phishing in the finance department"],
          ["Owner", undefined],
          ["Note", ""],
          ["Alerts", 2]
        ],
        28
      )
    ).toEqual(["Team    INC-1 Phishing in", "        the finance", "        department", "Alerts  2"])
  })

  it("keeps an address whole, so that it can be opened and copied", () => {
    const link = `https://teams.microsoft.com/l/team/${"a".repeat(200)}`
    expect(sheet([["Link", link]], 40)).toEqual([`Link  ${link}`])
  })

  it("shows no control character, also in an address", () => {
    expect(sheet([["Link", "https://a.example/\u001b[2J"]], 40)[0]).not.toContain("\u001b")
  })
})
