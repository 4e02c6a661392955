import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { listed } from "@incident-teams/api/words/phrase"
import { classifications } from "../classifications.ts"
import { first, whyNotChangeIncident } from "../console/rights.ts"
import type { State } from "../console/State.ts"
import { changed, opened, step } from "../console/Step.ts"
import { when } from "../keys/Binding.ts"
import { emptyField, type Field } from "../keys/Field.ts"
import { moves } from "../keys/moves.ts"
import { blank } from "../look/Line.ts"
import { prose } from "../look/prose.ts"
import { Lines } from "../look/Styled.tsx"
import type { Request, TeamId } from "../requests/Request.ts"
import { cancel, Dialog, dialogWidth, Input, Options, Outcome, sends, Yielding } from "../screens/dialogs/Dialog.tsx"
import { incidentChanges } from "../screens/incident/changesBetween.ts"
import type { ScreenKind } from "../screens/ScreenKind.ts"
import { type Sending, unsent } from "../screens/Sending.ts"
import type { Action } from "./Action.ts"

/** How an incident is classified as it is closed. */
export interface Closing extends Sending {
  readonly _tag: "Closing"
  /** The incident as it was when the dialog opened. */
  readonly seen: IncidentView
  /** Which of the classifications. */
  readonly at: number
  readonly comment: Field
  readonly focus: "classification" | "comment"
}

export const closeIncident: Action = (state, incident) => ({
  keys: ["c"],
  does: "close the incident and archive its team",
  group: "Incident",
  hint: "close",
  word: "close",
  changes: true,
  refusal: first(
    incident.status === "Closed" ? `Incident ${incident.number} is already closed.` : undefined,
    whyNotChangeIncident(state, incident)
  ),
  request: {
    _tag: "ChangeIncident",
    seen: incident,
    change: { status: "Closed", classification: "TruePositive", classificationReason: "SuspiciousActivity" }
  },
  press: () =>
    step(
      opened(state, {
        _tag: "Closing",
        seen: incident,
        at: 0,
        comment: emptyField,
        focus: "classification",
        ...unsent
      })
    )
})

const requestOf = ({ seen, at, comment }: Closing): Request => ({
  _tag: "ChangeIncident",
  seen,
  change: {
    status: "Closed",
    ...classifications[at]?.change,
    ...(comment.text.trim() === "" ? {} : { classificationComment: comment.text.trim() })
  }
})

/** Numbers of the open incidents that keep the team of `seen` open once that one is closed. */
const othersOpen = ({ known }: State, seen: IncidentView, teamId: TeamId): ReadonlyArray<number> => {
  const served = known.teams.get(teamId)?.value.incidents
  const open =
    served === undefined
      ? [...known.incidents.values()].filter(({ status, team }) => status !== "Closed" && team?.id === teamId)
      : served.filter(({ closed, state }) => !closed && state !== "leaving")
  return open.flatMap(({ id, number }) => (id === seen.id ? [] : [number])).toSorted((one, other) => one - other)
}

/** What becomes of the team. */
const teamWords = (state: State, seen: IncidentView): string => {
  const { team } = state.known.incidents.get(seen.id) ?? seen
  if (team === undefined) return "The incident has no team."
  if (team.phase === "lost") return "Its team was deleted in Teams."
  const others = othersOpen(state, seen, team.id)
  return others.length === 0
    ? "Its team will be archived: its members can still read everything, but no one can post until the incident is reopened."
    : `Its team stays open, because it also serves ${others.length === 1 ? "incident" : "incidents"} ${listed(others.map(String))}.`
}

export const closing: ScreenKind<Closing> = {
  full: false,
  typing: (state, dialog) =>
    dialog.focus === "comment" && dialog.sending === undefined
      ? {
          into: "the comment",
          field: dialog.comment,
          change: (comment) => step(changed(state, { ...dialog, comment }))
        }
      : undefined,
  bindings: (state, dialog) => {
    if (dialog.sending !== undefined) return [cancel(state)]
    const other = dialog.focus === "comment" ? "classification" : "comment"
    return [
      sends(state, dialog, requestOf(dialog), {
        keys: ["ctrl+s", "enter"],
        does: "close the incident with this classification and archive its team",
        hint: "close"
      }),
      ...when(
        dialog.focus === "classification",
        ...moves({
          at: dialog.at,
          total: classifications.length,
          page: classifications.length,
          go: (at) => step(changed(state, { ...dialog, at }))
        })
      ),
      {
        keys: ["tab", "shift+tab"],
        does: `go to the ${other}`,
        group: "Move",
        hint: other,
        press: () => step(changed(state, { ...dialog, focus: other }))
      },
      cancel(state)
    ]
  },
  overtaken: (state, screen) => {
    const seen = state.known.incidents.get(screen.seen.id)
    if (seen === undefined || seen.etag === screen.seen.etag) return undefined
    const latest = { ...screen, seen, since: incidentChanges(screen.seen, seen) }
    return { screen: latest, request: requestOf(latest) }
  },
  View: ({ state, screen }) => {
    const { size } = state
    const { seen, at, focus, comment } = screen
    const width = dialogWidth(size)
    const words = teamWords(state, seen)
    return (
      <Dialog title={`Close incident #${seen.number}`} size={size}>
        <Yielding>
          <Lines of={[...prose(seen.title, width, { bold: true }), ...prose(words, width, { tone: "muted" }), blank]} />
        </Yielding>
        <Options
          words={classifications.map((one) => one.words)}
          at={at}
          active={focus === "classification"}
          width={width}
        />
        <Yielding>
          <Lines of={[blank]} />
        </Yielding>
        <Input label="Comment" field={comment} active={focus === "comment"} width={width} />
        <Outcome of={screen} size={size} />
      </Dialog>
    )
  }
}
