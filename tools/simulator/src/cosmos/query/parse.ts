import type { BinaryOperator, Expression, Ordering, Query, Selection, Source, Written } from "./Query.ts"
import { queryFailure, syntaxError } from "./QueryFailure.ts"
import { type Token, tokensOf } from "./tokens.ts"

const reserved = new Set(
  "SELECT DISTINCT TOP VALUE FROM IN JOIN WHERE GROUP ORDER BY ASC DESC OFFSET LIMIT AND OR NOT BETWEEN LIKE EXISTS AS UNDEFINED NULL TRUE FALSE".split(
    " "
  )
)

/** By precedence, the loosest first. */
const levels: ReadonlyArray<ReadonlyArray<BinaryOperator>> = [
  ["??"],
  ["OR"],
  ["AND"],
  ["=", "!=", "<", "<=", ">", ">="],
  ["||"],
  ["+", "-"],
  ["*", "/", "%"]
]
const comparisons = 3

class Parser {
  readonly #text: string
  readonly #tokens: ReadonlyArray<Token>
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  whole(): Query {
    const query = this.#query()
    if (this.#next.kind !== "end") throw this.#unexpected()
    return query
  }

  get #next(): Token {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1)
    if (!token) throw new Error("A text without tokens has none to parse.")
    return token
  }

  #unexpected(): Error {
    return syntaxError(this.#next.text, { start: this.#next.start, end: this.#next.end })
  }

