import type { State } from "../../console/State.ts"
import { changed, closed, step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { nameOfKey, spokenKey } from "../../keys/Key.ts"
import { moves } from "../../keys/moves.ts"
import { cellsOf } from "../../look/cells.ts"
import { blank, type Line, line, span } from "../../look/Line.ts"
import { Panel } from "../../look/Panel.tsx"
import { heading, prose } from "../../look/prose.ts"
import { Lines } from "../../look/Styled.tsx"
import { placeIn } from "../../look/windowed.ts"
import { bodySize, insideOf } from "../frame/bodySize.ts"
import type { Below, ScreenKind } from "../ScreenKind.ts"

/** Every key that works on the screen below. */
export interface Help {
  readonly _tag: "Help"
  /** The first line that is to be seen. */
  readonly from: number
}

const groups: ReadonlyArray<Binding["group"]> = ["Typing", "Form", "Incident", "Team", "List", "Move", "Everywhere"]

const names = 22

const bindingLines = ({ keys, does, refusal, word }: Binding, width: number): ReadonlyArray<Line> => {
  const shown = keys.map(nameOfKey).join(" ")
  const command = word === undefined ? "" : `  :${word}`
  const why = refusal === undefined ? "" : ` (unavailable: ${refusal})`
  return prose(does + why + command, Math.max(1, width - names)).map((one, at): Line => [
    span(at === 0 ? shown + " ".repeat(Math.max(1, names - cellsOf(shown))) : " ".repeat(names), {
      bold: true,
      read: at === 0 ? `${keys.map(spokenKey).join(" or ")}: ` : ""
    }),
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

const textBelow = ({ size }: State, below: Below): ReadonlyArray<Line> =>
  helpText(below.bindings, below.typing?.into, insideOf(bodySize(size)).columns)

export const help: ScreenKind<Help> = {
  full: true,
  bindings: (state, screen, below) => {
    const { rows } = insideOf(bodySize(state.size))
    const last = Math.max(0, textBelow(state, below()).length - rows)
    return [
      ...moves({
        at: Math.min(screen.from, last),
        total: last + 1,
        page: rows,
        go: (from) => step(changed(state, { ...screen, from }))
      }),
      { keys: ["esc", "q", "?"], does: "go back", group: "Move", hint: "back", press: () => step(closed(state)) }
    ]
  },
  View: ({ state, screen: { from }, below }) => {
    const size = bodySize(state.size)
    const { rows } = insideOf(size)
    const text = textBelow(state, below())
    return (
      <Panel
        title="Every key that works here"
        foot={placeIn({ from, size: rows }, text.length)}
        width={size.columns}
        height={size.rows}
        active
      >
        <Lines of={text.slice(from, from + rows)} />
      </Panel>
    )
  }
}
