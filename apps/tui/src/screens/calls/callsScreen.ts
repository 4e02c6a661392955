import type { State } from "../../console/State.ts"
import { changed, closed, step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { moves } from "../../keys/moves.ts"
import { glyphs } from "../../look/glyphs.ts"
import { blank, filled, type Line, line, shortened, span, styled } from "../../look/Line.ts"
import { panelLines } from "../../look/Panel.ts"
import { heading, prose } from "../../look/prose.ts"
import { windowOn } from "../../look/windowed.ts"
import { bodySize } from "../frame/bodySize.ts"
import type { Calls } from "./Calls.ts"

export const callsBindings = (state: State, calls: Calls): ReadonlyArray<Binding> => {
  const { details } = calls
  const copy = (text: string, what: string) => () => step(state, { _tag: "Copy", text, what })
  return [
    ...moves({
      at: calls.at,
      total: calls.behind.length,
      page: 5,
      go: (at) => {
        const request = calls.behind[at]?.request
        const after = changed(state, { ...calls, at, details: undefined })
        return request === undefined ? step(after) : step(after, { _tag: "DescribeCall", request })
      }
    }),
    ...(details === undefined
      ? []
      : [
          {
            keys: ["y", "c"],
            does: "copy the call as a curl command",
            group: "List",
            hint: "copy as curl",
            press: copy(details.curl, "the curl command")
          } as const,
          {
            keys: ["Y", "i"],
            does: "copy the call as an incident-teams command",
            group: "List",
            hint: "copy as incident-teams",
            refusal: details.command === undefined ? "There is no command for this call." : undefined,
            press: copy(details.command ?? "", "the incident-teams command")
          } as const
        ]),
    { keys: ["esc", "q", "x"], does: "go back", group: "Move", hint: "back", press: () => step(closed(state)) }
  ]
}

const detail = ({ details }: Calls, width: number): ReadonlyArray<Line> =>
  details === undefined
    ? prose("The call isn't complete yet.", width, { tone: "muted" })
    : [
        line(span(`${details.call.method} `, { bold: true }), span(details.call.url, { tone: "accent" })),
        ...Object.entries(details.call.headers).map(([name, value]) =>
          line(span(`${name}: ${value}`, { tone: "muted" }))
        ),
        ...(details.call.body === undefined ? [] : prose(details.call.body, width)),
        blank,
        heading("curl"),
        ...prose(details.curl, width),
        ...(details.command === undefined ? [] : [blank, heading("incident-teams"), ...prose(details.command, width)])
      ]

export const callsLines = (state: State, calls: Calls): ReadonlyArray<Line> => {
  const size = bodySize(state.size)
  const inside = { columns: Math.max(1, size.columns - 4), rows: Math.max(1, size.rows - 2) }
  const height = Math.max(1, Math.min(calls.behind.length, Math.floor(inside.rows / 2)))
  const { from } = windowOn(calls.at - Math.floor(height / 2), height, calls.at, calls.behind.length)
  const rows = calls.behind.slice(from, from + height).map(({ does }, at): Line => {
    const under = from + at === calls.at
    const cells = shortened(line(under ? `${glyphs.cursor} ` : "  ", does), inside.columns)
    return under ? styled(filled(cells, inside.columns), { inverse: true }) : cells
  })
  const lines = [...rows, blank, ...detail(calls, inside.columns)]
  return panelLines({
    title: "The REST calls behind the keys",
    lines: lines.map((one) => line(" ", ...shortened(one, inside.columns))),
    size,
    active: true
  })
}
