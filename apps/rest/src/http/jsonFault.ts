const blank = /[ \t\n\r]*/y
const text = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const scalar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y

type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or end"

/**
 * Where a text stops being JSON (RFC 8259): characters before the first piece that doesn't fit; the text's length if it
 * only ends too early; undefined if it is JSON. Written out because V8 names the place in some of its messages only.
 */
export const jsonFault = (source: string): number | undefined => {
  const open: Array<"[" | "{"> = []
  let expected: Expected = "value"
  let at = 0
  const skip = (token: RegExp): boolean => {
    token.lastIndex = at
    const found = token.test(source)
    if (found) at = token.lastIndex
    return found
  }
  for (;;) {
    skip(blank)
    const next = source[at]
    const inside = open.at(-1)
    if (next === undefined) return expected === "comma or end" && inside === undefined ? undefined : source.length
    switch (expected) {
      case "value or ]":
      case "value":
        if (next === "[" || next === "{") {
          open.push(next)
          at += 1
          expected = next === "[" ? "value or ]" : "key or }"
        } else if (next === "]" && expected === "value or ]") {
          open.pop()
          at += 1
          expected = "comma or end"
        } else if (skip(text) || skip(scalar)) expected = "comma or end"
        else return at
        break
      case "key or }":
      case "key":
        if (next === "}" && expected === "key or }") {
          open.pop()
          at += 1
          expected = "comma or end"
        } else if (skip(text)) expected = "colon"
        else return at
        break
      case "colon":
        if (next !== ":") return at
        at += 1
        expected = "value"
        break
      case "comma or end":
        if (inside !== undefined && next === ",") expected = inside === "[" ? "value" : "key"
        else if (inside !== undefined && next === (inside === "[" ? "]" : "}")) open.pop()
        else return at
        at += 1
        break
    }
  }
}
