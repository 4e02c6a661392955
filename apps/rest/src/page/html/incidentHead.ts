import {
  classificationLabel,
  classificationText,
  mergedIntoText,
  ownerText,
  severityText
} from "@incident-teams/api/words/incident"
import type { Part } from "@incident-teams/application/recent/IncidentParts"
import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { incidentIn } from "@incident-teams/domain/team/served"
import { linkOf, type Team } from "@incident-teams/domain/team/Team"
import { Result } from "effect"
import { type Html, html } from "./Html.ts"
import type { PageForms } from "./pageForms.ts"
import { outLink, safeAddress } from "./safeLink.ts"
import { time } from "./time.ts"

const severities = new Set(["High", "Medium", "Low", "Informational"])

/** A severity by color and word. */
export const severityBadge = (severity: string): Html =>
  html`<span class="badge severity" data-severity="${severities.has(severity) ? severity : "Unknown"}"
    >${severityText(severity)}</span
  >`

/** A status by color and word. */
export const statusBadge = (status: string): Html => html`<span class="badge" data-status="${status}">${status}</span>`

/** `notes`: above everything else. */
export const incidentHead = (
  incident: Incident,
  workspace: string,
  page: IncidentPage,
  { pathOf }: Pick<PageForms, "pathOf">,
  notes: ReadonlyArray<Html>
): Html => {
  const team = page.team?.stored.team
  const link = team === undefined ? undefined : linkOf(team)
  const classification = classificationText(incident)
  return html`<header class="head" data-part="head" id="head">
    ${notes}
    <p class="eyebrow">Incident ${incident.number} <span aria-hidden="true">·</span> ${workspace}</p>
    <h1 id="title">${incident.title.trim() === "" ? "(no title)" : incident.title}</h1>
    <ul class="badges" aria-label="State">
      <li>${severityBadge(incident.severity)}</li>
      <li>${statusBadge(incident.status)}</li>
      ${classification === undefined ? "" : html`<li><span class="badge">${classificationLabel(incident)} ${classification}</span></li>`}
      ${incident.labels.map(({ name }) => html`<li><span class="badge label">${name}</span></li>`)}
    </ul>
    ${mergeNote(incident, team, pathOf)}
    ${
      incident.description === undefined || incident.description.trim() === ""
        ? ""
        : html`<p class="lead prose">${incident.description}</p>`
    }
    ${glance(incident)} ${contents(page)}
    <p class="actions">
      ${safeAddress(link) === undefined ? "" : outLink(link, "Open the team in Teams", "button primary")}
      ${outLink(incident.url, "Open in Microsoft Sentinel", "button")}
      ${outLink(incident.providerUrl, "Open in Microsoft Defender", "button")}
    </p>
  </header>`
}

/** Where a merged incident goes on: with its team, as soon as that is known. */
const mergeNote = ({ id, merged }: Incident, team: Team | undefined, pathOf: PageForms["pathOf"]): Html | string => {
  const survivor = team === undefined ? undefined : incidentIn(team, id)?.merge?.survivor
  if (survivor?._tag === "Served") {
    return html`<p class="note">
      Merged into <a href="${pathOf(survivor.id)}">#${survivor.number}</a> by Microsoft Defender; the team continues
      there.
    </p>`
  }
  return merged === undefined
    ? ""
    : html`<p class="note">
        This incident was merged into ${mergedIntoText(merged)}. ${outLink(merged.url, "Open that incident")}
      </p>`
}

/** What readers look for first. */
const glance = ({ owner, created, lastModified }: Incident): Html =>
  html`<dl class="glance">
    <div>
      <dt>Owner</dt>
      <dd>${ownerText(owner)}</dd>
    </div>
    <div>
      <dt>Created</dt>
      <dd>${time(created)}</dd>
    </div>
    <div>
      <dt>Last change</dt>
      <dd>${time(lastModified)}</dd>
    </div>
  </dl>`

/** The sections of the page with the number of their items, as links. */
const contents = ({ parts, team }: IncidentPage): Html | string => {
  if (parts === undefined) return ""
  const sized = <A>(part: Part<A>, size: (read: A) => number): number | undefined =>
    Result.isSuccess(part) ? size(part.success) : undefined
  const length = (items: ReadonlyArray<unknown>): number => items.length
  const rows: ReadonlyArray<readonly [id: string, name: string, size: number | undefined]> = [
    ["alerts", "Alerts", sized(parts.alerts, length)],
    ["entities", "Entities", sized(parts.entities, ({ counts }) => counts.reduce((sum, { count }) => sum + count, 0))],
    ["bookmarks", "Bookmarks", sized(parts.bookmarks, length)],
    ["comments", "Comments", sized(parts.comments, length)],
    ["tasks", "Tasks", sized(parts.tasks, length)],
    ...(team === undefined ? [] : ([["people", "People", team.seen?.members.length ?? 0]] as const))
  ]
  return html`<nav aria-label="On this page">
    <ul class="contents">
      ${rows.map(
        ([id, name, size]) =>
          html`<li>
            <a href="#${id}">${name} <b>${size ?? "?"}</b></a>
          </li>`
      )}
    </ul>
  </nav>`
}

/** Shown in place of the incident while that can't be read. */
export const teamHead = (
  team: Team,
  workspace: string,
  detail: string,
  remedy: string,
  notes: ReadonlyArray<Html>
): Html =>
  html`<header class="head" data-part="head" id="head">
    ${notes}
    <p class="eyebrow">Incident ${team.incident.number} <span aria-hidden="true">·</span> ${workspace}</p>
    <h1 id="title">${team.incident.title}</h1>
    <div class="note warn" role="status">
      <p><strong>The incident can't be read right now.</strong> ${detail} The data below comes from its team.</p>
      <p>${remedy}</p>
    </div>
    <p class="actions">
      ${safeAddress(linkOf(team)) === undefined ? "" : outLink(linkOf(team), "Open the team in Teams", "button primary")}
    </p>
  </header>`
