import { installationWords } from "@incident-teams/api/words/installation"
import type { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import { type Html, html } from "./Html.ts"

/** What keeps teams waiting until someone corrects the installation, in a sentence each; shown at the head of a page. */
export const troubleNotes = (trouble: ReadonlyArray<InstallationTroubleKind>): ReadonlyArray<Html> =>
  trouble.map((kind) => html`<p class="note bad trouble" role="status">${installationWords(kind)}</p>`)
