import { clean } from "../../look/cells.ts"
import { wrapped } from "../../look/wrapped.ts"

/** A labeled value. An entry without a value isn't shown. */
export type Entry = readonly [name: string, value: string | number | undefined]

/** An address that is broken can't be opened or copied: it stays whole, and a terminal continues it on the next line. */
const linesOf = (value: string, width: number): ReadonlyArray<string> =>
  /^https?:\/\/\S+$/u.test(value) ? [clean(value)] : wrapped(value, width)

/** Labels at the left, values at the right, wrapped to lines of at most `width` cells. */
export const sheet = (entries: ReadonlyArray<Entry>, width: number): ReadonlyArray<string> => {
  const shown = entries.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [{ name, value }]))
  const margin = Math.max(0, ...shown.map(({ name }) => name.length)) + 2
  return shown.flatMap(({ name, value }) =>
    linesOf(String(value), Math.max(20, width - margin)).map(
      (line, at) => `${(at === 0 ? name : "").padEnd(margin)}${line}`
    )
  )
}
