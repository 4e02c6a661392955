import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { title } from "../testing/ArbitraryIncident.ts"
import { teamName } from "../testing/ArbitraryNames.ts"
import { anyText, unsafe } from "../testing/ArbitraryText.ts"
import { throughJson } from "../testing/throughJson.ts"
import { onOneLine } from "../text/visibleText.ts"
import { cleanName, TeamName, teamNameOf } from "./TeamName.ts"

describe("teamNameOf", () => {
  it.each(["x", "a".repeat(256), "R&D: <alert>", "二要素認証"])("takes %j as it is", (text) => {
    expect(teamNameOf(text)).toEqual(Result.succeed(text))
  })

  it("takes blanks off the ends", () => {
    expect(teamNameOf(`  ${"a".repeat(256)}\n`)).toEqual(Result.succeed("a".repeat(256)))
  })

  it.each([
    ["", "blank", "Type a name."],
    [" \t\n\u00A0", "blank", "Type a name."],
    ["\u0000\u200B\u202E", "blank", "Type a name."],
    ["a".repeat(257), "257 characters", "to 256 characters"],
    ["👍".repeat(200), "400 characters", "to 256 characters"]
  ])("refuses %j, naming the field and the remedy", (text, problem, remedy) => {
    expect(Result.getOrUndefined(Result.flip(teamNameOf(text)))).toMatchObject({
      _tag: "InvalidTeamName",
      field: "name",
      problem: expect.stringContaining(problem),
      remedy: expect.stringContaining(remedy)
    })
  })

  it("never refuses for anything but blankness and length", () => {
    fc.assert(
      fc.property(title, (text) => {
        const name = onOneLine(text)
        expect(Result.isSuccess(teamNameOf(text))).toBe(name !== "" && name.length <= 256)
      })
    )
  })

  it("always is one line in which everything can be seen", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = Result.getOrElse(teamNameOf(text), () => "INC-1")
        expect(name).not.toMatch(unsafe)
        expect(Schema.is(TeamName)(name)).toBe(true)
      })
    )
  })

  it("is what the codec takes, too, which says what is wrong with anything else", () => {
    expect(() => Schema.decodeSync(TeamName)("")).toThrow("a name that isn't blank")
    expect(() => Schema.decodeSync(TeamName)("two\nlines")).toThrow("one line of visible characters")
    expect(() => Schema.decodeSync(TeamName)("a".repeat(257))).toThrow("at most 256")
  })

  it("always survives its codec", () => {
    fc.assert(
      fc.property(teamName, (name) => {
        expect(throughJson(TeamName, name)).toBe(name)
      })
    )
  })
})

describe("cleanName", () => {
  it.each([
    ["Phishing: mailbox rule", "Phishing mailbox rule"],
    ["and/or", "and or"],
    ["  a \t\r\n b  ", "a b"],
    ["phis\u200Bhing", "phishing"],
    ["mail \u200B\u202E rule", "mail rule"],
    ["a\u202Eb\u2066c", "abc"],
    ["half \uD83D", "half"],
    ["👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"],
    ["#%&*:<>?/\\{|}", ""],
    ["", ""]
  ])("makes of %j: %j", (text, clean) => {
    expect(cleanName(text)).toBe(clean)
  })

  it("always leaves nothing that a site title doesn't take well; twice is once", () => {
    fc.assert(
      fc.property(title, (text) => {
        const clean = cleanName(text)
        expect(cleanName(clean)).toBe(clean)
        expect(clean.isWellFormed()).toBe(true)
        expect(clean).not.toMatch(/[#%&*:<>?/\\{|}]/u)
      })
    )
  })
})
