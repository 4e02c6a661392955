/** What came of several requests, counted. */
interface Counts {
  readonly done: number
  readonly failed: number
  /** Not sent, because they would be refused. */
  readonly leftOut: number
  /** Not sent or not answered yet. Default: 0. */
  readonly open?: number
}

/** `2 of 4 done, 1 failed, 1 left out`. */
export const summaryOf = ({ done, failed, leftOut, open = 0 }: Counts): string =>
  [
    `${done} of ${done + failed + leftOut + open} done`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(leftOut === 0 ? [] : [`${leftOut} left out`])
  ].join(", ")
