import type { Trouble } from "@incident-teams/api/words/troubles"
import { lastingOf } from "../../look/agoOf.ts"
import type { Line, Tone } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"

const tones: Readonly<Record<Trouble["level"], Tone>> = {
  actionNeeded: "danger",
  delayed: "warning",
  incomplete: "warning"
}

/** The keys of the console that do something about a trouble. */
const keys: Readonly<Record<Trouble["actions"][number], string>> = {
  retry: "t: retry now",
  restore: "R: restore",
  recreate: "M: recreate",
  decideMerge: "L: choose the incident that continues it"
}

const attempts = ({ tries, retryAt }: Trouble, now: number): string =>
  tries === undefined || retryAt === undefined ? "" : ` Attempts: ${tries}, the next in ${lastingOf(retryAt - now)}.`

/** What went wrong with a team, what to do about it, and with which keys. */
export const troubleLines = (troubles: ReadonlyArray<Trouble>, now: number, width: number): ReadonlyArray<Line> =>
  troubles.flatMap((trouble) => {
    const { level, what, why, whatToDo, actions } = trouble
    const hints = actions.length === 0 ? "" : ` (${actions.map((one) => keys[one]).join(", ")})`
    return [
      ...prose(`! ${what}${why === undefined ? "" : ` ${why}`}${attempts(trouble, now)}`, width, {
        tone: tones[level],
        bold: level === "actionNeeded"
      }),
      ...prose(`${whatToDo}${hints}`, width)
    ]
  })
