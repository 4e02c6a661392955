import { syntaxError } from "./QueryFailure.ts"

interface Token {
  readonly kind: "word" | "parameter" | "string" | "number" | "sign" | "end"
  /** As written; for a string, its value. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const pattern =
  /\s+|--[^\n]*|(?<word>[A-Za-z_]\w*)|(?<parameter>@\w+)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<sign>!=|<>|<=|>=|\|\||\?\?|[-+*/%=<>()[\]{},.:?])/gy

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }

const unquote = (text: string): string =>
  text
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, escaped: string | undefined) =>
      hex === undefined ? (escapes[escaped ?? ""] ?? escaped ?? "") : String.fromCharCode(Number.parseInt(hex, 16))
    )

/** Words, signs and values of a query, with one of kind `end` behind the last. */
const tokensOf = (text: string): ReadonlyArray<Token> => {
  const tokens: Array<Token> = []
  let at = 0
  while (at < text.length) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match) throw syntaxError(text.charAt(at), { start: at, end: at + 1 })
    const start = at
    at = pattern.lastIndex
    const { groups = {} } = match
    for (const kind of ["word", "parameter", "string", "number", "sign"] as const) {
      const found = groups[kind]
      if (found !== undefined) {
        tokens.push({ kind, text: kind === "string" ? unquote(found) : found, start, end: at })
      }
    }
  }
  tokens.push({ kind: "end", text: "", start: at, end: at })
  return tokens
}

const reserved = new Set(
  "SELECT DISTINCT TOP VALUE FROM IN JOIN WHERE GROUP ORDER BY ASC DESC OFFSET LIMIT AND OR NOT BETWEEN LIKE EXISTS AS UNDEFINED NULL TRUE FALSE".split(
    " "
  )
)

/** A parser's position in a query's text. `take…` advances if the named token is next; `need…` throws otherwise. */
export class TokenCursor {
  readonly #text: string
  readonly #tokens: ReadonlyArray<Token>
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  get next(): Token {
    const token = this.#tokens[this.#at]
    if (!token) throw new Error("The token of kind `end` is never taken.")
    return token
  }

  /** The next token, which is left behind. */
  take(): Token {
    const token = this.next
    if (token.kind === "end") throw this.unexpected()
    this.#at += 1
    return token
  }

  unexpected(): Error {
    const { text, start, end } = this.next
    return syntaxError(text, { start, end })
  }

  isWord(word: string): boolean {
    return this.next.kind === "word" && this.next.text.toUpperCase() === word
  }

  isSign(sign: string): boolean {
    return this.next.kind === "sign" && this.next.text === sign
  }

  /** A word that isn't one of the language's own. */
  isName(): boolean {
    return this.next.kind === "word" && !reserved.has(this.next.text.toUpperCase())
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false
    this.#at += 1
    return true
  }

  takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false
    this.#at += 1
    return true
  }

  needWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected()
  }

  needSign(sign: string): void {
    if (!this.takeSign(sign)) throw this.unexpected()
  }

  needName(): string {
    if (!this.isName()) throw this.unexpected()
    return this.take().text
  }

  /** Returns the text from `start` to the last token that was taken. */
  since(start: number): string {
    return this.#text.slice(start, this.#tokens[this.#at - 1]?.end)
  }
}
