import { blank, type Line, line, span, type Style } from "./Line.ts"
import { wrapped } from "./wrapped.ts"

/** A text in as many lines as it takes. */
export const prose = (text: string, width: number, style: Style = {}): ReadonlyArray<Line> =>
  wrapped(text, width).map((one) => line(span(one, style)))

export const heading = (text: string): Line => line(span(text, { bold: true }))

/** Names and what there is to say about each, the names in a column of their own. */
export const facts = (
  pairs: ReadonlyArray<readonly [name: string, value: string | Line]>,
  width: number
): ReadonlyArray<Line> => {
  const names = Math.min(24, Math.max(0, ...pairs.map(([name]) => name.length)) + 2)
  return pairs.flatMap(([name, value]) => {
    const values = typeof value === "string" ? prose(value, Math.max(1, width - names)) : [value]
    return values.map((one, at): Line => [
      span((at === 0 ? name : "").padEnd(names).slice(0, names), {
        tone: "muted",
        read: at === 0 ? `${name}: ` : ""
      }),
      ...one
    ])
  })
}

/** Blocks with a blank line between two of them; those without lines are left out. */
export const blocks = (...some: ReadonlyArray<ReadonlyArray<Line>>): ReadonlyArray<Line> =>
  some.filter((one) => one.length > 0).flatMap((one, at) => (at === 0 ? one : [blank, ...one]))
