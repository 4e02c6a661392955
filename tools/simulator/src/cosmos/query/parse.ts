import type { BinaryOperator, Expression, Ordering, Query, Selection, Source, Written } from "./Query.ts"
import { queryFailure } from "./QueryFailure.ts"
import { TokenCursor } from "./tokens.ts"

/** By precedence, lowest first. */
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
  readonly #cursor: TokenCursor

  constructor(text: string) {
    this.#cursor = new TokenCursor(text)
  }

  whole(): Query {
    const query = this.#query()
    if (this.#cursor.next.kind !== "end") throw this.#cursor.unexpected()
    return query
  }

  #query(): Query {
    this.#cursor.needWord("SELECT")
    const distinct = this.#cursor.takeWord("DISTINCT")
    const top = this.#cursor.takeWord("TOP") ? this.#primary() : undefined
    const select = this.#selection()
    this.#cursor.needWord("FROM")
    const from = this.#source()
    const where = this.#cursor.takeWord("WHERE") ? this.#written() : undefined
    const groupBy = this.#takeWords("GROUP", "BY") ? this.#list(() => this.#written()) : []
    const orderBy = this.#takeWords("ORDER", "BY") ? this.#list(() => this.#ordering()) : []
    const offset = this.#cursor.takeWord("OFFSET") ? this.#primary() : undefined
    if (offset) this.#cursor.needWord("LIMIT")
    const limit = offset ? this.#primary() : undefined
    return { distinct, top, select, from, where, groupBy, orderBy, offset, limit }
  }

  #takeWords(first: string, second: string): boolean {
    if (!this.#cursor.takeWord(first)) return false
    this.#cursor.needWord(second)
    return true
  }

  #list<Item>(item: () => Item): ReadonlyArray<Item> {
    const items = [item()]
    while (this.#cursor.takeSign(",")) items.push(item())
    return items
  }

  #written(): Written {
    const { start } = this.#cursor.next
    const expression = this.#expression()
    return { expression, text: this.#cursor.since(start) }
  }

  #selection(): Selection {
    if (this.#cursor.takeSign("*")) return { kind: "all" }
    if (this.#cursor.takeWord("VALUE")) return { kind: "value", ...this.#written() }
    let unnamed = 0
    return {
      kind: "list",
      items: this.#list(() => {
        const written = this.#written()
        const isNamed = this.#cursor.takeWord("AS") || this.#cursor.isName()
        const name = isNamed ? this.#cursor.needName() : nameOf(written.expression)
        return { ...written, name: name ?? `$${(unnamed += 1)}` }
      })
    }
  }

  #source(): Source {
    const { start } = this.#cursor.next
    const alias = this.#cursor.needName()
    const each = this.#cursor.takeWord("IN") ? this.#path() : undefined
    const renamed = !each && (this.#cursor.takeWord("AS") || this.#cursor.isName()) ? this.#cursor.needName() : alias
    const joins: Array<{ alias: string; each: Expression }> = []
    while (this.#cursor.takeWord("JOIN")) {
      const joined = this.#cursor.needName()
      this.#cursor.needWord("IN")
      joins.push({ alias: joined, each: this.#path() })
    }
    return { alias: renamed, each, joins, text: this.#cursor.since(start) }
  }

  #path(): Expression {
    return this.#members({ kind: "alias", name: this.#cursor.needName() })
  }

  #ordering(): Ordering {
    const written = this.#written()
    const descending = this.#cursor.takeWord("DESC")
    if (!descending) this.#cursor.takeWord("ASC")
    return { ...written, descending }
  }

  #expression(): Expression {
    const when = this.#level(0)
    if (!this.#cursor.takeSign("?")) return when
    const chosen = this.#expression()
    this.#cursor.needSign(":")
    return { kind: "choice", when, chosen, otherwise: this.#expression() }
  }

  #level(level: number): Expression {
    const operators = levels[level]
    if (!operators) return this.#unary()
    // NOT binds looser than a comparison and tighter than AND: NOT a = b is NOT (a = b).
    if (level === comparisons && this.#cursor.takeWord("NOT")) return { kind: "not", of: this.#level(comparisons) }
    const first = this.#level(level + 1)
    let left = level === comparisons ? this.#condition(first) : first
    for (;;) {
      const operator = this.#takeOperator(operators)
      if (!operator) return left
      left = { kind: "binary", operator, left, right: this.#level(level + 1) }
    }
  }

  #takeOperator(operators: ReadonlyArray<BinaryOperator>): BinaryOperator | undefined {
    const { kind, text } = this.#cursor.next
    const written = kind === "word" ? text.toUpperCase() : kind === "sign" ? (text === "<>" ? "!=" : text) : ""
    const operator = operators.find((candidate) => candidate === written)
    if (operator) this.#cursor.take()
    return operator
  }

  /** IN, BETWEEN and LIKE behind a value, each with a NOT before it or without. */
  #condition(value: Expression): Expression {
    const negated = this.#cursor.takeWord("NOT")
    const not = (expression: Expression): Expression => (negated ? { kind: "not", of: expression } : expression)
    if (this.#cursor.takeWord("IN")) {
      this.#cursor.needSign("(")
      const choices = this.#list(() => this.#expression())
      this.#cursor.needSign(")")
      return not({ kind: "in", value, choices })
    }
    if (this.#cursor.takeWord("LIKE")) return not({ kind: "like", value, pattern: this.#level(comparisons + 1) })
    if (this.#cursor.takeWord("BETWEEN")) {
      const low = this.#level(comparisons + 1)
      this.#cursor.needWord("AND")
      const high = this.#level(comparisons + 1)
      return not({
        kind: "binary",
        operator: "AND",
        left: { kind: "binary", operator: ">=", left: value, right: low },
        right: { kind: "binary", operator: "<=", left: value, right: high }
      })
    }
    if (negated) throw this.#cursor.unexpected()
    return value
  }

  #unary(): Expression {
    if (this.#cursor.takeSign("-")) return { kind: "negative", of: this.#unary() }
    if (this.#cursor.takeSign("+")) return this.#unary()
    return this.#members(this.#primary())
  }

  #members(of: Expression): Expression {
    let expression = of
    for (;;) {
      if (this.#cursor.takeSign(".")) {
        if (this.#cursor.next.kind !== "word") throw this.#cursor.unexpected()
        expression = { kind: "member", of: expression, name: { kind: "literal", value: this.#cursor.take().text } }
      } else if (this.#cursor.takeSign("[")) {
        expression = { kind: "member", of: expression, name: this.#expression() }
        this.#cursor.needSign("]")
      } else return expression
    }
  }

  #primary(): Expression {
    const { kind } = this.#cursor.next
    if (kind === "sign") return this.#bracketed()
    if (kind === "word") return this.#worded()
    const { text } = this.#cursor.take()
    if (kind === "parameter") return { kind, name: text }
    return { kind: "literal", value: kind === "number" ? Number(text) : text }
  }

  #worded(): Expression {
    if (this.#cursor.takeWord("TRUE")) return { kind: "literal", value: true }
    if (this.#cursor.takeWord("FALSE")) return { kind: "literal", value: false }
    if (this.#cursor.takeWord("NULL")) return { kind: "literal", value: null }
    if (this.#cursor.takeWord("UNDEFINED")) return { kind: "literal", value: undefined }
    if (this.#cursor.takeWord("EXISTS")) return { kind: "exists", query: this.#subquery() }
    const name = this.#cursor.needName()
    if (!this.#cursor.isSign("(")) return { kind: "alias", name }
    if (name.toUpperCase() === "ARRAY") return { kind: "arraySubquery", query: this.#subquery() }
    this.#cursor.needSign("(")
    const given = this.#cursor.isSign(")") ? [] : this.#list(() => this.#expression())
    this.#cursor.needSign(")")
    return { kind: "call", name: name.toUpperCase(), arguments: given }
  }

  #subquery(): Query {
    this.#cursor.needSign("(")
    const query = this.#query()
    this.#cursor.needSign(")")
    return query
  }

  #bracketed(): Expression {
    if (this.#cursor.takeSign("(")) {
      if (this.#cursor.isWord("SELECT")) {
        const query = this.#query()
        this.#cursor.needSign(")")
        return { kind: "subquery", query }
      }
      const expression = this.#expression()
      this.#cursor.needSign(")")
      return expression
    }
    if (this.#cursor.takeSign("[")) {
      if (this.#cursor.takeSign("]")) return { kind: "array", items: [] }
      const items = this.#list(() => this.#expression())
      this.#cursor.needSign("]")
      return { kind: "array", items }
    }
    if (this.#cursor.takeSign("{")) {
      if (this.#cursor.takeSign("}")) return { kind: "object", members: [] }
      const members = this.#list(() => this.#member())
      this.#cursor.needSign("}")
      return { kind: "object", members }
    }
    throw this.#cursor.unexpected()
  }

  #member(): readonly [string, Expression] {
    const { kind } = this.#cursor.next
    if (kind !== "word" && kind !== "string") throw this.#cursor.unexpected()
    const { text } = this.#cursor.take()
    this.#cursor.needSign(":")
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