  #isWord(word: string): boolean {
    return this.#next.kind === "word" && this.#next.text.toUpperCase() === word
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false
    this.#at += 1
    return true
  }

  #takeSign(sign: string): boolean {
    if (this.#next.kind !== "sign" || this.#next.text !== sign) return false
    this.#at += 1
    return true
  }

  #needWord(word: string): void {
    if (!this.#takeWord(word)) throw this.#unexpected()
  }

  #needSign(sign: string): void {
    if (!this.#takeSign(sign)) throw this.#unexpected()
  }

  #name(): string {
    const { kind, text } = this.#next
    if (kind !== "word" || reserved.has(text.toUpperCase())) throw this.#unexpected()
    this.#at += 1
    return text
  }

  #query(): Query {
    this.#needWord("SELECT")
    const distinct = this.#takeWord("DISTINCT")
    const top = this.#takeWord("TOP") ? this.#primary() : undefined
    const select = this.#selection()
    this.#needWord("FROM")
    const from = this.#source()
    const where = this.#takeWord("WHERE") ? this.#written() : undefined
    const groupBy = this.#takeWords("GROUP", "BY") ? this.#list(() => this.#written()) : []
    const orderBy = this.#takeWords("ORDER", "BY") ? this.#list(() => this.#ordering()) : []
    const offset = this.#takeWord("OFFSET") ? this.#primary() : undefined
    if (offset) this.#needWord("LIMIT")
    const limit = offset ? this.#primary() : undefined
    return { distinct, top, select, from, where, groupBy, orderBy, offset, limit }
  }

  #takeWords(first: string, second: string): boolean {
    if (!this.#takeWord(first)) return false
    this.#needWord(second)
    return true
  }

  #list<Item>(item: () => Item): ReadonlyArray<Item> {
    const items = [item()]
    while (this.#takeSign(",")) items.push(item())
    return items
  }

  #written(): Written {
    const { start } = this.#next
    const expression = this.#expression()
    return { expression, text: this.#since(start) }
  }

  /** What was written from there up to the last token that was taken. */
  #since(start: number): string {
    return this.#text.slice(start, this.#tokens[this.#at - 1]?.end)
  }

  #selection(): Selection {
    if (this.#takeSign("*")) return { kind: "all" }
    if (this.#takeWord("VALUE")) return { kind: "value", ...this.#written() }
    let unnamed = 0
    return {
      kind: "list",
      items: this.#list(() => {
        const written = this.#written()
        const name = this.#takeWord("AS") || this.#isName() ? this.#name() : nameOf(written.expression)
        return { ...written, name: name ?? `$${(unnamed += 1)}` }
      })
    }
  }

  #isName(): boolean {
    return this.#next.kind === "word" && !reserved.has(this.#next.text.toUpperCase())
  }

  #source(): Source {
    const { start } = this.#next
    const alias = this.#name()
    const each = this.#takeWord("IN") ? this.#path() : undefined
    const renamed = !each && (this.#takeWord("AS") || this.#isName()) ? this.#name() : alias
    const joins: Array<{ alias: string; each: Expression }> = []
    while (this.#takeWord("JOIN")) {
      const joined = this.#name()
      this.#needWord("IN")
      joins.push({ alias: joined, each: this.#path() })
    }
    return { alias: renamed, each, joins, text: this.#since(start) }
  }

  #path(): Expression {
    return this.#members({ kind: "alias", name: this.#name() })
  }

  #ordering(): Ordering {
    const written = this.#written()
    const descending = this.#takeWord("DESC")
    if (!descending) this.#takeWord("ASC")
    return { ...written, descending }
  }

  #expression(): Expression {
    const when = this.#level(0)
    if (!this.#takeSign("?")) return when
    const chosen = this.#expression()
    this.#needSign(":")
    return { kind: "choice", when, chosen, otherwise: this.#expression() }
  }

  #level(level: number): Expression {
    const operators = levels[level]
    if (!operators) return this.#unary()
    // NOT binds looser than a comparison and tighter than AND: NOT a = b is NOT (a = b).
    if (level === comparisons && this.#takeWord("NOT")) return { kind: "not", of: this.#level(comparisons) }
    const first = this.#level(level + 1)
    let left = level === comparisons ? this.#condition(first) : first
    for (;;) {
      const operator = this.#takeOperator(operators)
      if (!operator) return left
      left = { kind: "binary", operator, left, right: this.#level(level + 1) }
    }
  }

  #takeOperator(operators: ReadonlyArray<BinaryOperator>): BinaryOperator | undefined {
    const { kind, text } = this.#next
    const written = kind === "word" ? text.toUpperCase() : kind === "sign" ? (text === "<>" ? "!=" : text) : ""
    const operator = operators.find((candidate) => candidate === written)
    if (operator) this.#at += 1
    return operator
  }

  /** IN, BETWEEN and LIKE behind a value, each with a NOT before it or without. */
  #condition(value: Expression): Expression {
    const negated = this.#takeWord("NOT")
    const not = (expression: Expression): Expression => (negated ? { kind: "not", of: expression } : expression)
    if (this.#takeWord("IN")) {
      this.#needSign("(")
      const choices = this.#list(() => this.#expression())
      this.#needSign(")")
      return not({ kind: "in", value, choices })
    }
    if (this.#takeWord("LIKE")) return not({ kind: "like", value, pattern: this.#level(comparisons + 1) })
    if (this.#takeWord("BETWEEN")) {
      const low = this.#level(comparisons + 1)
      this.#needWord("AND")
      const high = this.#level(comparisons + 1)
      return not({
        kind: "binary",
        operator: "AND",
        left: { kind: "binary", operator: ">=", left: value, right: low },
        right: { kind: "binary", operator: "<=", left: value, right: high }
      })
    }
    if (negated) throw this.#unexpected()
    return value
  }

  #unary(): Expression {
    if (this.#takeSign("-")) return { kind: "negative", of: this.#unary() }
    if (this.#takeSign("+")) return this.#unary()
    return this.#members(this.#primary())
  }

  #members(of: Expression): Expression {
    let expression = of
    for (;;) {
      if (this.#takeSign(".")) {
        const { kind, text } = this.#next
        if (kind !== "word") throw this.#unexpected()
        this.#at += 1
        expression = { kind: "member", of: expression, name: { kind: "literal", value: text } }
      } else if (this.#takeSign("[")) {
        expression = { kind: "member", of: expression, name: this.#expression() }
        this.#needSign("]")
      } else return expression
    }
  }

  #primary(): Expression {
    const token = this.#next
    if (token.kind === "sign") return this.#bracketed()
    this.#at += 1
    if (token.kind === "string") return { kind: "literal", value: token.text }
    if (token.kind === "number") return { kind: "literal", value: Number(token.text) }
    if (token.kind === "parameter") return { kind: "parameter", name: token.text }
    if (token.kind === "word") return this.#worded(token)
    this.#at -= 1
    throw this.#unexpected()
  }

  #worded(token: Token): Expression {
    const word = token.text.toUpperCase()
    if (word === "TRUE" || word === "FALSE") return { kind: "literal", value: word === "TRUE" }
    if (word === "NULL") return { kind: "literal", value: null }
    if (word === "UNDEFINED") return { kind: "literal", value: undefined }
    if (word === "EXISTS") return { kind: "exists", query: this.#subquery() }
    if (word === "ARRAY" && this.#next.text === "(") return { kind: "arraySubquery", query: this.#subquery() }
    if (this.#takeSign("(")) {
      const given = this.#takeSign(")") ? [] : this.#list(() => this.#expression())
      if (given.length > 0) this.#needSign(")")
      return { kind: "call", name: word, arguments: given }
    }
    if (reserved.has(word)) {
      this.#at -= 1
      throw this.#unexpected()
    }
    return { kind: "alias", name: token.text }
  }

  #subquery(): Query {
    this.#needSign("(")
    const query = this.#query()
    this.#needSign(")")
    return query
  }

  #bracketed(): Expression {
    if (this.#takeSign("(")) {
      if (this.#isWord("SELECT")) {
        const query = this.#query()
        this.#needSign(")")
        return { kind: "subquery", query }
      }
      const expression = this.#expression()
      this.#needSign(")")
      return expression
    }
    if (this.#takeSign("[")) {
      if (this.#takeSign("]")) return { kind: "array", items: [] }
      const items = this.#list(() => this.#expression())
      this.#needSign("]")
      return { kind: "array", items }
    }
    if (this.#takeSign("{")) {
      if (this.#takeSign("}")) return { kind: "object", members: [] }
      const members = this.#list(() => this.#member())
      this.#needSign("}")
      return { kind: "object", members }
    }
    throw this.#unexpected()
  }

  #member(): readonly [string, Expression] {
    const { kind, text } = this.#next
    if (kind !== "word" && kind !== "string") throw this.#unexpected()
    this.#at += 1
    this.#needSign(":")
    return [text, this.#expression()]
  }
}

const nameOf = (expression: Expression): string | undefined => {
  if (expression.kind === "alias") return expression.name
  if (expression.kind !== "member" || expression.name.kind !== "literal") return undefined
  return typeof expression.name.value === "string" ? expression.name.value : undefined
}

const longest = 512 * 1_024

/** A query's text as a tree; 400 when it isn't one. */
export const parseQuery = (text: string): Query => {
  if (text.length > longest) {
    throw queryFailure("SC3001", `The SQL query text exceeded the maximum limit of ${longest} characters.`)
  }
  return new Parser(text).whole()
}
