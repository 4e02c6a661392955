import type { Line } from "../look/Line.ts"
import { prose } from "../look/prose.ts"
import type { Failure } from "../requests/Failure.ts"

/** What went wrong and what to do, everything at fault included. */
export const failureLines = ({ title, detail, remedy, errors }: Failure, width: number): ReadonlyArray<Line> => [
  ...prose(`! ${title}: ${detail}`, width, { tone: "danger", bold: true }),
  ...(errors ?? []).flatMap(({ field, problem }) =>
    prose(`  ${field === "" ? problem : `${field}: ${problem}`}`, width)
  ),
  ...prose(remedy, width)
]
