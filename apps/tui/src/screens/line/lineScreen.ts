import type { State } from "../../console/State.ts"
import { changed, closed, step, type Step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { fieldLine, fieldOf } from "../../keys/Field.ts"
import { moves } from "../../keys/moves.ts"
import type { Typing } from "../../keys/typing.ts"
import { glyphs } from "../../look/glyphs.ts"
import { filled, type Line, line, shortened, span, styled } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { windowOn } from "../../look/windowed.ts"
import { dialogPanel, dialogWidth } from "../dialogs/dialogLines.ts"
import type { CommandLine } from "../Screen.ts"
import { type Suggestion, suggestionsFor } from "./lineCommands.ts"

/** How many suggestions are to be seen at once. */
const page = 8

export const lineTyping = (state: State, screen: CommandLine): Typing => ({
  into: "the command line",
  field: screen.field,
  change: (field) => step(changed(state, { ...screen, field, at: 0, fault: undefined }))
})

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

/** `below`: the state and the keys of the screen that the line was opened on. */
export const lineBindings = (
  state: State,
  screen: CommandLine,
  below: { readonly state: State; readonly bindings: ReadonlyArray<Binding> }
): ReadonlyArray<Binding> => {
  const suggestions = suggestionsFor(below.state, below.bindings, screen.field.text)
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
}

export const lineLines = (
  state: State,
  screen: CommandLine,
  below: { readonly state: State; readonly bindings: ReadonlyArray<Binding> }
): ReadonlyArray<Line> => {
  const width = dialogWidth(state.size)
  const suggestions = suggestionsFor(below.state, below.bindings, screen.field.text)
  const { from } = windowOn(screen.at - page + 1, page, screen.at, suggestions.length)
  return dialogPanel(
    "Command",
    [
      line(span(": ", { tone: "accent", bold: true }), ...fieldLine(screen.field, width - 2, true)),
      ...suggestions.slice(from, from + page).map(({ text, does, refusal }, at): Line => {
        const under = from + at === screen.at
        const cells = line(
          under ? `${glyphs.cursor} ` : "  ",
          span(text.padEnd(16), { bold: true }),
          span(` ${refusal === undefined ? does : `unavailable: ${refusal}`}`, { tone: "muted" })
        )
        return under ? styled(filled(cells, width), { inverse: true }) : shortened(cells, width)
      }),
      ...(screen.fault === undefined ? [] : prose(`! ${screen.fault}`, width, { tone: "danger" }))
    ],
    state.size
  )
}
