import { Box, Text, useIsScreenReaderEnabled } from "ink"
import type { ReactNode } from "react"
import type { State } from "../../console/State.ts"
import { ask, changed, closed, step, type Step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { type Field, fieldLine } from "../../keys/Field.ts"
import { glyphs } from "../../look/glyphs.ts"
import { blank, type Line, line, span } from "../../look/Line.ts"
import { Panel } from "../../look/Panel.tsx"
import { prose } from "../../look/prose.ts"
import type { Size } from "../../look/Size.ts"
import { Lines, Row, StyledLine } from "../../look/Styled.tsx"
import type { Request } from "../../requests/Request.ts"
import { failureLines } from "../failureLines.ts"
import { bodySize } from "../frame/bodySize.ts"
import type { SendingScreen } from "../Screen.ts"
import type { Sending } from "../Sending.ts"

/** Cells of a dialog's inside on this terminal. */
export const dialogWidth = ({ columns }: Size): number => Math.max(1, Math.min(72, columns - 6))

export interface DialogProps {
  readonly title: string
  readonly size: Size
  readonly children: ReactNode
}

/** A dialog in the middle of the screen: as high as its content, and no higher than there is room for. */
export const Dialog = ({ title, size, children }: DialogProps) => {
  const body = bodySize(size)
  if (useIsScreenReaderEnabled()) {
    return (
      <Box flexDirection="column">
        <Text>{span(`Dialog: ${title}`).text}</Text>
        {children}
      </Box>
    )
  }
  return (
    <Box position="absolute" width={body.columns} height={body.rows} alignItems="center" justifyContent="center">
      <Panel title={title} width={dialogWidth(size) + 4} maxHeight={Math.max(3, body.rows)} active>
        {children}
      </Panel>
    </Box>
  )
}

/**
 * What goes first where a dialog is higher than the screen: what it says, rather than what it asks. By far, as Ink shrinks
 * a field, too.
 */
export const Yielding = ({ children }: { readonly children: ReactNode }) => (
  <Box flexDirection="column" flexShrink={1000} minHeight={0} overflow="hidden">
    {children}
  </Box>
)

/** Whether the dialog is being sent, and why it couldn't be sent. */
const outcome = ({ sending, failure, since }: Sending, width: number): ReadonlyArray<Line> => {
  if (sending !== undefined) return [blank, line(span(`${glyphs.underWay} sending …`, { tone: "warning" }))]
  if (since.length > 0) {
    return [
      blank,
      ...prose("! Someone else changed it meanwhile, so nothing was sent.", width, { tone: "warning", bold: true }),
      ...since.flatMap((one) => prose(one, width)),
      ...prose("Send it again to change it anyway.", width)
    ]
  }
  return failure === undefined ? [] : [blank, ...failureLines(failure, width)]
}

export const Outcome = ({ of, size }: { readonly of: Sending; readonly size: Size }) => (
  <Lines of={outcome(of, dialogWidth(size))} />
)

export interface OptionsProps {
  readonly words: ReadonlyArray<string>
  /** Which of them is chosen. */
  readonly at: number
  readonly active?: boolean
  readonly width: number
}

/** Things to choose one from. */
export const Options = ({ words, at, active = true, width }: OptionsProps) => {
  const isRead = useIsScreenReaderEnabled()
  return (
    <Box flexDirection="column" flexShrink={0} aria-role="listbox">
      {words.map((one, index) =>
        active || index !== at || isRead ? (
          <Row key={one} of={line(one)} selected={index === at} width={width} />
        ) : (
          <StyledLine key={one} of={line(span(`${glyphs.cursor} ${one}`, { bold: true }))} />
        )
      )}
    </Box>
  )
}

export interface InputProps {
  readonly label: string
  readonly field: Field
  /** Letters go into it. */
  readonly active: boolean
  readonly width: number
}

/** Cells of a field's label, with the mark before it. */
const labels = 15

/** A field with its label. */
export const Input = ({ label, field, active, width }: InputProps) =>
  useIsScreenReaderEnabled() ? (
    <Box aria-role="textbox">
      <Text>{`${label}${active ? ", focused" : ""}: ${field.text === "" ? "empty" : field.text}`}</Text>
    </Box>
  ) : (
    <StyledLine
      of={[
        span(active ? `${glyphs.cursor} ` : "  ", { tone: "accent", bold: true }),
        span(label.padEnd(labels - 2), { bold: active }),
        ...fieldLine(field, Math.max(1, width - labels), active)
      ]}
    />
  )

/** Sends a dialog's request, and keeps the dialog until that is answered. */
export const send = (state: State, dialog: SendingScreen, request: Request): Step =>
  ask(changed(state, { ...dialog, sending: request, failure: undefined, since: [] }), request)

/** A key that sends a dialog's request. */
export const sends = (
  state: State,
  dialog: SendingScreen,
  request: Request,
  binding: Pick<Binding, "keys" | "does" | "hint" | "refusal">
): Binding => ({ ...binding, group: "Form", changes: true, request, press: () => send(state, dialog, request) })

export const cancel = (state: State, ...more: ReadonlyArray<string>): Binding => ({
  keys: ["esc", ...more],
  does: "cancel",
  group: "Form",
  hint: "cancel",
  press: () => step(closed(state))
})
