import type { State } from "../../console/State.ts"
import { changed, closed, step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { nameOfKey } from "../../keys/Key.ts"
import { moves } from "../../keys/moves.ts"
import { cellsOf } from "../../look/cells.ts"
import { blank, type Line, line, span } from "../../look/Line.ts"
import { panelLines } from "../../look/Panel.ts"
import { heading, prose } from "../../look/prose.ts"
import { placeIn } from "../../look/windowed.ts"
import { bodySize } from "../frame/bodySize.ts"
import type { Help } from "../Screen.ts"

const groups: ReadonlyArray<Binding["group"]> = ["Typing", "Form", "Incident", "Team", "List", "Move", "Everywhere"]

const names = 22

const bindingLines = ({ keys, does, refusal, word }: Binding, width: number): ReadonlyArray<Line> => {
  const shown = keys.map(nameOfKey).join(" ")
  const command = word === undefined ? "" : `  :${word}`
  const why = refusal === undefined ? "" : ` (unavailable: ${refusal})`
  return prose(does + why + command, Math.max(1, width - names)).map((one, at): Line => [
    span(at === 0 ? shown + " ".repeat(Math.max(1, names - cellsOf(shown))) : " ".repeat(names), { bold: true }),
    ...one.map((part) => (refusal === undefined ? part : span(part.text, { tone: "muted" })))
  ])
}

/** Every key of these, what it does, and why not where it can't be used now. */
export const helpText = (
  bindings: ReadonlyArray<Binding>,
  typing: string | undefined,
  width: number
): ReadonlyArray<Line> =>
  groups.flatMap((group) => {
    const listed = bindings.filter((one) => one.group === group)
    if (listed.length === 0) return []
    const letters =
      group === "Typing" && typing !== undefined
        ? [line(span("letters".padEnd(names), { bold: true }), `type into ${typing}`)]
        : []
    return [heading(group), ...letters, ...listed.flatMap((one) => bindingLines(one, width)), blank]
  })

const inside = (state: State) => {
  const { columns, rows } = bodySize(state.size)
  return { columns: Math.max(1, columns - 4), rows: Math.max(1, rows - 2) }
}

export const helpLines = (state: State, { from }: Help, text: ReadonlyArray<Line>): ReadonlyArray<Line> => {
  const { rows } = inside(state)
  return panelLines({
    title: "Every key that works here",
    foot: placeIn({ from, size: rows }, text.length),
    lines: text.slice(from, from + rows).map((one) => line(" ", ...one)),
    size: bodySize(state.size),
    active: true
  })
}

export const helpWidth = (state: State): number => inside(state).columns

export const helpBindings = (state: State, help: Help, length: number): ReadonlyArray<Binding> => {
  const { rows } = inside(state)
  const last = Math.max(0, length - rows)
  return [
    ...moves({
      at: Math.min(help.from, last),
      total: last + 1,
      page: rows,
      go: (from) => step(changed(state, { ...help, from }))
    }),
    { keys: ["esc", "q", "?"], does: "go back", group: "Move", hint: "back", press: () => step(closed(state)) }
  ]
}
