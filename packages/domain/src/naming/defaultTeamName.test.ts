import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { affixesOf, blockedWordsIn, withoutAffixes } from "../policy/NamingPolicy.ts"
import { incident } from "../testing/ArbitraryIncident.ts"
import { groupNaming } from "../testing/ArbitraryNames.ts"
import { defaultTeamName } from "./defaultTeamName.ts"
import { type GroupNaming, nameUnderPolicy } from "./nameUnderPolicy.ts"
import { comfortableNameCharacters, TeamName, teamNameOf } from "./TeamName.ts"

const naming = (pattern: string, ...blockedWords: ReadonlyArray<string>): GroupNaming => ({
  policy: { pattern, blockedWords },
  attributes: { Department: "SecOps" }
})

const of = (title: string, under?: GroupNaming): string => defaultTeamName({ number: 1042, title }, under)

describe("defaultTeamName", () => {
  it.each([
    ["Phishing: mailbox rule", "INC-1042 Phishing mailbox rule"],
    ["", "INC-1042"],
    [" ??? ", "INC-1042"],
    ["👩‍👩‍👧‍👦".repeat(30), `INC-1042 ${"👩‍👩‍👧‍👦".repeat(10)}…`]
  ])("of an incident called %j is %j", (title, name) => {
    expect(of(title)).toBe(name)
  })

  it.each([
    [undefined, "INC-1042"],
    [naming("GRP_[GroupName]_[Department]"), "GRP_INC-1042_SecOps"]
  ])("is the number alone, with the policy's affixes, where names are neutral", (under, name) => {
    expect(defaultTeamName({ number: 1042, title: "Data theft by J. Doe" }, under, true)).toBe(name)
  })

  it("is cut to what Teams shows well", () => {
    expect(of("a".repeat(111))).toBe(`INC-1042 ${"a".repeat(111)}`)
    expect(of("a".repeat(112))).toBe(`INC-1042 ${"a".repeat(110)}…`)
  })

  it.each([
    ["Phishing", naming("GRP_[GroupName]_[Department]"), "GRP_INC-1042 Phishing_SecOps"],
    ["Mail from the CEO", naming("", "ceo"), "INC-1042"],
    ["Mail from the CEO", naming("SOC [GroupName]", "ceo"), "SOC INC-1042"],
    ["a".repeat(200), naming(`${"p".repeat(100)}[GroupName]`), `${"p".repeat(100)}INC-1042 ${"a".repeat(10)}…`],
    ["a".repeat(200), naming(`[GroupName]${"s".repeat(100)}`), `INC-1042 ${"a".repeat(10)}…${"s".repeat(100)}`],
    ["Phishing", naming(`${"p".repeat(200)}[GroupName]`), `${"p".repeat(200)}INC-1042`],
    ["Phishing", naming(`${"p".repeat(256)}[GroupName]`), "INC-1042"]
  ])("of %j under the tenant's naming policy", (title, under, name) => {
    expect(of(title, under)).toBe(name)
  })

  it("always is a name of a comfortable length that a site title takes well", () => {
    fc.assert(
      fc.property(incident, (one) => {
        const name = defaultTeamName(one)
        expect(name.length).toBeLessThanOrEqual(comfortableNameCharacters)
        expect(name).not.toMatch(/[#%&*:<>?/\\{|}]/u)
        expect(name).toContain(`INC-${one.number}`)
      })
    )
  })

  it("always is a name that the tenant's naming policy takes as it stands", () => {
    fc.assert(
      fc.property(incident, groupNaming, (one, under) => {
        const name = defaultTeamName(one, under)
        expect(teamNameOf(name)).toEqual(Result.succeed(name))
        expect(nameUnderPolicy(under, name)).toEqual(Result.succeed(name))
      })
    )
  })
})

describe("nameUnderPolicy", () => {
  const refusal = (under: GroupNaming, text: string) => Result.getOrUndefined(Result.flip(nameUnderPolicy(under, text)))

  it("adds what the policy wants, once", () => {
    const under = naming("GRP_[GroupName]_[Department]", "grp")
    expect(nameUnderPolicy(under, " Plan ")).toEqual(Result.succeed("GRP_Plan_SecOps"))
    expect(nameUnderPolicy(under, "  GRP_Plan_SecOps\n")).toEqual(Result.succeed("GRP_Plan_SecOps"))
  })

  it.each([
    ["a blank name", naming("GRP_[GroupName]"), " ", "blank", "Type a name."],
    ["a name that is nothing but the prefix", naming("GRP_[GroupName]"), "GRP_", "blank", "Type a name."],
    ["blocked words", naming("", "CEO", "payroll"), "Payroll of the CEO", 'blocks "CEO", "payroll"', "without"],
    ["a blocked word in disguise", naming("", "CEO"), "Mail of the C\u200BE\u00ADO", 'blocks "CEO"', "without"],
    ["a name over the limit", naming("GRP_[GroupName]"), "a".repeat(257), "257 characters", "to 256 characters"],
    [
      "one that is so with the prefix",
      naming("GRP_[GroupName]"),
      "a".repeat(253),
      "policy adds 4",
      "Shorten it to 252"
    ],
    ["one that is so with both", naming("GRP_[GroupName]_IT"), "a".repeat(250), "policy adds 7", "Shorten it to 249"],
    ["any under a policy without room", naming("p".repeat(256)), "a", "policy adds 256", "ask an admin"]
  ])("refuses %s", (_, under, text, problem, remedy) => {
    expect(refusal(under, text)).toMatchObject({
      field: "name",
      problem: expect.stringContaining(problem),
      remedy: expect.stringContaining(remedy),
      message: expect.stringContaining(problem)
    })
  })

  it("never lets a blocked word through, and changes nothing the second time", () => {
    fc.assert(
      fc.property(groupNaming, fc.string({ unit: "grapheme", maxLength: 300 }), (under, text) => {
        const answer = nameUnderPolicy(under, text)
        if (Result.isFailure(answer)) return
        expect(nameUnderPolicy(under, answer.success)).toEqual(answer)
        expect(TeamName.make(answer.success)).toBe(answer.success)
        const chosen = withoutAffixes(affixesOf(under.policy, under.attributes), answer.success)
        expect(blockedWordsIn(under.policy, chosen)).toEqual([])
      })
    )
  })
})
