import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { first } from "../console/rights.ts"
import { changed, newName, opened, step } from "../console/Step.ts"
import { when } from "../keys/Binding.ts"
import { type Field, fieldOf } from "../keys/Field.ts"
import type { Request, Versioned } from "../requests/Request.ts"
import { cancel, Dialog, dialogWidth, Input, Outcome, sends } from "../screens/dialogs/Dialog.tsx"
import { textFaults } from "../screens/form/choices.ts"
import { teamChanges } from "../screens/incident/changesBetween.ts"
import type { ScreenKind } from "../screens/ScreenKind.ts"
import { type Sending, unsent } from "../screens/Sending.ts"
import type { Action } from "./Action.ts"
import { lost, noTeam, notChangeable } from "./teamRefusals.ts"

/** Another name or description for a team. */
export interface Renaming extends Sending {
  readonly _tag: "Renaming"
  /** The team as it was when the dialog opened. */
  readonly seen: Versioned<TeamView>
  readonly name: Field
  readonly description: Field
  readonly focus: "name" | "description"
  readonly key: string
  readonly edition: number
}

export const renameTeam: Action = (state, incident) => {
  const seen = incident.team === undefined ? undefined : state.known.teams.get(incident.team.id)
  const { name: key, state: named } = newName(state)
  return {
    keys: ["e"],
    does: "change the team's name or description",
    group: "Team",
    hint: "rename",
    late: true,
    word: "rename",
    changes: true,
    refusal: first(
      noTeam(state, incident),
      lost(incident),
      notChangeable(state, incident),
      seen === undefined ? "The team is still loading." : undefined
    ),
    request: seen && {
      _tag: "RenameTeam",
      seen,
      name: seen.value.name,
      description: seen.value.description,
      idempotencyKey: key
    },
    press: () =>
      seen === undefined
        ? step(state)
        : step(
            opened(named, {
              _tag: "Renaming",
              seen,
              name: fieldOf(seen.value.name),
              description: fieldOf(seen.value.description),
              focus: "name",
              key,
              edition: 0,
              ...unsent
            })
          )
  }
}

const requestOf = ({ seen, name, description, key, edition }: Renaming): Request => ({
  _tag: "RenameTeam",
  seen,
  name: name.text.trim(),
  description: description.text.trim(),
  idempotencyKey: `${key}-${edition}`
})

export const renaming: ScreenKind<Renaming> = {
  full: false,
  typing: (state, dialog) => {
    if (dialog.sending !== undefined) return undefined
    const { focus } = dialog
    return {
      into: `the ${focus}`,
      field: dialog[focus],
      change: (field) => {
        const edition = dialog.edition + (field.text === dialog[focus].text ? 0 : 1)
        return step(changed(state, { ...dialog, [focus]: field, edition }))
      }
    }
  },
  bindings: (state, dialog) => {
    const name = dialog.name.text.trim()
    const description = dialog.description.text.trim()
    const other = dialog.focus === "name" ? "description" : "name"
    return [
      ...when(
        dialog.sending === undefined,
        sends(state, dialog, requestOf(dialog), {
          keys: ["enter", "ctrl+s"],
          does: "save the name and the description",
          hint: "save",
          refusal: first(...textFaults(name, description))
        }),
        {
          keys: ["tab", "shift+tab", "down", "up"],
          does: `go to the ${other}`,
          group: "Move",
          hint: other,
          press: () => step(changed(state, { ...dialog, focus: other }))
        }
      ),
      cancel(state)
    ]
  },
  overtaken: (state, screen) => {
    const seen = state.known.teams.get(screen.seen.value.id)
    if (seen === undefined || seen.etag === screen.seen.etag) return undefined
    // Another state, another request: under the old name it would be answered as before.
    const latest = {
      ...screen,
      seen,
      since: teamChanges(screen.seen.value, seen.value),
      edition: screen.edition + 1
    }
    return { screen: latest, request: requestOf(latest) }
  },
  View: ({ state: { size }, screen }) => {
    const { name, description, focus } = screen
    const width = dialogWidth(size)
    return (
      <Dialog title="Change the team's name or description" size={size}>
        <Input label="Name" field={name} active={focus === "name"} width={width} />
        <Input label="Description" field={description} active={focus === "description"} width={width} />
        <Outcome of={screen} size={size} />
      </Dialog>
    )
  }
}
