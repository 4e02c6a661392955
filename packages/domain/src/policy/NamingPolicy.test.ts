import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { groupNaming, namingPolicy, teamName } from "../testing/ArbitraryNames.ts"
import { throughJson } from "../testing/throughJson.ts"
import {
  affixesOf,
  blockedWordsIn,
  NamingPolicy,
  namingPolicyOf,
  noNamingPolicy,
  withAffixes,
  withoutAffixes
} from "./NamingPolicy.ts"

const named = (pattern: string, attributes: object, name: string): string =>
  withAffixes(affixesOf({ pattern, blockedWords: [] }, attributes), name)

describe("namingPolicyOf", () => {
  it("reads the pattern and the words between commas", () => {
    expect(
      namingPolicyOf([
        { name: "PrefixSuffixNamingRequirement", value: " GRP_[GroupName] " },
        { name: "CustomBlockedWordsList", value: "CEO, top secret ,,Payroll" }
      ])
    ).toEqual({ pattern: "GRP_[GroupName]", blockedWords: ["CEO", "top secret", "Payroll"] })
  })

  it("is none where nothing is set", () => {
    expect(namingPolicyOf([])).toEqual(noNamingPolicy)
    expect(namingPolicyOf([{ name: "CustomBlockedWordsList", value: "" }])).toEqual(noNamingPolicy)
  })
})

describe("withAffixes", () => {
  it.each([
    ["", {}, "Plan", "Plan"],
    ["GRP_[GroupName]_[Department]", { Department: "Engineering" }, "Plan", "GRP_Plan_Engineering"],
    ["GRP [GroupName] [Department]", { Department: "Engineering" }, "My Group", "GRP My Group Engineering"],
    ["[Company]-[GroupName]", { Company: "Contoso", Title: "Chief" }, "Plan", "Contoso-Plan"],
    ["[Title][Office][GroupName]", { Title: " A ", Office: "B" }, "Plan", "ABPlan"],
    [
      "[StateOrProvince]-[CountryOrRegion]-[GroupName]",
      { StateOrProvince: "WA", CountryOrRegion: "US" },
      "Plan",
      "WA-US-Plan"
    ],
    ["[GroupName] [Department]", {}, "Plan", "Plan"],
    ["[Department] [GroupName]", {}, "Plan", "Plan"],
    ["[postalCode][GroupName]", {}, "Plan", "[postalCode]Plan"],
    ["SOC-", {}, "Plan", "SOC-Plan"],
    ["<[GroupName]|[GroupName]>", {}, "Plan", "<Plan|[GroupName]>"],
    ["GRP_[GroupName]_IT", {}, "GRP_Plan_IT", "GRP_Plan_IT"],
    ["GRP_[GroupName]_IT", {}, "GRP_Plan", "GRP_GRP_Plan_IT"],
    ["aa[GroupName]aa", {}, "aaa", "aaaaaaa"]
  ])("%j with %j makes of %j: %j", (pattern, attributes, name, result) => {
    expect(named(pattern, attributes, name)).toBe(result)
  })

  it("always begins and ends as the policy says, changes nothing the second time, and comes off again", () => {
    fc.assert(
      fc.property(groupNaming, teamName, ({ policy, attributes }, name) => {
        const affixes = affixesOf(policy, attributes)
        const once = withAffixes(affixes, name)
        expect(once.startsWith(affixes.prefix)).toBe(true)
        expect(once.endsWith(affixes.suffix)).toBe(true)
        expect(withAffixes(affixes, once)).toBe(once)
        expect(withoutAffixes(affixes, once)).toBe(withoutAffixes(affixes, name))
      })
    )
  })
})

describe("blockedWordsIn", () => {
  const policy: NamingPolicy = { pattern: "", blockedWords: ["CEO", "lass", "top secret", "größe", "c++"] }

  it.each([
    ["Letter to the ceo", ["CEO"]],
    ["ceo: lass", ["CEO", "lass"]],
    ["class glass classy", []],
    ["class of a lass", ["lass"]],
    ["a Top Secret plan", ["top secret"]],
    ["top-secret", []],
    ["ceo2", []],
    ["ceoé", []],
    ["_CEO_", ["CEO"]],
    ["GRÖSSE GRÖßE", ["größe"]],
    ["we love C++!", ["c++"]],
    ["", []]
  ])("in %j: %j", (name, words) => {
    expect(blockedWordsIn(policy, name)).toEqual(words)
  })

  it("always finds a blocked word that stands for itself, wherever it stands", () => {
    fc.assert(
      fc.property(teamName, fc.constantFrom("CEO", "lass", "top secret", "c++"), teamName, (before, word, after) => {
        expect(blockedWordsIn(policy, `${before} ${word.toUpperCase()} ${after}`)).toContain(word)
      })
    )
  })
})

describe("NamingPolicy", () => {
  it("always survives its codec", () => {
    fc.assert(
      fc.property(namingPolicy, (policy) => {
        expect(throughJson(NamingPolicy, policy)).toEqual(policy)
      })
    )
  })
})
