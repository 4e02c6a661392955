import { GraphFailure } from "../GraphFailure.ts"
import type { Query } from "./query.ts"

type Item = Readonly<Record<string, unknown>>
type Test = (item: Item) => boolean

const invalid = (detail: string): GraphFailure =>
  new GraphFailure(400, "Request_BadRequest", `Invalid $search: ${detail}`)

const wordsOf = (text: string): ReadonlyArray<string> =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/**
 * `"displayName:ann" OR "mail:ann"`: quoted clauses, AND binding closer than OR, parentheses. `tokenized` properties
 * match word by word, each as a prefix; any other matches as a prefix of the whole (group-list, user-list).
 */
export const parseSearch = (
  text: string,
  properties: ReadonlyArray<string>,
  tokenized: ReadonlyArray<string>
): Test => {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|AND|OR|[()]/g) ?? []
  if (tokens.join("").length !== text.replaceAll(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, "").length) {
    throw invalid("each clause must be in double quotes, joined by AND or OR.")
  }
  let at = 0

  const either = (): Test => {
    const tests = [both()]
    while (tokens[at] === "OR") {
      at += 1
      tests.push(both())
    }
    return (item) => tests.some((test) => test(item))
  }

  const both = (): Test => {
    const tests = [clause()]
    while (tokens[at] === "AND") {
      at += 1
      tests.push(clause())
    }
    return (item) => tests.every((test) => test(item))
  }

  const clause = (): Test => {
    const word = tokens[at]
    at += 1
    if (word === "(") {
      const test = either()
      if (tokens[at] !== ")") throw invalid("a parenthesis isn't closed.")
      at += 1
      return test
    }
    const [, property, value] = /^"(\w+):(.*)"$/s.exec(word ?? "") ?? []
    if (property === undefined || value === undefined)
      throw invalid(`${word ?? "nothing"} isn't a clause as "displayName:ann".`)
    if (!properties.includes(property)) throw invalid(`property '${property}' can't be searched.`)
    const plain = value.replaceAll(/\\(.)/g, "$1")
    const prefixes = wordsOf(plain)
    return (item) => {
      const content = item[property]
      if (typeof content !== "string") return false
      if (!tokenized.includes(property)) return content.toLowerCase().startsWith(plain.toLowerCase())
      const words = wordsOf(content)
      return prefixes.length > 0 && prefixes.every((prefix) => words.some((candidate) => candidate.startsWith(prefix)))
    }
  }

  const test = either()
  if (at < tokens.length) throw invalid(`${tokens[at]} wasn't expected.`)
  return test
}

/** Returns the test for a query's $search; undefined without one. */
export const searchOf = (
  { search }: Query,
  properties: ReadonlyArray<string>,
  tokenized: ReadonlyArray<string>
): Test | undefined => (search === undefined ? undefined : parseSearch(search, properties, tokenized))
