import { whyNotReopen } from "@incident-teams/api/words/incident"
import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { Result } from "effect"
import { seenOf, steps } from "../forms/incidentForms.ts"
import { hiddenField } from "./form.ts"
import { type Html, html } from "./Html.ts"
import { allowed, buttonForm, formLink, type PageForms } from "./pageForms.ts"
import { section } from "./section.ts"

/** What the reader may do with the incident, or why not. */
export const incidentActions = ({ incident, may }: IncidentPage, forms: PageForms): Html => {
  if (Result.isFailure(incident)) return html``
  const read = incident.success
  const seen = hiddenField("seen", seenOf(read))
  const step = (use: keyof typeof steps): Html =>
    buttonForm(forms.tie(use, `/${use}`, read.etag), use, steps[use].title, seen)
  const actions = (): Html =>
    html`<div class="actions">
      ${whyNotReopen(read) === undefined ? step("reopen") : formLink(forms, "/close", "Close incident")}
      ${formLink(forms, "/change", "Change status, severity or owner")}
      ${read.owner?.id === forms.reader ? "" : step("own")}
    </div>`
  return section({ id: "actions", title: "Incident", content: allowed(may.editIncident, actions) })
}
