import { wrapped } from "../../look/wrapped.ts"

/** A labeled value. An entry without a value isn't shown. */
export type Entry = readonly [name: string, value: string | number | undefined]

/** Labels at the left, values at the right, wrapped to lines of at most `width` cells. */
export const sheet = (entries: ReadonlyArray<Entry>, width: number): ReadonlyArray<string> => {
  const shown = entries.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [{ name, value }]))
  const margin = Math.max(0, ...shown.map(({ name }) => name.length)) + 2
  return shown.flatMap(({ name, value }) =>
    wrapped(String(value), Math.max(20, width - margin)).map(
      (line, at) => `${(at === 0 ? name : "").padEnd(margin)}${line}`
    )
  )
}
