import * as fc from "fast-check"
import { cutTo } from "../naming/graphemes.ts"
import type { GroupNaming } from "../naming/nameUnderPolicy.ts"
import { maximumNameCharacters, TeamName } from "../naming/TeamName.ts"
import { NamingAttribute, type NamingAttributes, type NamingPolicy } from "../policy/NamingPolicy.ts"
import { onOneLine } from "../text/visibleText.ts"
import { title } from "./ArbitraryIncident.ts"

/** Names that the platform takes, comfortable or not. */
export const teamName: fc.Arbitrary<TeamName> = title.map((text) => {
  const name = onOneLine(cutTo(onOneLine(text), maximumNameCharacters))
  return TeamName.make(name === "" ? "INC-1" : name)
})

const namingAttributes: fc.Arbitrary<NamingAttributes> = fc.record(
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
