import type { Line } from "../look/Line.ts"
import { prose } from "../look/prose.ts"
import { type Failure, wrongOf } from "../requests/Failure.ts"

/** What went wrong and what to do, everything at fault included. */
export const failureLines = (failure: Failure, width: number): ReadonlyArray<Line> => [
  ...prose(`! ${wrongOf(failure)}`, width, { tone: "danger", bold: true }),
  ...(failure.errors ?? []).flatMap(({ field, problem }) =>
    prose(`  ${field === "" ? problem : `${field}: ${problem}`}`, width)
  ),
  ...prose(failure.remedy, width)
]
