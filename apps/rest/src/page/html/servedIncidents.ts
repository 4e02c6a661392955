import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { incidentName, servedNote } from "@incident-teams/api/words/served"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Permission } from "@incident-teams/domain/permissions/Permissions"
import { type Html, html } from "./Html.ts"
import { allowed, formLink, type PageForms } from "./pageForms.ts"

/** The incidents of a team, the lead first, and what the reader may change about that; `here`: whose page it is. */
export const servedIncidents = (
  here: IncidentId,
  { incidents, mergedInto }: TeamView,
  may: Permission | undefined,
  forms: PageForms
): Html => {
  if (mergedInto !== undefined) {
    return html`<p class="note" role="status">
      This team was merged into the team ${mergedInto.name}, which continues with its incidents.
    </p>`
  }
  const several = incidents.length > 1
  const undecided = incidents.some(({ merge }) => merge?.status === "searching")
  return html`${several ? listOf(here, incidents, forms) : ""}
  ${allowed(
    may,
    () =>
      html`<div class="actions">
        ${undecided ? formLink(forms, "/team/merge", "Decide on the merge", "button primary") : ""}
        ${formLink(forms, "/team/incidents", several ? "Link or unlink incidents" : "Link another incident")}
      </div>`
  )}`
}

const listOf = (here: IncidentId, incidents: TeamView["incidents"], { pathOf }: PageForms): Html =>
  html`<h3>Incidents <span class="count">${incidents.length}</span></h3>
    <ul class="served">
      ${incidents.map((incident, index) => {
        const note = servedNote(incident)
        const name = incidentName(incident)
        return html`<li>
          ${index === 0 ? html`<strong>Lead:</strong>` : ""}
          ${incident.id === here ? html`<span aria-current="page">${name}</span>` : html`<a href="${pathOf(incident.id)}">${name}</a>`}
          ${note === undefined ? "" : html`<span class="quiet">${note}</span>`}
        </li>`
      })}
    </ul>`
