import { Box, Text, useIsScreenReaderEnabled } from "ink"
import type { State } from "../../console/State.ts"
import type { Binding } from "../../keys/Binding.ts"
import { nameOfKey, spokenKey } from "../../keys/Key.ts"
import { glyphs } from "../../look/glyphs.ts"
import { blank, type Line, line, span, type Style, widthOf } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { blanked, Lines, StyledLine } from "../../look/Styled.tsx"

/** What there is to say, on as many lines as it takes but never on more than half of all: at the foot, over the body. */
const notice = ({ notice: current, size }: State): ReadonlyArray<Line> => {
  if (current === undefined) return [blank]
  const style: Style = { tone: current.tone, bold: true }
  return withoutMiddle(prose(current.text, size.columns - 3, style), Math.floor(size.rows / 2), style).map((one, at) =>
    line(span(at === 0 && current.tone !== "good" ? "! " : "  ", style), ...one)
  )
}

/** The first and the last ones, where there are too many: the last ones say what to do. */
const withoutMiddle = (lines: ReadonlyArray<Line>, most: number, style: Style): ReadonlyArray<Line> => {
  if (lines.length <= most) return lines
  const ending = Math.floor(most / 2)
  const beginning = lines.slice(0, most - ending)
  return [
    ...beginning.slice(0, -1),
    line(...beginning.slice(-1).flat(), span(glyphs.more, style)),
    ...lines.slice(lines.length - ending)
  ]
}

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
