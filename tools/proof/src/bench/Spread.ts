/** A figure with its spread over the rounds of one run: the median, the least and the most. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly rounds: number
}

const rounded = (value: number): number => Number(value.toPrecision(4))

export const spreadOf = (values: ReadonlyArray<number>): Spread => {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (index: number) => rounded(sorted[index] ?? Number.NaN)
  return { median: at(Math.floor(sorted.length / 2)), least: at(0), most: at(sorted.length - 1), rounds: sorted.length }
}

/** The ratio of two figures, round by round: what disturbs a round disturbs both. */
export const ratioOf = (ours: ReadonlyArray<number>, theirs: ReadonlyArray<number>): Spread =>
  spreadOf(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)))
