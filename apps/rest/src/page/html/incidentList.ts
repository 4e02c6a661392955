import { ownerText } from "@incident-teams/api/words/incident"
import { teamWord } from "@incident-teams/api/words/team"
import type { IncidentWithTeam } from "@incident-teams/application/use-cases/listIncidents"
import { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import type { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import { teamSummary } from "../../views/teamView.ts"
import { type ListQuery, nextPage, previousPage, searchOf } from "../list/listQuery.ts"
import type { IncidentList } from "../list/readList.ts"
import { pageOf } from "../pagePath.ts"
import { type Html, html } from "./Html.ts"
import { severityBadge, statusBadge } from "./incidentHead.ts"
import { outLink } from "./safeLink.ts"
import { nothing } from "./section.ts"
import { time } from "./time.ts"
import { troubleNotes } from "./troubleNotes.ts"

/** The list between header and footer, which is replaced when something changes. */
export const incidentListMain = (
  base: string,
  list: IncidentList,
  query: ListQuery,
  trouble: ReadonlyArray<InstallationTroubleKind>
): Html =>
  html`<main id="main" class="list" tabindex="-1">
    <h1>Incidents</h1>
    ${trouble.length === 0 ? "" : html`<div data-part="trouble">${troubleNotes(trouble)}</div>`}
    ${filters(base, list, query)} ${rows(base, list, query)} ${pager(base, list, query)}
  </main>`

const filters = (base: string, { workspaces, workspace }: IncidentList, query: ListQuery): Html =>
  html`<form class="filters" method="get" action="${base}/incidents" role="search" data-part="filters">
    ${
      workspaces.length === 1
        ? html`<input type="hidden" name="workspace" value="${workspace}" />`
        : html`<p class="field">
            <label for="workspace">Workspace</label>
            <select id="workspace" name="workspace">
              ${workspaces.map((one) => html`<option value="${one}" ${one === workspace ? "selected" : ""}>${one}</option>`)}
            </select>
          </p>`
    }
    <p class="field">
      <label for="search">Title or number</label>
      <input id="search" name="search" type="search" maxlength="200" value="${query.search}" />
    </p>
    ${choices("Status", "status", KnownIncidentStatus.literals, query.status)}
    ${choices("Severity", "severity", KnownSeverity.literals, query.severity)}
    ${query.order.by === "lastModified" ? "" : html`<input type="hidden" name="orderBy" value="${query.order.by}" />`}
    ${query.order.descending ? "" : html`<input type="hidden" name="direction" value="asc" />`}
    <button class="button primary">Show</button>
  </form>`

const choices = (title: string, name: string, all: ReadonlyArray<string>, chosen: ReadonlyArray<string>): Html =>
  html`<fieldset class="choices">
    <legend>${title}</legend>
    ${all.map(
      (one) =>
        html`<label
          ><input type="checkbox" name="${name}" value="${one}" ${chosen.includes(one) ? "checked" : ""} />
          ${one}</label
        >`
    )}
  </fieldset>`

const rows = (base: string, { items, workspace }: IncidentList, query: ListQuery): Html =>
  html`<div class="card" data-part="rows" id="rows">
    ${
      items.length === 0
        ? nothing("No incident matches.")
        : html`<table class="incidents">
            <caption class="hidden">
              Incidents of the workspace ${workspace}, each with its team
            </caption>
            <thead>
              <tr>
                ${sortable(base, query, "number", "Number")}
                <th scope="col">Incident</th>
                <th scope="col">Severity</th>
                <th scope="col">Status</th>
                <th scope="col">Owner</th>
                ${sortable(base, query, "created", "Created")} ${sortable(base, query, "lastModified", "Last change")}
                <th scope="col">Team</th>
              </tr>
            </thead>
            <tbody>
              ${items.map((item) => row(base, item))}
            </tbody>
          </table>`
    }
  </div>`

/** A column's heading, which sorts by it: newest and highest first, and the other way round where it is so already. */
const sortable = (base: string, query: ListQuery, by: ListQuery["order"]["by"], title: string): Html => {
  const isSorted = query.order.by === by
  const descending = isSorted ? !query.order.descending : true
  const address = `${base}/incidents${searchOf({ ...query, order: { by, descending }, pages: [] })}`
  const sort = isSorted ? (query.order.descending ? "descending" : "ascending") : undefined
  const arrow = sort === undefined ? "" : sort === "descending" ? "↓" : "↑"
  return html`<th scope="col" ${sort === undefined ? "" : html`aria-sort="${sort}"`}>
    <a href="${address}">${title} <span aria-hidden="true">${arrow}</span></a>
  </th>`
}

const row = (base: string, { incident, team }: IncidentWithTeam): Html => {
  const title = incident.title.trim() === "" ? "(no title)" : incident.title
  return html`<tr>
    <td data-label="Number">${incident.number}</td>
    <th scope="row"><a href="${base}${pageOf(incident.id)}">${title}</a></th>
    <td data-label="Severity">${severityBadge(incident.severity)}</td>
    <td data-label="Status">${statusBadge(incident.status)}</td>
    <td data-label="Owner">${ownerText(incident.owner)}</td>
    <td data-label="Created">${time(incident.created)}</td>
    <td data-label="Last change">${time(incident.lastModified)}</td>
    <td data-label="Team">${team === undefined ? html`<span class="quiet">None</span>` : teamCell(team)}</td>
  </tr>`
}

const teamCell = ({ team }: NonNullable<IncidentWithTeam["team"]>): Html => {
  const summary = teamSummary(team)
  const name = html`Open<span class="hidden"> the team of incident ${team.incident.number}</span> in Teams`
  return html`<span class="badge" data-phase="${summary.blocked === undefined ? summary.phase : "lost"}"
      >${teamWord(summary)}</span
    >
    ${outLink(summary.link, name)}`
}

const pager = (base: string, { continuation, items }: IncidentList, query: ListQuery): Html => {
  const link = (to: ListQuery | undefined, name: string) =>
    to === undefined ? "" : html`<a class="button" href="${base}/incidents${searchOf(to)}">${name}</a>`
  return html`<nav class="pager" aria-label="Pages of the list" data-part="pager">
    <p class="quiet">${items.length} shown</p>
    ${link(query.pages.length === 0 ? undefined : { ...query, pages: [] }, "First page")}
    ${link(previousPage(query), "Previous page")}
    ${link(continuation === undefined ? undefined : nextPage(query, continuation), "Next page")}
  </nav>`
}
