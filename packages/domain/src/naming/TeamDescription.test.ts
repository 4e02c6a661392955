import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { incident } from "../testing/ArbitraryIncident.ts"
import { throughJson } from "../testing/throughJson.ts"
import { defaultTeamDescription } from "./defaultTeamDescription.ts"
import { TeamDescription, teamDescriptionOf } from "./TeamDescription.ts"

describe("teamDescriptionOf", () => {
  it.each([
    ["", ""],
    ["  \n", ""],
    [" two\nlines ", "two\nlines"],
    ["two\r\nlines\u0000\u202E", "two\nlines"],
    [`${"a".repeat(1024)}  `, "a".repeat(1024)]
  ])("takes %j", (text, description) => {
    expect(teamDescriptionOf(text)).toEqual(Result.succeed(description))
  })

  it("refuses more than 1,024 characters, naming the field and the remedy", () => {
    expect(Result.getOrUndefined(Result.flip(teamDescriptionOf("a".repeat(1030))))).toMatchObject({
      _tag: "InvalidTeamDescription",
      field: "description",
      problem: expect.stringContaining("1,030"),
      remedy: expect.stringContaining("to 1,024 characters"),
      message: expect.stringMatching(
        /^description: .*1,030 characters; at most 1,024 are allowed\. .*to 1,024 characters/
      )
    })
  })
})

describe("defaultTeamDescription", () => {
  it("is the number alone where names are neutral", () => {
    const one = { number: 1042, severity: "High", title: "Data theft by J. Doe", description: "J. Doe" } as const
    expect(defaultTeamDescription(one, true)).toBe("Microsoft Sentinel incident 1042")
  })

  it("says which incident it is", () => {
    expect(
      defaultTeamDescription({ number: 1042, severity: "High", title: "Phishing: rule", description: "One\n\ntwo." })
    ).toBe("Microsoft Sentinel incident 1042, severity High. Phishing: rule. One two.")
  })

  it("leaves out what isn't there", () => {
    expect(defaultTeamDescription({ number: 7, severity: "Low", title: " " })).toBe(
      "Microsoft Sentinel incident 7, severity Low"
    )
  })

  it("always is a description that the platform takes, however long the incident's is", () => {
    fc.assert(
      fc.property(incident, fc.nat({ max: 20 }), (one, times) => {
        const long = { ...one, description: (one.description ?? "x").repeat(times) }
        const description = defaultTeamDescription(long)
        expect(throughJson(TeamDescription, description)).toBe(description)
        expect(teamDescriptionOf(description)).toEqual(Result.succeed(description))
        expect(description).toContain(String(one.number))
      })
    )
  })
})
