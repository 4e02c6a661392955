import type { Filter, Operand, Operator, TextTest } from "./Filter.ts"

/** What differs between the services that read a `$filter`. */
export interface Dialect {
  /** Sticky, with the named groups of {@link kinds}; skips white space. */
  readonly token: RegExp
  /** Keywords, operators and functions may be written in any case. */
  readonly ignoresCase: boolean
  readonly textTests: ReadonlyArray<TextTest>
  /**
   * Reads `in`, `any`, Booleans, and properties or literals on both sides of an operator. Otherwise a comparison is a
   * property, an operator and a literal.
   */
  readonly isFull: boolean
  /** Returns a property's path as the record has it; calls `fail` for a property that can't be filtered by. */
  readonly readPath: (path: string, fail: Fail) => string
  /** Calls `fail` for a comparison or text test that the service refuses. Default: none. */
  readonly check?: (filter: Filter, fail: Fail) => void
  /** The error for a filter that can't be read; `reason` quotes the place. */
  readonly invalid: (reason: string) => Error
}

export type Fail = (reason: string) => never

const operators: ReadonlyArray<string> = ["eq", "ne", "gt", "ge", "lt", "le"] satisfies ReadonlyArray<Operator>
const isOperator = (text: string): text is Operator => operators.includes(text)

/** `raw`: an unquoted value that is compared as text, such as a GUID. */
const kinds = ["mark", "string", "date", "number", "raw", "word"] as const

interface Token {
  readonly kind: (typeof kinds)[number]
  readonly text: string
}

const tokensOf = (filter: string, pattern: RegExp, fail: Fail): ReadonlyArray<Token> => {
  const tokens: Array<Token> = []
  const trimmed = filter.trimEnd()
  const token = new RegExp(pattern)
  while (token.lastIndex < trimmed.length) {
    const position = token.lastIndex
    const groups = token.exec(trimmed)?.groups
    if (groups === undefined) return fail(`syntax error at position ${position}`)
    for (const kind of kinds) {
      const text = groups[kind]
      if (text !== undefined) tokens.push({ kind, text })
    }
  }
  return tokens
}

/** Deeper nesting is refused, as OData services do, before the stack overflows. */
const maximumDepth = 100

/**
 * Parses a `$filter`: comparisons, text tests, `and`, `or`, `not` and parentheses; strings in single quotes (a doubled
 * one stands for itself). `not` binds tightest, then `and`, then `or`. Throws the dialect's error.
 */
export const parseFilter = (filter: string, dialect: Dialect): Filter => {
  const fail: Fail = (reason) => {
    throw dialect.invalid(`${reason} in '${filter}'`)
  }
  const tokens = tokensOf(filter, dialect.token, fail)
  let position = 0
  let depth = 0

  const normalize = (text: string): string => (dialect.ignoresCase ? text.toLowerCase() : text)
  const isNext = (text: string, ahead = 0): boolean => {
    const token = tokens[position + ahead]
    return token !== undefined && (token.kind === "word" || token.kind === "mark") && normalize(token.text) === text
  }
  const accept = (text: string): boolean => {
    if (!isNext(text)) return false
    position += 1
    return true
  }
  const expect = (text: string): void => {
    if (!accept(text)) fail(`'${text}' expected before ${tokens[position]?.text ?? "the end"}`)
  }
  const next = (expected: string): Token => tokens[position++] ?? fail(`${expected} expected at the end`)

  const pathOf = (text: string): Operand => ({ type: "path", path: dialect.readPath(text, fail) })

  const literalOf = ({ kind, text }: Token): Operand | undefined => {
    switch (kind) {
      case "string":
        return { type: "string", value: text.slice(1, -1).replaceAll("''", "'") }
      case "date": {
        const value = Date.parse(text)
        return Number.isNaN(value) ? fail(`'${text}' is no date`) : { type: "date", value }
      }
      case "number":
        return { type: "number", value: Number(text) }
      case "raw":
        return { type: "string", value: text }
      case "word":
        if (text === "null") return { type: "null" }
        return dialect.isFull && (text === "true" || text === "false")
          ? { type: "boolean", value: text === "true" }
          : undefined
      case "mark":
        return undefined
    }
  }

  const property = (): Operand => {
    const { kind, text } = next("a property")
    return kind === "word" ? pathOf(text) : fail(`could not find a property named '${text}'`)
  }
  const value = (): Operand => {
    const token = next("a value")
    const literal = literalOf(token)
    if (literal !== undefined) return literal
    if (dialect.isFull && token.kind === "word") return pathOf(token.text)
    return fail(`a value expected instead of '${token.text}'`)
  }
  const left = (): Operand => (dialect.isFull ? value() : property())

  const checked = (read: Filter): Filter => {
    dialect.check?.(read, fail)
    return read
  }

  const inList = (operand: Operand): Filter => {
    expect("(")
    const values = [value()]
    while (accept(",")) values.push(value())
    expect(")")
    return { _tag: "In", operand, values }
  }

  const comparison = (): Filter => {
    const operand = left()
    if (dialect.isFull && accept("in")) return inList(operand)
    const { text } = next("an operator")
    const operator = normalize(text)
    if (!isOperator(operator)) return fail(`unknown operator '${text}'`)
    return checked({ _tag: "Compare", left: operand, operator, right: value() })
  }

  const textTest = (test: TextTest): Filter => {
    position += 1
    expect("(")
    const text = left()
    expect(",")
    const part = value()
    expect(")")
    return checked({ _tag: "Text", test, text, part })
  }

  const any = (path: string): Filter => {
    position += 1
    const collection = pathOf(path)
    expect("(")
    const { text: name } = next("a name")
    expect(":")
    const inner = or()
    expect(")")
    return { _tag: "Any", collection, name, filter: inner }
  }

  const unary = (): Filter => {
    depth += 1
    if (depth > maximumDepth) fail("nested too deeply")
    try {
      if (accept("not")) return { _tag: "Not", filter: unary() }
      if (accept("(")) {
        const inside = or()
        expect(")")
        return inside
      }
      const test = isNext("(", 1) ? dialect.textTests.find((name) => isNext(name)) : undefined
      if (test !== undefined) return textTest(test)
      const [, collection] = /^(.+)\/any$/i.exec(tokens[position]?.text ?? "") ?? []
      return dialect.isFull && collection !== undefined && isNext("(", 1) ? any(collection) : comparison()
    } finally {
      depth -= 1
    }
  }

  const and = (): Filter => {
    let filters = unary()
    while (accept("and")) filters = { _tag: "And", left: filters, right: unary() }
    return filters
  }

  const or = (): Filter => {
    let filters = and()
    while (accept("or")) filters = { _tag: "Or", left: filters, right: and() }
    return filters
  }

  const whole = or()
  const rest = tokens[position]
  return rest === undefined ? whole : fail(`'${rest.text}' not expected`)
}
