import { Box, Text, useIsScreenReaderEnabled } from "ink"
import { createContext, createElement, Fragment, use } from "react"
import { glyphs } from "./glyphs.ts"
import { type Line, readOf, type Span, span, textOf, type Tone, widthOf } from "./Line.ts"

/** The 16 colors of the terminal's own theme, so that they are readable on whatever background it has. */
const names: Record<Tone, string> = { danger: "red", warning: "yellow", good: "green", accent: "cyan", muted: "gray" }

/** Off with NO_COLOR (https://no-color.org), and on an inverse row, where a color would become the background. */
export const Colors = createContext(true)

/** Ink's name of a tone; empty where there are no colors. */
export const useColor = (tone: Tone | undefined): string => (use(Colors) && tone !== undefined ? names[tone] : "")

/** Of a Box that hides what is under it. It isn't a color's name, so the cells are blanked and stay as they are. */
export const blanked = { backgroundColor: "none" } as const

const Part = ({ text, tone, bold = false, inverse = false }: Span) => (
  <Text color={useColor(inverse ? undefined : tone)} bold={bold} inverse={inverse}>
    {text}
  </Text>
)

const isUnstyled = ({ tone, bold, inverse }: Span): boolean => tone === undefined && bold !== true && inverse !== true

/** The spans of a line, within a Text. */
export const Spans = ({ of }: { readonly of: Line }) =>
  // Without keys, as each is what stands in its place.
  createElement(Fragment, {}, ...of.map((one) => (isUnstyled(one) ? one.text : createElement(Part, one))))

/** One line, cut with a mark where there is no room for all of it. Ink gives no height to a text without a character. */
export const StyledLine = ({ of }: { readonly of: Line }) =>
  useIsScreenReaderEnabled() ? (
    <Text>{readOf(of)}</Text>
  ) : (
    <Text wrap="truncate-end">{textOf(of) === "" ? " " : <Spans of={of} />}</Text>
  )

export const Lines = ({ of }: { readonly of: ReadonlyArray<Line> }) => (
  <Box flexDirection="column" flexShrink={0}>
    {of.map((one, at) => (
      // A line is what stands in its place.
      // oxlint-disable-next-line react/no-array-index-key
      <StyledLine key={at} of={one} />
    ))}
  </Box>
)

export interface RowProps {
  readonly of: Line
  /** The cursor is on it. */
  readonly selected: boolean
  /** Cells. */
  readonly width: number
  /** What a screen reader says instead of the text. */
  readonly label?: string
  /** It is marked, to be changed together with others. */
  readonly marked?: boolean
}

/** One of several rows that a cursor moves over: told by a sign, and by looking inverse over the whole width. */
export const Row = ({ of, selected, width, label, marked = false }: RowProps) => {
  if (useIsScreenReaderEnabled()) {
    return (
      <Box aria-role="option" aria-state={{ selected, checked: marked }}>
        <Text>{label ?? readOf(of)}</Text>
      </Box>
    )
  }
  const mark = marked ? glyphs.live : " "
  if (!selected) return <StyledLine of={[span(` ${mark}`, { bold: marked }), ...of]} />
  const shown = [span(`${glyphs.cursor}${mark}`), ...of]
  return (
    <Colors value={false}>
      <Text wrap="truncate-end" inverse>
        <Spans of={[...shown, span(" ".repeat(Math.max(0, width - widthOf(shown))))]} />
      </Text>
    </Colors>
  )
}

export interface RowsProps {
  /** Those that are to be seen. */
  readonly of: ReadonlyArray<Line>
  /** Which of them the cursor is on; -1: none. */
  readonly at: number
  /** Cells. */
  readonly width: number
}

/** Rows that a cursor moves over. */
export const Rows = ({ of, at, width }: RowsProps) => (
  <Box flexDirection="column" flexShrink={0} aria-role="listbox">
    {of.map((row, index) => (
      // A row is what stands in its place.
      // oxlint-disable-next-line react/no-array-index-key
      <Row key={index} of={row} selected={index === at} width={width} />
    ))}
  </Box>
)
