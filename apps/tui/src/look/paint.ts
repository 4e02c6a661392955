import { asciiOf, showsUnicode } from "./glyphs.ts"
import type { Line, Style, Tone } from "./Line.ts"

/** How much of a look reaches the terminal. Nothing is lost with the rest, as no look says anything by itself. */
export interface Paint {
  /** Off with NO_COLOR (https://no-color.org). */
  readonly colors: boolean
  /** Bold, underline, inverse; off on a terminal that has none (TERM=dumb). */
  readonly attributes: boolean
  /** Off where the locale says that the terminal doesn't show UTF-8. */
  readonly unicode: boolean
}

export const plainly: Paint = { colors: false, attributes: false, unicode: true }

export const paintFor = (environment: Readonly<Record<string, string | undefined>>): Paint => {
  const attributes = environment["TERM"] !== "dumb"
  return {
    colors: attributes && (environment["NO_COLOR"] ?? "") === "",
    attributes,
    unicode: showsUnicode(environment)
  }
}

/** The 16 colors of the terminal's own theme, so that they are readable on whatever background it has. */
const colors: Record<Tone, number> = { danger: 31, warning: 33, good: 32, accent: 36, muted: 90 }

const codes = (style: Style, paint: Paint): ReadonlyArray<number> => [
  ...(style.bold === true && paint.attributes ? [1] : []),
  ...(style.underline === true && paint.attributes ? [4] : []),
  ...(style.inverse === true && paint.attributes ? [7] : []),
  // On an inverse row a color would become the background.
  ...(style.tone !== undefined && style.inverse !== true && paint.colors ? [colors[style.tone]] : [])
]

/** A line as it goes to the terminal. */
export const painted = (spans: Line, paint: Paint): string =>
  spans
    .map((span) => {
      const set = codes(span, paint)
      const text = paint.unicode ? span.text : asciiOf(span.text)
      return set.length === 0 ? text : `\u001b[${set.join(";")}m${text}\u001b[0m`
    })
    .join("")
