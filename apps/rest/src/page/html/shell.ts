import type { PageFile, PageFiles } from "../PageFiles.ts"
import type { PageSettings } from "../PageSettings.ts"
import { type Html, html } from "./Html.ts"
import { time } from "./time.ts"

/** What surrounds the content of every page. */
export interface Shell {
  readonly title: string
  readonly files: PageFiles["Service"]
  readonly settings: PageSettings["Service"]
  /** Scripts that run in the page. */
  readonly scripts?: ReadonlyArray<PageFile>
  /** The reader, and the mark of the sign-out form. */
  readonly reader?: { readonly name: string; readonly mark: string; readonly back: string }
  /** Attributes that the scripts read, each with its text. */
  readonly data?: Readonly<Record<string, string>>
  /** When the content was read; shown in the footer, together with whether the page is live. */
  readonly asOf?: number
  readonly main: Html
}

const mark = html`<svg class="logo" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
  <path d="M12 1.5 21 5v6.4c0 5.2-3.6 9.3-9 11.1-5.4-1.8-9-5.9-9-11.1V5z"></path>
  <circle cx="9" cy="10" r="2.2"></circle>
  <circle cx="15" cy="10" r="2.2"></circle>
  <path class="people" d="M5.6 16.2c.5-1.9 1.8-2.9 3.4-2.9s2.6.6 3 1.5c.4-.9 1.4-1.5 3-1.5s2.9 1 3.4 2.9z"></path>
</svg>`

export const page = ({ title, files, settings, scripts = [], reader, data = {}, asOf, main }: Shell): Html =>
  html`<!doctype html>
    <html
      lang="en"
      data-base="${settings.base}"
      ${Object.entries(data).map(([name, value]) => html` data-${name}="${value}"`)}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${files.address("icon.svg")}" type="image/svg+xml" />
        <link rel="stylesheet" href="${files.address("page.css")}" />
        ${scripts.map((name) => html`<script type="${name === "MicrosoftTeams.min.js" ? "text/javascript" : "module"}" src="${files.address(name)}" defer></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <p class="brand">
            ${mark}
            ${reader === undefined ? "Incident Teams" : html`<a href="${settings.base}/incidents">Incident Teams</a>`}
          </p>
          ${
            reader === undefined
              ? ""
              : html`<form method="post" action="${settings.base}/sign-out" class="who">
                  <span>${reader.name}</span>
                  <input type="hidden" name="mark" value="${reader.mark}" />
                  <input type="hidden" name="to" value="${reader.back}" />
                  <button class="plain-button">Sign out</button>
                </form>`
          }
        </header>
        ${main}
        ${
          asOf === undefined
            ? ""
            : html`<footer class="live" id="live">
                <p>As of <span id="as-of">${time(asOf)}</span>. <a href="">Reload</a></p>
                <p id="news" class="hidden" role="status"></p>
              </footer>`
        }
      </body>
    </html>`
