import { type Html, html } from "./Html.ts"

/** A page with one message and the actions that the reader has. */
export const message = (
  title: string,
  paragraphs: ReadonlyArray<Html | string>,
  actions: ReadonlyArray<Html> = []
): Html =>
  html`<main id="main" class="message" tabindex="-1">
    <h1>${title}</h1>
    ${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
    ${actions.length === 0 ? "" : html`<div class="actions">${actions}</div>`}
  </main>`
