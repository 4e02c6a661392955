import { GraphFailure } from "../GraphFailure.ts"

export interface Filter {
  readonly test: (item: Readonly<Record<string, unknown>>) => boolean
  /** Uses ne, not or endsWith: an advanced query on directory objects. */
  readonly advanced: boolean
  /** Names of the properties it looks at. */
  readonly properties: ReadonlySet<string>
}

type Scope = Readonly<Record<string, unknown>>
type Test = (scope: Scope) => boolean
type Value = (scope: Scope) => unknown

const invalid = (detail: string): GraphFailure =>
  new GraphFailure(400, "BadRequest", `Invalid filter clause: ${detail}`)

const token = /\s*(?:('(?:[^']|'')*')|([A-Za-z_@][\w.@/-]*)|(-?\d[\w.:+-]*)|([(),:]))/y

const tokensOf = (text: string): ReadonlyArray<string> => {
  const tokens: Array<string> = []
  token.lastIndex = 0
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex
    const found = token.exec(text)
    if (!found) throw invalid(`Syntax error at position ${at} in '${text}'.`)
    tokens.push(found[0].trim())
  }
  return tokens
}

const same = (left: unknown, right: unknown): boolean =>
  typeof left === "string" && typeof right === "string" ? left.toLowerCase() === right.toLowerCase() : left === right

const ordered = (left: unknown, right: unknown): number =>
  typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right))

const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  eq: same,
  ne: (left, right) => !same(left, right),
  gt: (left, right) => ordered(left, right) > 0,
  ge: (left, right) => ordered(left, right) >= 0,
  lt: (left, right) => ordered(left, right) < 0,
  le: (left, right) => ordered(left, right) <= 0
}

const textTests: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  contains: (text, part) => text.includes(part)
}

/**
 * The part of $filter that the served routes document: comparisons, in, startsWith, endsWith, contains, and, or, not,
 * any over a collection, casts before a property. Text compares without regard to case, as in the directory.
 */
export const parseFilter = (text: string): Filter => {
  const tokens = tokensOf(text)
  const properties = new Set<string>()
  let advanced = false
  let at = 0

  const peek = (): string | undefined => tokens[at]?.toLowerCase()
  const next = (): string => {
    const current = tokens[at]
    if (current === undefined) throw invalid(`'${text}' ends too early.`)
    at += 1
    return current
  }
  const expect = (wanted: string): void => {
    const found = next()
    if (found !== wanted) throw invalid(`'${wanted}' expected instead of '${found}' in '${text}'.`)
  }

  const either = (): Test => {
    const tests = [both()]
    while (peek() === "or") {
      next()
      tests.push(both())
    }
    return tests.length === 1 && tests[0] ? tests[0] : (scope) => tests.some((test) => test(scope))
  }

  const both = (): Test => {
    const tests = [negated()]
    while (peek() === "and") {
      next()
      tests.push(negated())
    }
    return tests.length === 1 && tests[0] ? tests[0] : (scope) => tests.every((test) => test(scope))
  }

  const negated = (): Test => {
    if (peek() !== "not") return single()
    next()
    advanced = true
    const test = single()
    return (scope) => !test(scope)
  }

  const single = (): Test => {
    if (peek() === "(") {
      next()
      const test = either()
      expect(")")
      return test
    }
    const word = next()
    const textTest = textTests[word.toLowerCase()]
    if (textTest && peek() === "(") return call(word, textTest)
    const any = /^(.+)\/any$/i.exec(word)
    if (any?.[1] !== undefined && peek() === "(") return anyOf(any[1])
    return comparison(operand(word))
  }

  const call = (name: string, textTest: (text: string, part: string) => boolean): Test => {
    if (name.toLowerCase() !== "startswith") advanced = true
    expect("(")
    const left = operand(next())
    expect(",")
    const right = operand(next())
    expect(")")
    return (scope) => {
      const [whole, part] = [left(scope), right(scope)]
      return typeof whole === "string" && typeof part === "string" && textTest(whole.toLowerCase(), part.toLowerCase())
    }
  }

  const anyOf = (path: string): Test => {
    const collection = operand(path)
    expect("(")
    const name = next()
    expect(":")
    const test = either()
    expect(")")
    properties.delete(name)
    return (scope) => {
      const items = collection(scope)
      return Array.isArray(items) && items.some((item: unknown) => test({ ...scope, [name]: item }))
    }
  }

  const comparison = (left: Value): Test => {
    const operator = next().toLowerCase()
    if (operator === "in") {
      expect("(")
      const values = [operand(next())]
      while (peek() === ",") {
        next()
        values.push(operand(next()))
      }
      expect(")")
      return (scope) => values.some((value) => same(left(scope), value(scope)))
    }
    const compare = comparisons[operator]
    if (!compare) throw invalid(`'${operator}' isn't an operator in '${text}'.`)
    if (operator === "ne") advanced = true
    const right = operand(next())
    return (scope) => compare(left(scope), right(scope))
  }

  const operand = (word: string): Value => {
    if (word.startsWith("'")) {
      const value = word.slice(1, -1).replaceAll("''", "'")
      return () => value
    }
    if (word === "true" || word === "false") return () => word === "true"
    if (word === "null") return () => null
    if (/^-?\d+(?:\.\d+)?$/.test(word)) return () => Number(word)
    if (/^-?\d/.test(word)) return () => word
    const path = word.replace(/^(?:microsoft\.)?graph\.\w+\//, "").split("/")
    if (path[0] !== undefined) properties.add(path[0])
    return (scope) =>
      path.reduce<unknown>(
        (value, part) =>
          typeof value === "object" && value !== null
            ? Object.entries(value).find(([key]) => key === part)?.[1]
            : undefined,
        scope
      ) ?? null
  }

  const test = either()
  if (at < tokens.length) throw invalid(`'${tokens[at]}' wasn't expected in '${text}'.`)
  return { test, advanced, properties }
}
