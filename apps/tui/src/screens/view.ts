import type { State } from "../console/State.ts"
import { type Line, shortened } from "../look/Line.ts"
import { overlaid, tall } from "../look/Panel.ts"
import { prose } from "../look/prose.ts"
import { bindingsOf, below, helpOf } from "./bindingsOf.ts"
import { callsLines } from "./calls/callsScreen.ts"
import { choosingLines, closingLines, confirmingLines, reasoningLines, renamingLines } from "./dialogs/dialogLines.ts"
import { formLines } from "./form/formLines.ts"
import { bodySize } from "./frame/bodySize.ts"
import { foot } from "./frame/foot.ts"
import { head } from "./frame/head.ts"
import { gridLines } from "./grid/gridLines.ts"
import { helpLines } from "./help/helpScreen.ts"
import { paneLines } from "./incident/paneLines.ts"
import { lineLines } from "./line/lineScreen.ts"
import type { Screen } from "./Screen.ts"
import { signInLines } from "./sign-in/signInScreen.ts"

/** The smallest terminal that anything can be read on. */
const smallest = { columns: 40, rows: 12 }

/** What a screen draws over what is under it: all of it, or a dialog in its middle. */
const over = (state: State, screen: Screen, under: ReadonlyArray<Line>): ReadonlyArray<Line> => {
  const dialog = (lines: ReadonlyArray<Line>) => overlaid(under, lines, bodySize(state.size))
  switch (screen._tag) {
    case "IncidentPane":
      return paneLines(state, screen)
    case "TeamForm":
      return formLines(state, screen)
    case "Help":
      return helpLines(state, screen, helpOf(state))
    case "Calls":
      return callsLines(state, screen)
    case "Confirming":
      return dialog(confirmingLines(state, screen))
    case "Reasoning":
      return dialog(reasoningLines(state, screen))
    case "Renaming":
      return dialog(renamingLines(state, screen))
    case "Closing":
      return dialog(closingLines(state, screen))
    case "Choosing":
      return dialog(choosingLines(state, screen))
    case "SigningIn":
      return dialog(signInLines(state, screen))
    case "CommandLine":
      return dialog(lineLines(state, screen, below(state)))
  }
}

/** A full screen hides what is under it, which needn't be drawn then. */
const hides: ReadonlySet<Screen["_tag"]> = new Set<Screen["_tag"]>(["IncidentPane", "TeamForm", "Help", "Calls"])

const body = (state: State): ReadonlyArray<Line> => {
  const from = state.above.findLastIndex(({ _tag }) => hides.has(_tag))
  const drawn = from < 0 ? state.above : state.above.slice(from)
  const first = from < 0 ? gridLines(state) : []
  return drawn.reduce((under, screen) => over(state, screen, under), first)
}

/** Everything that is to be seen: exactly as many lines as the terminal has, none wider than it is. */
export const view = (state: State): ReadonlyArray<Line> => {
  const { columns, rows } = state.size
  if (columns < smallest.columns || rows < smallest.rows) {
    const message = `The console needs at least ${smallest.columns} columns and ${smallest.rows} lines. This terminal has ${columns} and ${rows}.`
    return tall(prose(message, Math.max(1, columns)), rows)
  }
  const above = head(state)
  const under = foot(state, bindingsOf(state))
  const shown = tall(body(state), rows - above.length - under.length)
  return [...above, ...shown, ...under].map((one) => shortened(one, columns))
}
