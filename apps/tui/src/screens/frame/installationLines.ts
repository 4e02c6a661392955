import type { State } from "../../console/State.ts"
import { type Line, line, span, type Style } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"

const style: Style = { tone: "danger", bold: true }

/** More would leave too little of a small terminal. */
const most = 3

/** What keeps teams waiting until someone corrects the installation, above everything else. */
export const installationLines = ({ known, terminal }: Pick<State, "known" | "terminal">): ReadonlyArray<Line> =>
  known.trouble
    .flatMap(({ message }) =>
      prose(message, Math.max(1, terminal.columns - 3), style).map((one, at) =>
        line(span(at === 0 ? "! " : "  ", style), ...one)
      )
    )
    .slice(0, most)
