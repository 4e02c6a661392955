import { describe, expect, it } from "vitest"
import { evaluate } from "./evaluate.ts"
import { parseQuery } from "./parse.ts"

const document = {
  id: "a",
  n: 5,
  text: "Alpha",
  yes: true,
  nothing: null,
  list: [1, 2, { k: "v", more: 1 }],
  deep: { er: { value: "x" } },
  "odd name": 1,
  value: "a word of the language"
}

/** Evaluates an expression; distinguishes undefined from null. */
const valueOf = (expression: string): unknown => {
  const { select, from } = parseQuery(`SELECT VALUE ${expression} FROM c`)
  if (select.kind !== "value") throw new Error("SELECT VALUE selects a value.")
  const parameters = new Map(Object.entries({ "@five": 5, "@list": ["x", "a"], "@empty": [] }))
  return evaluate(select.expression, { parameters, names: { name: from.alias, value: document } })
}

describe("properties", () => {
  it.each([
    ["c.n", 5],
    ['c["n"]', 5],
    ["c.deep.er.value", "x"],
    ["c.list[2].k", "v"],
    ["c['odd name']", 1],
    ["c.value", "a word of the language"],
    ["c.none", undefined],
    ["c.none.deeper", undefined],
    ["c.n.deeper", undefined],
    ["c.list[9]", undefined],
    ["c.toString", undefined]
  ])("%s", (expression, expected) => expect(valueOf(expression)).toEqual(expected))
})

describe("comparisons", () => {
  it.each([
    ["c.n = 5", true],
    ["c.n = '5'", false],
    ["c.n = null", false],
    ["c.nothing = null", true],
    ["c.none = null", undefined],
    ["c.none = c.none", undefined],
    ["c.n != 4", true],
    ["c.n <> 4", true],
    ["c.none != 4", undefined],
    ["c.n > 4", true],
    ["c.n > '4'", undefined],
    ["c.text >= 'Alpha'", true],
    ["'a' < 'B'", false],
    ["c.deep = {er: {value: 'x'}}", true],
    ["c.list = [1, 2, {more: 1, k: 'v'}]", true],
    ["c.n BETWEEN 5 AND 6", true],
    ["c.n NOT BETWEEN 5 AND 6", false],
    ["c.n IN (1, 5)", true],
    ["c.n NOT IN (1, 5)", false],
    ["c.none IN (1, 5)", undefined],
    ["c.text LIKE 'A%a'", true],
    ["c.text LIKE 'A_pha'", true],
    ["c.text LIKE 'a%'", false],
    ["c.text LIKE 'A.pha'", false],
    ["c.n LIKE '5'", undefined]
  ])("%s: %s", (expression, expected) => expect(valueOf(expression)).toBe(expected))
})

describe("an undefined value spreads only as far as necessary", () => {
  it.each([
    ["c.none AND false", false],
    ["false AND c.none", false],
    ["c.none AND true", undefined],
    ["c.none OR true", true],
    ["true OR c.none", true],
    ["c.none OR false", undefined],
    ["NOT c.none", undefined],
    ["NOT c.n", undefined],
    ["c.none ?? 'else'", "else"],
    ["c.nothing ?? 'else'", null],
    ["c.none ? 1 : 2", 2],
    ["c.yes ? 1 : 2", 1],
    ["[c.none, c.n]", [5]],
    ["{a: c.none, b: c.n}", { b: 5 }]
  ])("%s: %s", (expression, expected) => expect(valueOf(expression)).toEqual(expected))
})

describe("precedence", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["7 % 4 - -1", 4],
    ["1 / 0", undefined],
    ["'a' || 'b' || 'c'", "abc"],
    ["true OR false AND false", true],
    ["NOT false AND false", false],
    ["NOT c.n = 4", true],
    ["true AND NOT c.n IN (4) AND true", true],
    ["false OR NOT false AND true", true],
    ["1 + 1 = 2 AND 2 < 3", true]
  ])("%s: %s", (expression, expected) => expect(valueOf(expression)).toBe(expected))
})

describe("functions", () => {
  it.each([
    ["ARRAY_CONTAINS(c.list, 2)", true],
    ["ARRAY_CONTAINS(c.list, {k: 'v'})", false],
    ["ARRAY_CONTAINS(c.list, {k: 'v'}, true)", true],
    ["ARRAY_CONTAINS(@list, c.id)", true],
    ["ARRAY_CONTAINS(@empty, c.id)", false],
    ["ARRAY_CONTAINS(c.n, 5)", undefined],
    ["ARRAY_LENGTH(c.list)", 3],
    ["STARTSWITH(c.text, 'Al')", true],
    ["startswith(c.text, 'al')", false],
    ["STARTSWITH(c.text, 'al', true)", true],
    ["ENDSWITH(c.text, 'ha')", true],
    ["CONTAINS(c.text, 'lph')", true],
    ["CONTAINS(c.none, 'lph')", undefined],
    ["STRINGEQUALS(c.text, 'ALPHA', true)", true],
    ["LOWER(c.text) || UPPER(c.text)", "alphaALPHA"],
    ["LENGTH(TRIM('  ab '))", 2],
    ["SUBSTRING(c.text, 1, 3)", "lph"],
    ["CONCAT('a', c.id, 'b')", "aab"],
    ["IS_DEFINED(c.nothing)", true],
    ["IS_DEFINED(c.none)", false],
    ["IS_NULL(c.nothing)", true],
    ["IS_STRING(c.n) OR IS_NUMBER(c.n)", true],
    ["IS_BOOL(c.yes) AND IS_ARRAY(c.list) AND IS_OBJECT(c.deep)", true],
    ["IS_OBJECT(c.list)", false],
    ["ABS(-1.5) + FLOOR(1.5) + CEILING(1.5)", 4.5],
    ["EXISTS(SELECT VALUE x FROM x IN c.list WHERE x.k = 'v')", true],
    ["EXISTS(SELECT VALUE x FROM x IN c.list WHERE x.k = 'w')", false],
    ["ARRAY(SELECT VALUE x FROM x IN c.list WHERE IS_NUMBER(x))", [1, 2]],
    ["(SELECT VALUE x.k FROM x IN c.list WHERE IS_DEFINED(x.k))", "v"],
    ["@five = c.n", true],
    ["'it\\'s \\u00e4'", "it's ä"]
  ])("%s", (expression, expected) => expect(valueOf(expression)).toEqual(expected))
})

describe("what isn't known is refused by name", () => {
  it.each([
    ["d.n", "Identifier 'd' could not be resolved."],
    ["@six", "'@six'"],
    ["REVERSE(c.text)", "'REVERSE' is not a recognized built-in function name."],
    ["LOWER(c.text, 1)", "LOWER function requires 1 argument"],
    ["COUNT(1)", "COUNT"]
  ])("%s", (expression, message) => expect(() => valueOf(expression)).toThrow(message))
})
