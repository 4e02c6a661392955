import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { severityChoices } from "../../actions/changeSeverity.ts"
import { reopenChoices } from "../../actions/reopenIncident.ts"
import type { State } from "../../console/State.ts"
import { changed, step } from "../../console/Step.ts"
import { moves } from "../../keys/moves.ts"
import { blank } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { Lines } from "../../look/Styled.tsx"
import { sortChoices, workspaceChoices } from "../grid/listChoices.ts"
import { incidentChanges } from "../incident/changesBetween.ts"
import type { ScreenKind } from "../ScreenKind.ts"
import type { Sending } from "../Sending.ts"
import type { Choices } from "./Choice.ts"
import { cancel, Dialog, dialogWidth, Options, Outcome, send } from "./Dialog.tsx"

/** One of several. */
export interface Choosing extends Sending {
  readonly _tag: "Choosing"
  readonly of:
    | { readonly _tag: "Workspace" }
    | { readonly _tag: "Sort" }
    | { readonly _tag: "Severity"; readonly seen: IncidentView }
    | { readonly _tag: "Reopen"; readonly seen: IncidentView }
  readonly at: number
}

const choicesOf = (state: State, { of }: Choosing): Choices => {
  switch (of._tag) {
    case "Workspace":
      return workspaceChoices(state)
    case "Sort":
      return sortChoices(state)
    case "Severity":
      return severityChoices(of.seen)
    case "Reopen":
      return reopenChoices(state, of.seen)
  }
}

export const choosing: ScreenKind<Choosing> = {
  full: false,
  bindings: (state, dialog) => {
    if (dialog.sending !== undefined) return [cancel(state)]
    const { choices } = choicesOf(state, dialog)
    const choice = choices[dialog.at]
    return [
      ...moves({
        at: dialog.at,
        total: choices.length,
        page: choices.length,
        go: (at) => step(changed(state, { ...dialog, at }))
      }),
      ...(choice === undefined
        ? []
        : [
            {
              keys: ["enter"],
              does: `choose ${choice.words}`,
              group: "Form",
              hint: "choose",
              changes: "request" in choice.does,
              request: "request" in choice.does ? choice.does.request : undefined,
              press: () => ("request" in choice.does ? send(state, dialog, choice.does.request) : choice.does.choose())
            } as const
          ]),
      cancel(state)
    ]
  },
  overtaken: (state, screen) => {
    const { of } = screen
    const seen = "seen" in of ? state.known.incidents.get(of.seen.id) : undefined
    if (!("seen" in of) || seen === undefined || seen.etag === of.seen.etag) return undefined
    const latest = { ...screen, of: { ...of, seen }, since: incidentChanges(of.seen, seen) }
    const does = choicesOf(state, latest).choices[latest.at]?.does
    return { screen: latest, request: does !== undefined && "request" in does ? does.request : undefined }
  },
  View: ({ state, screen }) => {
    const { size } = state
    const { title, hint, choices } = choicesOf(state, screen)
    const width = dialogWidth(size)
    return (
      <Dialog title={title} size={size}>
        {hint === undefined ? undefined : <Lines of={[...prose(hint, width), blank]} />}
        <Options
          words={choices.map(({ words, now }) => (now ? `${words} (current)` : words))}
          at={screen.at}
          width={width}
        />
        <Outcome of={screen} size={size} />
      </Dialog>
    )
  }
}
