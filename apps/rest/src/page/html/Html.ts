import { displayed, isolated, readsRightToLeft } from "@incident-teams/domain/text/visibleText"
import { html as escaping } from "hono/html"

/** A piece of a page. Text that is put into a piece is made safe; another piece is inserted unchanged. */
export type Html = ReturnType<typeof escaping>

/**
 * Makes a piece of a page. Every text that is put into it comes from elsewhere, so it is escaped and freed of what
 * nobody sees, and where it is read from right to left it is isolated from the words around it.
 */
export const html = (pieces: TemplateStringsArray, ...values: ReadonlyArray<unknown>): Html =>
  escaping(pieces, ...values.map((value, index) => placed(value, placesOf(pieces)[index] ?? "tag")))

/** `plain`: an element that takes text only. */
type Place = "tag" | "plain" | "content"

const placed = (value: unknown, place: Place): unknown => {
  if (Array.isArray(value)) return value.map((one: unknown) => placed(one, place))
  if (typeof value !== "string") return value
  const text = displayed(value)
  if (place === "tag" || !readsRightToLeft(text)) return text
  return place === "plain" ? isolated(text) : escaping`<bdi>${text}</bdi>`
}

/** By template, because each is used over and over. */
const known = new WeakMap<TemplateStringsArray, ReadonlyArray<Place>>()

const placesOf = (pieces: TemplateStringsArray): ReadonlyArray<Place> => {
  const before = known.get(pieces)
  if (before !== undefined) return before
  const places = pieces.slice(1).map((_, index): Place => {
    const markup = pieces.slice(0, index + 1).join("")
    const [, , plain, end] = /^([\s\S]*)<(title|desc|option|textarea)\b[^<>]*(>[^<]*)?$/u.exec(markup) ?? []
    if (plain !== undefined) return end === undefined ? "tag" : "plain"
    return markup.lastIndexOf("<") > markup.lastIndexOf(">") ? "tag" : "content"
  })
  known.set(pieces, places)
  return places
}

/** What a person typed, put back into a field as it was: escaped, and nothing else. */
export const verbatim = (text: string): Html => escaping`${text}`
