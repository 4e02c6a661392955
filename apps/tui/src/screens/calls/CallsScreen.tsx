import type { State } from "../../console/State.ts"
import { changed, closed, step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { moves } from "../../keys/moves.ts"
import { blank, type Line, line, span } from "../../look/Line.ts"
import { Panel } from "../../look/Panel.tsx"
import { heading, prose } from "../../look/prose.ts"
import { Lines, Rows } from "../../look/Styled.tsx"
import { windowOn } from "../../look/windowed.ts"
import { bodySize, insideOf } from "../frame/bodySize.ts"
import type { ScreenKind } from "../ScreenKind.ts"
import type { Calls } from "./Calls.ts"

const bindings = (state: State, calls: Calls): ReadonlyArray<Binding> => {
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

export const calls: ScreenKind<Calls> = {
  full: true,
  bindings,
  View: ({ state, screen }) => {
    const size = bodySize(state.size)
    const inside = insideOf(size)
    const { at, behind } = screen
    const height = Math.max(1, Math.min(behind.length, Math.floor(inside.rows / 2)))
    const { from } = windowOn(at - Math.floor(height / 2), height, at, behind.length)
    return (
      <Panel title="The REST calls behind the keys" width={size.columns} height={size.rows} active>
        <Rows
          of={behind.slice(from, from + height).map(({ does }) => line(does))}
          at={at - from}
          width={inside.columns}
        />
        <Lines of={[blank, ...detail(screen, inside.columns)]} />
      </Panel>
    )
  }
}
