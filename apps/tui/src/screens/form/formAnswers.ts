import type { TeamDraft } from "@incident-teams/api/incidents/TeamDraft"
import type { GroupSize } from "@incident-teams/api/people/GroupSize"
import type { PeopleFound } from "@incident-teams/api/people/PeopleFound"
import { fieldOf } from "../../keys/Field.ts"
import { searchOf } from "./choices.ts"
import type { TeamForm } from "./TeamForm.ts"

/** What the form begins with. A form that somebody has begun to fill in keeps what they typed. */
export const drafted = (form: TeamForm, { name, description, preselected }: TeamDraft): TeamForm =>
  form.ready
    ? form
    : {
        ...form,
        ready: true,
        name: fieldOf(name),
        description: { text: description, cursor: 0 },
        selected: preselected
      }

/** What a search found; an answer to what isn't asked any more says nothing. */
export const searchedFor = (form: TeamForm, search: string, found: PeopleFound): TeamForm =>
  searchOf(form) === search
    ? { ...form, found, foundFor: search, foundAt: 0, focus: form.focus === "found" ? "search" : form.focus }
    : form

/** How many people a selected group brings, or that it can't come. */
export const sized = (form: TeamForm, { id, people, refusal }: GroupSize): TeamForm => ({
  ...form,
  selected: form.selected.map((one) =>
    one.principal.id === id
      ? { ...one, ...(people === undefined ? {} : { people }), ...(refusal === undefined ? {} : { refusal }) }
      : one
  )
})
