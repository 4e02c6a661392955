import type { Part } from "@incident-teams/application/recent/IncidentParts"
import { Result } from "effect"
import { unavailablePart } from "../../views/incidentDetailsView.ts"
import { type Html, html } from "./Html.ts"

export interface Section {
  /** Also its address on the page. */
  readonly id: string
  readonly title: string
  /** Beside the title. */
  readonly count?: number | string
  readonly content: Html
}

/** A part of the page under a heading. Live updates replace whole sections. */
export const section = ({ id, title, count, content }: Section): Html =>
  html`<section class="card" id="${id}" data-part="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}${count === undefined ? "" : html` <span class="count">${count}</span>`}</h2>
    ${content}
  </section>`

/** In place of content that doesn't exist. */
export const nothing = (text: string): Html => html`<p class="quiet">${text}</p>`

/** In place of content that can't be read right now, with the remedy. */
export const unread = (detail: string, remedy: string): Html =>
  html`<div class="note warn">
    <p><strong>This section can't be read right now.</strong> ${detail}</p>
    <p>${remedy}</p>
  </div>`

/** A part of an incident, or the reason why it can't be read. */
export const partSection = <A>(
  part: Part<A>,
  { id, title }: Pick<Section, "id" | "title">,
  shown: (read: A) => { readonly count: number | string; readonly content: Html }
): Html =>
  Result.match(part, {
    onFailure: (failure) => {
      const { detail, remedy } = unavailablePart(failure)
      return section({ id, title, content: unread(detail, remedy) })
    },
    onSuccess: (read) => section({ id, title, ...shown(read) })
  })
