import { syntaxError } from "./QueryFailure.ts"

export interface Token {
  readonly kind: "word" | "parameter" | "string" | "number" | "sign" | "end"
  /** As written; of a string, what it says. */
  readonly text: string
  readonly start: number
  readonly end: number
}

const pattern =
  /\s+|--[^\n]*|(?<word>[A-Za-z_]\w*)|(?<parameter>@\w+)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<sign>!=|<>|<=|>=|\|\||\?\?|[-+*/%=<>()[\]{},.:?])/gy

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }

const unquoted = (text: string): string =>
  text
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, escaped: string | undefined) =>
      hex === undefined ? (escapes[escaped ?? ""] ?? escaped ?? "") : String.fromCharCode(Number.parseInt(hex, 16))
    )

/** Words, signs and values of a query, with one of kind `end` behind the last. */
export const tokensOf = (text: string): ReadonlyArray<Token> => {
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
        tokens.push({ kind, text: kind === "string" ? unquoted(found) : found, start, end: at })
      }
    }
  }
  tokens.push({ kind: "end", text: "", start: at, end: at })
  return tokens
}
