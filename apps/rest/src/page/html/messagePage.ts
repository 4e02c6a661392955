import { html } from "hono/html"
import type { Html } from "./Html.ts"

/** One thing said, and what to do about it. */
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
