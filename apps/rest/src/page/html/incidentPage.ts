import { whyNotReopen } from "@incident-teams/api/words/incident"
import { teamWord } from "@incident-teams/api/words/team"
import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import { Result } from "effect"
import { unavailablePart } from "../../views/incidentDetailsView.ts"
import { teamSummary, teamView } from "../../views/teamView.ts"
import { seenOf, steps } from "../forms/incidentForms.ts"
import { alertsSection } from "./alertsSection.ts"
import { entitiesSection } from "./entitiesSection.ts"
import { factsSection } from "./facts.ts"
import { hiddenField } from "./form.ts"
import { type Html, html } from "./Html.ts"
import { incidentHead, teamHead } from "./incidentHead.ts"
import { bookmarksSection, commentsSection, relationsSection, tasksSection } from "./notesSections.ts"
import { allowed, buttonForm, formLink, type PageForms } from "./pageForms.ts"
import { peopleSection } from "./peopleSection.ts"
import { section } from "./section.ts"
import { teamSection } from "./teamSection.ts"
import { timelineSection } from "./timelineSection.ts"
import { troubleNotes } from "./troubleNotes.ts"

/** `Active, severity High; team open`: read aloud by screen readers when it changes. */
export const stateInWords = ({ incident, team }: IncidentPage): string => {
  const states = Result.isSuccess(incident) ? [`${incident.success.status}, severity ${incident.success.severity}`] : []
  return [
    ...states,
    ...(team === undefined ? [] : [`team ${teamWord(teamSummary(team.stored.team)).toLowerCase()}`])
  ].join("; ")
}

/** The title of the window. */
export const titleOf = ({ incident, team }: IncidentPage): string => {
  const { number, title } = Result.isSuccess(incident)
    ? incident.success
    : (team?.stored.team.incident ?? { number: 0, title: "" })
  return `${number} ${title}`
}

/** What the reader may do with the incident, or why not. */
const incidentActions = ({ incident, may }: IncidentPage, forms: PageForms): Html => {
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

/** The content between header and footer, which is replaced when something changes. */
export const incidentMain = (
  id: IncidentId,
  page: IncidentPage,
  forms: PageForms,
  trouble: ReadonlyArray<InstallationTroubleKind>
): Html => {
  const notes = troubleNotes(trouble)
  const { workspace } = partsOfIncidentId(id)
  const { incident, parts, team } = page
  const view = team === undefined ? undefined : teamView(team)
  const head = Result.match(incident, {
    onSuccess: (read) => incidentHead(read, workspace, page, forms, notes),
    onFailure: (failure) => {
      const { detail, remedy } = unavailablePart(failure)
      return team === undefined ? html`` : teamHead(team.stored.team, workspace, detail, remedy, notes)
    }
  })
  return html`<main id="main" class="page" tabindex="-1">
    ${head}
    <div class="side">
      ${teamSection(id, page, view, forms)} ${incidentActions(page, forms)}
      ${Result.isSuccess(incident) ? factsSection(incident.success) : ""}
    </div>
    <div class="content">
      ${timelineSection(page)}
      ${
        parts === undefined
          ? ""
          : html`${alertsSection(parts.alerts)} ${entitiesSection(parts.entities)} ${bookmarksSection(parts.bookmarks)}
            ${commentsSection(parts.comments)}`
      }
    </div>
    <div class="side more">
      ${parts === undefined ? "" : tasksSection(parts.tasks)} ${view === undefined ? "" : peopleSection(view)}
      ${parts === undefined ? "" : relationsSection(parts.relations)}
    </div>
  </main>`
}
