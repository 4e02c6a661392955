import { attackFacts, closingCommentLabel, ownerText } from "@incident-teams/api/words/incident"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { type Html, html } from "./Html.ts"
import { section } from "./section.ts"
import { time } from "./time.ts"

type Fact = readonly [name: string, value: Html | string | undefined]

/** Names and values. Unknown values are left out. */
export const factList = (facts: ReadonlyArray<Fact>): Html =>
  html`<dl class="facts">
    ${facts.map(([name, value]) =>
      value === undefined
        ? ""
        : html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`
    )}
  </dl>`

const listed = (items: ReadonlyArray<string>): Html | undefined =>
  items.length === 0
    ? undefined
    : html`<ul class="inline">
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`

const moment = (at: number | undefined): Html | undefined => (at === undefined ? undefined : time(at))

export const factsSection = (incident: Incident): Html =>
  section({
    id: "details",
    title: "Details",
    content: factList([
      ["Owner", ownerText(incident.owner)],
      ...attackFacts(incident).map(([name, values]): Fact => [name, listed(values)]),
      ["First activity", moment(incident.firstActivity)],
      ["Last activity", moment(incident.lastActivity)],
      ["Created", time(incident.created)],
      ["Last change", time(incident.lastModified)],
      [closingCommentLabel(incident), incident.classificationComment],
      ["Provider", incident.providerName],
      [
        "Provider incident ID",
        incident.providerIncidentId === String(incident.number) ? undefined : incident.providerIncidentId
      ]
    ])
  })
