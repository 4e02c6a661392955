import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Result } from "effect"
import { html } from "hono/html"
import { unavailablePart } from "../../views/incidentDetailsView.ts"
import { alertsSection } from "./alertsSection.ts"
import { entitiesSection } from "./entitiesSection.ts"
import { factsSection } from "./facts.ts"
import type { Html } from "./Html.ts"
import { incidentHead, teamHead } from "./incidentHead.ts"
import { bookmarksSection, commentsSection, relationsSection, tasksSection } from "./notesSections.ts"
import { peopleSection } from "./peopleSection.ts"
import { type FormTies, teamSection } from "./teamSection.ts"
import { timelineSection } from "./timelineSection.ts"

/** `Active, High severity; team open`: what is said aloud when it changes. */
export const stateInWords = ({ incident, team }: IncidentPage): string => {
  const said = Result.isSuccess(incident) ? [`${incident.success.status}, severity ${incident.success.severity}`] : []
  return [...said, ...(team === undefined ? [] : [`team ${team.stored.team.phase}`])].join("; ")
}

/** The title of the window. */
export const titleOf = ({ incident, team }: IncidentPage): string => {
  const { number, title } = Result.isSuccess(incident)
    ? incident.success
    : (team?.stored.team.incident ?? { number: 0, title: "" })
  return `${number} ${title}`
}

/** Everything between the page's top and its end; what is live is in here. */
export const incidentMain = (id: IncidentId, page: IncidentPage, asking: FormTies): Html => {
  const { workspace } = partsOfIncidentId(id)
  const { incident, parts, team } = page
  const head = Result.match(incident, {
    onSuccess: (read) => incidentHead(read, workspace, page),
    onFailure: (failure) => {
      const { detail, remedy } = unavailablePart(failure)
      return team === undefined ? html`` : teamHead(team.stored.team, workspace, detail, remedy)
    }
  })
  return html`<main id="main" class="page" tabindex="-1">
    ${head}
    <div class="side">
      ${teamSection(team, asking)} ${Result.isSuccess(incident) ? factsSection(incident.success) : ""}
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
      ${parts === undefined ? "" : tasksSection(parts.tasks)} ${team === undefined ? "" : peopleSection(team)}
      ${parts === undefined ? "" : relationsSection(parts.relations)}
    </div>
  </main>`
}
