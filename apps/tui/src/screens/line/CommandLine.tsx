import { Box, Text, useIsScreenReaderEnabled } from "ink"
import type { State } from "../../console/State.ts"
import { changed, closed, step, type Step } from "../../console/Step.ts"
import { type Field, fieldLine, fieldOf } from "../../keys/Field.ts"
import { moves } from "../../keys/moves.ts"
import { line, span } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { Lines, Row, StyledLine } from "../../look/Styled.tsx"
import { windowOn } from "../../look/windowed.ts"
import { Dialog, dialogWidth } from "../dialogs/Dialog.tsx"
import type { Below, ScreenKind } from "../ScreenKind.ts"
import { type Suggestion, suggestionsFor } from "./lineCommands.ts"

/** An action by its name: `:close`, `:sort age`, `:1042`. */
export interface CommandLine {
  readonly _tag: "CommandLine"
  readonly field: Field
  /** Which of the suggestions. */
  readonly at: number
  /** Why what was typed can't be run. */
  readonly fault: string | undefined
}

/** How many suggestions are to be seen at once. */
const page = 8

const run = (state: State, screen: CommandLine, suggestion: Suggestion | undefined): Step => {
  const refused = (fault: string): Step => step(changed(state, { ...screen, fault }))
  if (suggestion === undefined) return refused(`There is no command "${screen.field.text.trim()}" here.`)
  if (suggestion.refusal !== undefined) return refused(suggestion.refusal)
  const argument = suggestion.text.slice(suggestion.word.length).trim()
  // What still wants a word after it is completed first.
  if (suggestion.takes.length > 0 && argument === "") {
    return step(changed(state, { ...screen, field: fieldOf(`${suggestion.word} `), at: 0 }))
  }
  const done = suggestion.run(argument)
  return typeof done === "string" ? refused(done) : done
}

const suggestionsOf = ({ state, bindings }: Below, { field }: CommandLine): ReadonlyArray<Suggestion> =>
  suggestionsFor(state, bindings, field.text)

const Prompt = ({ field, width }: { readonly field: Field; readonly width: number }) =>
  useIsScreenReaderEnabled() ? (
    <Box aria-role="textbox">
      <Text>{`Command, focused: ${field.text === "" ? "empty" : field.text}`}</Text>
    </Box>
  ) : (
    <StyledLine of={[span(": ", { tone: "accent", bold: true }), ...fieldLine(field, width - 2, true)]} />
  )

export const commandLine: ScreenKind<CommandLine> = {
  full: false,
  typing: (state, screen) => ({
    into: "the command line",
    field: screen.field,
    change: (field) => step(changed(state, { ...screen, field, at: 0, fault: undefined }))
  }),
  bindings: (state, screen, below) => {
    const suggestions = suggestionsOf(below(), screen)
    const chosen = suggestions[screen.at]
    return [
      {
        keys: ["enter"],
        does: chosen === undefined ? "run the command" : chosen.does,
        group: "Form",
        hint: "run",
        press: () => run(state, screen, chosen)
      },
      {
        keys: ["tab"],
        does: "complete the word",
        group: "Form",
        hint: "complete",
        press: () =>
          chosen === undefined
            ? step(state)
            : step(changed(state, { ...screen, field: fieldOf(chosen.text), at: 0, fault: undefined }))
      },
      ...moves(
        {
          at: screen.at,
          total: suggestions.length,
          page,
          go: (at) => step(changed(state, { ...screen, at, fault: undefined }))
        },
        false
      ),
      { keys: ["esc"], does: "go back", group: "Move", hint: "back", press: () => step(closed(state)) }
    ]
  },
  View: ({ state: { size }, screen, below }) => {
    const { field, at, fault } = screen
    const width = dialogWidth(size)
    const suggestions = suggestionsOf(below(), screen)
    const { from } = windowOn(at - page + 1, page, at, suggestions.length)
    return (
      <Dialog title="Command" size={size}>
        <Prompt field={field} width={width} />
        <Box flexDirection="column" flexShrink={0} aria-role="listbox">
          {suggestions.slice(from, from + page).map(({ text, does, refusal }, index) => {
            const about = refusal === undefined ? does : `unavailable: ${refusal}`
            return (
              <Row
                key={text}
                of={line(span(text.padEnd(16), { bold: true }), span(` ${about}`, { tone: "muted" }))}
                label={`${text.trim()}: ${about}`}
                selected={from + index === at}
                width={width}
              />
            )
          })}
        </Box>
        {fault === undefined ? undefined : <Lines of={prose(`! ${fault}`, width, { tone: "danger" })} />}
      </Dialog>
    )
  }
}
