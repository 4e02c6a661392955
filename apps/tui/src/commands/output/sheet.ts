import { wrapped } from "../../look/wrapped.ts"

/** One thing that there is to say, under its name; what isn't there isn't said. */
export type Entry = readonly [name: string, value: string | number | undefined]

/** Names at the left, what they are at the right, broken to lines of at most `width` cells. */
export const sheet = (entries: ReadonlyArray<Entry>, width: number): ReadonlyArray<string> => {
  const told = entries.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [{ name, value }]))
  const margin = Math.max(0, ...told.map(({ name }) => name.length)) + 2
  return told.flatMap(({ name, value }) =>
    wrapped(String(value), Math.max(20, width - margin)).map(
      (line, at) => `${(at === 0 ? name : "").padEnd(margin)}${line}`
    )
  )
}
