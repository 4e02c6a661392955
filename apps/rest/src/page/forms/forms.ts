import { accessForm, decideForm, joinForm } from "./accessForms.ts"
import { createTeamForm } from "./createTeamForm.ts"
import { changeForm, closeForm, ownForm, reopenForm } from "./incidentForms.ts"
import { incidentsForm, mergeForm } from "./incidentsForms.ts"
import type { PersonForm, ReaderForm } from "./PageForm.ts"
import {
  archiveNowForm,
  keepOpenForm,
  peopleForm,
  recreateForm,
  renameForm,
  restoreForm,
  retryForm
} from "./teamForms.ts"

/** Forms that act in the person's name. */
export const personForms: ReadonlyArray<PersonForm> = [
  createTeamForm,
  peopleForm,
  renameForm,
  incidentsForm,
  mergeForm,
  archiveNowForm,
  keepOpenForm,
  retryForm,
  restoreForm,
  recreateForm,
  closeForm,
  changeForm,
  ownForm,
  reopenForm
]

/** Forms for which it is enough to know who someone is: a team's members may have no right in Sentinel. */
export const readerForms: ReadonlyArray<ReaderForm> = [accessForm, joinForm, decideForm]
