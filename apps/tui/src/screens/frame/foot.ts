import type { State } from "../../console/State.ts"
import type { Binding } from "../../keys/Binding.ts"
import { nameOfKey } from "../../keys/Key.ts"
import { blank, type Line, line, span, type Style, widthOf } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"

/** What there is to say, on as many lines as it takes but never more than a few: at the foot, over the body. */
const notice = ({ notice: current, size }: State): ReadonlyArray<Line> => {
  if (current === undefined) return [blank]
  const style: Style = { tone: current.tone, bold: true }
  return prose(current.text, size.columns - 3, style)
    .slice(0, mostNoticeLines)
    .map((one, at) => line(span(at === 0 && current.tone !== "good" ? "! " : "  ", style), ...one))
}

const mostNoticeLines = 4

const hintOf = ({ keys, hint }: Binding): Line => [
  span(nameOfKey(keys[0]), { bold: true, tone: "accent" }),
  span(` ${hint ?? ""}`)
]

/** As many keys as there is room for, and always where to find the others. Those that can't be used now are left to `?`. */
const hints = (bindings: ReadonlyArray<Binding>, width: number): Line => {
  const usable = bindings.filter(
    ({ hint, refusal, word }) => hint !== undefined && refusal === undefined && word !== "help"
  )
  const ordered = [...usable.filter(({ late }) => late !== true), ...usable.filter(({ late }) => late === true)]
  const help = bindings.filter(({ word }) => word === "help").map(hintOf)
  const last = help.flat()
  let room = width - 2 - widthOf(last)
  const shown = ordered.flatMap((binding) => {
    const hint = hintOf(binding)
    room -= widthOf(hint) + 2
    return room < 0 ? [] : [...hint, span("  ")]
  })
  return [span(" "), ...shown, ...last]
}

/** The lines at the bottom: what there is to say, and what can be done. */
export const foot = (state: State, bindings: ReadonlyArray<Binding>): ReadonlyArray<Line> => [
  ...notice(state),
  hints(bindings, state.size.columns)
]
