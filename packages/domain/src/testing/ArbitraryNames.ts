import * as fc from "fast-check"
import type { GroupNaming } from "../naming/nameUnderPolicy.ts"
import { maximumNameCharacters, onOneLine, TeamName } from "../naming/TeamName.ts"
import { NamingAttribute, type NamingAttributes, type NamingPolicy } from "../policy/NamingPolicy.ts"
import { title } from "./ArbitraryIncident.ts"

/** Names that the platform takes, comfortable or not. */
export const teamName: fc.Arbitrary<TeamName> = title.map((text) => {
  const name = text.slice(0, maximumNameCharacters).trim()
  return TeamName.make(onOneLine(name) === "" ? "INC-1" : name)
})

export const namingAttributes: fc.Arbitrary<NamingAttributes> = fc.record(
  {
    Department: fc.constantFrom("Engineering", "SecOps", " "),
    Company: fc.string({ maxLength: 20 }),
    Office: fc.constantFrom("Zürich", "Oslo"),
    Title: fc.string({ maxLength: 20 })
  },
  { requiredKeys: [] }
)

const part = fc.oneof(
  fc.constantFrom("GRP_", " ", "-", "[postalCode]", "SOC "),
  fc.constantFrom(...NamingAttribute.literals).map((attribute) => `[${attribute}]`)
)

const affix = fc.array(part, { maxLength: 3 }).map((parts) => parts.join(""))

export const namingPolicy: fc.Arbitrary<NamingPolicy> = fc.record({
  pattern: fc.oneof(
    fc.constant(""),
    fc.tuple(affix, affix).map(([before, after]) => `${before}[GroupName]${after}`),
    affix
  ),
  blockedWords: fc.subarray(["CEO", "payroll", "lass", "phishing", "top secret"])
})

export const groupNaming: fc.Arbitrary<GroupNaming> = fc.record({ policy: namingPolicy, attributes: namingAttributes })
