import { Box, Text, useIsScreenReaderEnabled } from "ink"
import type { State } from "../../console/State.ts"
import type { Binding } from "../../keys/Binding.ts"
import { nameOfKey, spokenKey } from "../../keys/Key.ts"
import { blank, type Line, line, span, type Style, widthOf } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { blanked, Lines, StyledLine } from "../../look/Styled.tsx"

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

/** The first ones, in so many cells; one that is too long ends them all. */
const fitting = (hints: ReadonlyArray<Line>, width: number): Line => {
  let room = width
  return hints.flatMap((hint) => {
    room -= widthOf(hint) + gap
    return room < 0 ? [] : [...hint, span(" ".repeat(gap))]
  })
}

/** Cells between two hints. */
const gap = 2

interface Hints {
  readonly bindings: ReadonlyArray<Binding>
  /** Cells. */
  readonly width: number
}

/** Those that have a hint and can be used now; the others are left to `?`. */
const hinted = (bindings: ReadonlyArray<Binding>): ReadonlyArray<Binding> => {
  const usable = bindings.filter(
    ({ hint, refusal, word }) => hint !== undefined && refusal === undefined && word !== "help"
  )
  return [...usable.filter(({ late }) => late !== true), ...usable.filter(({ late }) => late === true)]
}

/** As many keys as there is room for, and always where to find the others. */
const Hints = ({ bindings, width }: Hints) => {
  const help = bindings.filter(({ word }) => word === "help")
  if (useIsScreenReaderEnabled()) {
    const words = [...hinted(bindings), ...help].map(({ keys, hint }) => `${spokenKey(keys[0])} ${hint ?? ""}`)
    return <Text>{`Keys: ${words.join(", ")}`}</Text>
  }
  const last = help.flatMap(hintOf)
  return <StyledLine of={[span(" "), ...fitting(hinted(bindings).map(hintOf), width - 2 - widthOf(last)), ...last]} />
}

/** The lines at the bottom: what there is to say, and what can be done. */
export const Foot = ({ state, bindings }: { readonly state: State; readonly bindings: ReadonlyArray<Binding> }) => (
  <Box flexDirection="column" flexShrink={0} {...blanked}>
    <Lines of={notice(state)} />
    <Hints bindings={bindings} width={state.size.columns} />
  </Box>
)
