import type { Fields, Filter, Literal, Operator } from "./Filter.ts"

/** A `$filter` that can't be read, or that asks for what isn't there. */
export class InvalidFilter extends Error {
  constructor(message: string, filter: string) {
    super(`Invalid filter: ${message} in '${filter}'.`)
    this.name = "InvalidFilter"
  }
}

const operators: ReadonlyArray<string> = ["eq", "ne", "gt", "ge", "lt", "le"] satisfies ReadonlyArray<Operator>
const isOperator = (text: string): text is Operator => operators.includes(text)

// In this order: a date begins like a number.
const token =
  /\s*(?:(?<mark>[(),])|(?:(?<string>'(?:[^']|'')*')|(?<date>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2}))?)|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*))(?![\w'-]))/y

const kinds = ["mark", "string", "date", "number", "word"] as const

interface Token {
  readonly kind: (typeof kinds)[number]
  readonly text: string
}

const tokensOf = (filter: string): Array<Token> => {
  const tokens: Array<Token> = []
  const trimmed = filter.trimEnd()
  token.lastIndex = 0
  while (token.lastIndex < trimmed.length) {
    const from = token.lastIndex
    const groups = token.exec(trimmed)?.groups
    if (groups === undefined) throw new InvalidFilter(`syntax error at position ${from}`, filter)
    for (const kind of kinds) {
      const text = groups[kind]
      if (text !== undefined) tokens.push({ kind, text })
    }
  }
  return tokens
}

/** Deeper nesting is refused, as OData services do, and before the stack ends. */
const deepest = 100

/**
 * Reads a `$filter`: property paths with slashes, `eq ne gt ge lt le`, `contains` and `startswith`, `and`, `or`,
 * `not`, parentheses; strings in single quotes (a doubled one stands for itself), dates unquoted. `not` binds
 * tightest, then `and`, then `or`. Throws {@link InvalidFilter}.
 */
export const parseFilter = (filter: string, fields: Fields): Filter => {
  const tokens = tokensOf(filter)
  let position = 0
  let depth = 0

  const fail = (what: string): never => {
    throw new InvalidFilter(what, filter)
  }
  const peek = (text: string): boolean => {
    const next = tokens[position]
    return next !== undefined && (next.kind === "word" || next.kind === "mark") && next.text === text
  }
  const take = (text: string): boolean => {
    if (!peek(text)) return false
    position += 1
    return true
  }
  const expect = (text: string): void => {
    if (!take(text)) fail(`'${text}' expected before ${tokens[position]?.text ?? "the end"}`)
  }
  const next = (what: string): Token => tokens[position++] ?? fail(`${what} expected at the end`)

  const path = (): string => {
    const { kind, text } = next("a property")
    if (kind !== "word" || !Object.hasOwn(fields, text)) return fail(`could not find a property named '${text}'`)
    return text
  }

  const literal = (): Literal => {
    const { kind, text } = next("a value")
    switch (kind) {
      case "string":
        return { type: "string", value: text.slice(1, -1).replaceAll("''", "'") }
      case "date": {
        const value = Date.parse(text)
        return Number.isNaN(value) ? fail(`'${text}' is no date`) : { type: "date", value }
      }
      case "number":
        return { type: "number", value: Number(text) }
      case "word":
      case "mark":
        return text === "null" ? { type: "null" } : fail(`a value expected instead of '${text}'`)
    }
  }

  const comparison = (): Filter => {
    const at = path()
    const operator = next("an operator").text
    if (!isOperator(operator)) return fail(`unknown operator '${operator}'`)
    const value = literal()
    const type = fields[at]
    if (value.type !== "null" && value.type !== type) fail(`'${at}' is a ${type}, not a ${value.type}`)
    return { _tag: "Compare", path: at, operator, value }
  }

  const text = (test: "contains" | "startswith"): Filter => {
    expect("(")
    const at = path()
    if (fields[at] !== "string") fail(`'${test}' needs a string, and '${at}' is a ${fields[at]}`)
    expect(",")
    const value = literal()
    expect(")")
    return value.type === "string"
      ? { _tag: "Text", test, path: at, value: value.value }
      : fail(`'${test}' needs a string`)
  }

  const unary = (): Filter => {
    depth += 1
    if (depth > deepest) fail("nested too deeply")
    try {
      if (take("not")) return { _tag: "Not", filter: unary() }
      if (take("(")) {
        const inside = or()
        expect(")")
        return inside
      }
      if (take("contains")) return text("contains")
      return take("startswith") ? text("startswith") : comparison()
    } finally {
      depth -= 1
    }
  }

  const and = (): Filter => {
    let left = unary()
    while (take("and")) left = { _tag: "And", left, right: unary() }
    return left
  }

  const or = (): Filter => {
    let left = and()
    while (take("or")) left = { _tag: "Or", left, right: and() }
    return left
  }

  const whole = or()
  const rest = tokens[position]
  return rest === undefined ? whole : fail(`'${rest.text}' not expected`)
}
