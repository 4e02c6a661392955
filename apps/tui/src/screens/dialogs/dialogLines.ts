import { classifications } from "../../classifications.ts"
import type { State } from "../../console/State.ts"
import { type Field, fieldLine } from "../../keys/Field.ts"
import { glyphs } from "../../look/glyphs.ts"
import { blank, filled, type Line, line, shortened, span, styled } from "../../look/Line.ts"
import { panelLines, type Size } from "../../look/Panel.ts"
import { prose } from "../../look/prose.ts"
import { failureLines } from "../failureLines.ts"
import type { Sending } from "../Sending.ts"
import { choicesOf } from "./choices.ts"
import type { Choosing, Closing, Confirming, Reasoning, Renaming } from "./Dialogs.ts"

/** Cells of a dialog's inside on this terminal. */
export const dialogWidth = ({ columns }: Size): number => Math.max(1, Math.min(72, columns - 6))

/** A dialog as it lies over the screen: as high as it has to be, and no higher than the screen. */
export const dialogPanel = (title: string, lines: ReadonlyArray<Line>, size: Size, foot = ""): ReadonlyArray<Line> => {
  const width = dialogWidth(size)
  const rows = Math.min(lines.length + 2, Math.max(3, size.rows))
  return panelLines({
    title,
    foot,
    lines: lines.map((one) => line(" ", ...shortened(one, width))),
    size: { columns: width + 4, rows },
    active: true
  })
}

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

const options = (words: ReadonlyArray<string>, at: number, active: boolean, width: number): ReadonlyArray<Line> =>
  words.map((one, index): Line => {
    if (index !== at) return line(`  ${one}`)
    const under = line(`${glyphs.cursor} ${one}`)
    return active ? styled(filled(under, width), { inverse: true }) : styled(under, { bold: true })
  })

const input = (label: string, field: Field, active: boolean, width: number): Line =>
  line(
    span(active ? `${glyphs.cursor} ` : "  ", { tone: "accent", bold: true }),
    span(label.padEnd(13), { bold: active }),
    ...fieldLine(field, Math.max(1, width - 15), active)
  )

export const confirmingLines = (state: State, dialog: Confirming): ReadonlyArray<Line> => {
  const width = dialogWidth(state.size)
  return dialogPanel(
    dialog.title,
    [
      ...dialog.words.flatMap((one) => prose(one, width)),
      blank,
      line(span("y", { bold: true, tone: "danger" }), ` ${dialog.does}   `, span("n", { bold: true }), " cancel"),
      ...outcome(dialog, width)
    ],
    state.size
  )
}

export const reasoningLines = (state: State, dialog: Reasoning): ReadonlyArray<Line> => {
  const width = dialogWidth(state.size)
  const { of } = dialog
  const [title, hint] =
    of._tag === "Ask"
      ? ["Request access", "An owner of the team reads the reason and decides."]
      : of.verdict === "approve"
        ? [`Approve ${of.person}'s request`, "The reason is optional. It is stored in the timeline."]
        : [`Deny ${of.person}'s request`, "The reason is optional. It is stored in the timeline."]
  return dialogPanel(
    title,
    [
      ...prose(hint, width),
      blank,
      input("Reason", dialog.field, dialog.sending === undefined, width),
      ...outcome(dialog, width)
    ],
    state.size
  )
}

export const renamingLines = (state: State, dialog: Renaming): ReadonlyArray<Line> => {
  const width = dialogWidth(state.size)
  return dialogPanel(
    "Change the team's name or description",
    [
      input("Name", dialog.name, dialog.focus === "name", width),
      input("Description", dialog.description, dialog.focus === "description", width),
      ...outcome(dialog, width)
    ],
    state.size
  )
}

export const closingLines = (state: State, dialog: Closing): ReadonlyArray<Line> => {
  const width = dialogWidth(state.size)
  const { seen } = dialog
  const { team } = state.known.incidents.get(seen.id) ?? seen
  const words =
    team === undefined
      ? "The incident has no team."
      : "Its team will be archived: its members can still read everything, but no one can post until the incident is reopened."
  return dialogPanel(
    `Close incident #${seen.number}`,
    [
      ...prose(seen.title, width, { bold: true }),
      ...prose(words, width, { tone: "muted" }),
      blank,
      ...options(
        classifications.map((one) => one.words),
        dialog.at,
        dialog.focus === "classification",
        width
      ),
      blank,
      input("Comment", dialog.comment, dialog.focus === "comment", width),
      ...outcome(dialog, width)
    ],
    state.size
  )
}

const titles: Record<Choosing["of"]["_tag"], string> = {
  Workspace: "Workspace",
  Sort: "Sort by",
  Severity: "Severity",
  Reopen: "Reopen the incident"
}

export const choosingLines = (state: State, dialog: Choosing): ReadonlyArray<Line> => {
  const width = dialogWidth(state.size)
  const choices = choicesOf(state, dialog)
  const words = choices.map(({ words: one, now }) => (now ? `${one} (current)` : one))
  return dialogPanel(
    titles[dialog.of._tag],
    [
      ...(dialog.of._tag === "Reopen"
        ? [...prose("Its team is reopened too, with its conversations.", width), blank]
        : []),
      ...options(words, dialog.at, true, width),
      ...outcome(dialog, width)
    ],
    state.size
  )
}
