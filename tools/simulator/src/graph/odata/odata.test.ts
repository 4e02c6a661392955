import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { odataPath } from "../../platform/requestPath.ts"
import { parseGraphFilter } from "./filter.ts"
import { parseSearch } from "./search.ts"

interface Item {
  readonly [name: string]: unknown
  readonly name: string
  readonly size: number
  readonly flag: boolean
  readonly tags: ReadonlyArray<string>
}

/** A filter as written, with what it means. */
interface Meant {
  readonly text: string
  readonly holds: (item: Item) => boolean
}

const words = ["ann", "Ann", "ANNE", "o'hara", "", "x y", "and", "not"]
const word = fc.constantFrom(...words)
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

const item: fc.Arbitrary<Item> = fc.record({
  name: word,
  size: fc.integer({ min: -2, max: 2 }),
  flag: fc.boolean(),
  tags: fc.array(word, { maxLength: 3 })
})

const leaf: fc.Arbitrary<Meant> = fc.oneof(
  word.map((value) => ({ text: `name eq ${quoted(value)}`, holds: ({ name }: Item) => same(name, value) })),
  word.map((value) => ({ text: `name ne ${quoted(value)}`, holds: ({ name }: Item) => !same(name, value) })),
  word.map((value) => ({
    text: `startsWith(name,${quoted(value)})`,
    holds: ({ name }: Item) => name.toLowerCase().startsWith(value.toLowerCase())
  })),
  word.map((value) => ({
    text: `endsWith(name, ${quoted(value)})`,
    holds: ({ name }: Item) => name.toLowerCase().endsWith(value.toLowerCase())
  })),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((values) => ({
    text: `name in (${values.map(quoted).join(",")})`,
    holds: ({ name }: Item) => values.some((value) => same(name, value))
  })),
  fc
    .integer({ min: -2, max: 2 })
    .map((value) => ({ text: `size ge ${value}`, holds: ({ size }: Item) => size >= value })),
  fc.boolean().map((value) => ({ text: `flag eq ${value}`, holds: ({ flag }: Item) => flag === value })),
  word.map((value) => ({
    text: `tags/any(t:t eq ${quoted(value)})`,
    holds: ({ tags }: Item) => tags.some((tag) => same(tag, value))
  }))
)

const meant: fc.Arbitrary<Meant> = fc.letrec<{ tree: Meant }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    tie("tree").map(({ text, holds }) => ({ text: `not (${text})`, holds: (one: Item) => !holds(one) })),
    fc
      .tuple(tie("tree"), tie("tree"))
      .map(([a, b]) => ({ text: `(${a.text}) and (${b.text})`, holds: (one: Item) => a.holds(one) && b.holds(one) })),
    fc
      .tuple(tie("tree"), tie("tree"))
      .map(([a, b]) => ({ text: `(${a.text}) or (${b.text})`, holds: (one: Item) => a.holds(one) || b.holds(one) }))
  )
})).tree

describe("$filter", () => {
  it("is always evaluated as defined", () => {
    fc.assert(
      fc.property(meant, item, ({ text, holds }, one) => {
        expect(parseGraphFilter(text).test(one), text).toBe(holds(one))
      })
    )
  })

  it("and binds closer than or, not closer than and", () => {
    const test = (text: string, flag: boolean, size: number) => parseGraphFilter(text).test({ flag, size })
    expect(test("flag eq true or flag eq false and size eq 9", true, 1)).toBe(true)
    expect(test("not flag eq true and size eq 1", false, 1)).toBe(true)
    expect(test("not flag eq true and size eq 1", false, 2)).toBe(false)
  })

  it("a cast before a property is ignored", () => {
    expect(parseGraphFilter("(microsoft.graph.aadUserConversationMember/userId eq 'a')").test({ userId: "A" })).toBe(
      true
    )
  })

  it("never accepts a filter that is incomplete, or continues after its end", () => {
    fc.assert(
      fc.property(meant, ({ text }) => {
        expect(() => parseGraphFilter(`${text} and`)).toThrow("filter")
        expect(() => parseGraphFilter(`${text} 'more'`)).toThrow("filter")
        expect(() => parseGraphFilter(`(${text}`)).toThrow("filter")
      })
    )
  })

  it.each([
    "",
    "name",
    "name eq",
    "eq 'a'",
    "name like 'a'",
    "startsWith(name)",
    "tags/any(t eq 'a')",
    "name eq 'a",
    "#"
  ])("%j is refused", (text) => {
    expect(() => parseGraphFilter(text)).toThrow("filter")
  })

  it.each([
    ["name eq 'a'", false],
    ["startsWith(name,'a') or startsWith(mail,'a')", false],
    ["name ne 'a'", true],
    ["not startsWith(name,'a')", true],
    ["endsWith(mail,'a')", true]
  ])("%s is advanced: %s", (text, advanced) => {
    expect(parseGraphFilter(text).advanced).toBe(advanced)
  })
})

describe("$search", () => {
  const found = (text: string, one: Readonly<Record<string, string>>) =>
    parseSearch(text, ["displayName", "mail"], ["displayName"])(one)
  const ann = { displayName: "Mary-Ann O'Hara", mail: "mary@woodgrove.example" }

  it.each([
    ['"displayName:ann"', true],
    ['"displayName:ann mary"', true],
    ['"displayName:nn"', false],
    ['"mail:mary@"', true],
    ['"mail:woodgrove"', false],
    ['"displayName:zoe" OR "mail:mary"', true],
    ['"displayName:zoe" AND "mail:mary"', false],
    ['"displayName:zoe" AND "mail:mary" OR "displayName:hara"', true],
    ['"displayName:hara" AND ("mail:zoe" OR "mail:mary")', true]
  ])("%s finds Mary-Ann: %s", (text, expected) => {
    expect(found(text, ann)).toBe(expected)
  })

  it.each([
    "displayName:ann",
    '"ann"',
    '"jobTitle:ann"',
    '"displayName:a" "mail:b"',
    '"displayName:a" AND',
    '("displayName:a"'
  ])("%s is refused", (text) => {
    expect(() => found(text, ann)).toThrow("$search")
  })
})

describe("keys in parentheses", () => {
  it.each([
    ["/teams('a')", "/teams/a"],
    ["/teams('a')/operations('b')", "/teams/a/operations/b"],
    ["/groups(uniqueName='x')/team", "/groups/uniqueName=x/team"],
    ["/groups/(uniqueName='x')", "/groups/uniqueName=x"],
    ["/groups%28uniqueName=%27x%27%29", "/groups/uniqueName=x"],
    ["/users('o''hara')", "/users/o'hara"],
    ["/teams/a/members", "/teams/a/members"],
    ["/$batch", "/$batch"]
  ])("%s is routed as %s", (written, routed) => {
    expect(odataPath(written)).toBe(routed)
  })
})
