import { countedPeople } from "@incident-teams/api/words/phrase"
import type { Selected } from "@incident-teams/application/use-cases/describeSelection"
import type { PrincipalRef } from "@incident-teams/domain/favorites/Principal"
import { referenceOf } from "../forms/picked.ts"
import { hiddenField, searchField } from "./form.ts"
import { type Html, html } from "./Html.ts"

type IsFavorite = (who: PrincipalRef) => boolean

export interface Found {
  /** What was searched for; empty where nothing was. */
  readonly text: string
  /** Those found who aren't selected; undefined where nothing was searched for. */
  readonly results: ReadonlyArray<Selected> | undefined
  readonly isFavorite: IsFavorite
  /** The IDs of those whom adding would change nothing about. */
  readonly inTeam: ReadonlySet<string>
}

export interface Picker {
  readonly text: string
  /** Of `foundHtml`. */
  readonly found: Html
  readonly selected: ReadonlyArray<Selected>
  readonly isFavorite: IsFavorite
}

const star = html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
  <path d="M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5L12 17.5l-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z"></path>
</svg>`
const bin = html`<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
  <path d="M4 6.5h16M9.5 6V4h5v2M6.5 6.5l.8 13h9.4l.8-13M10 10.5v5.5M14 10.5v5.5"></path>
</svg>`

/** What was found, to be added. */
export const foundHtml = ({ text, results, isFavorite, inTeam }: Found): Html =>
  html`<div id="found" data-pick="found">
    ${
      results === undefined
        ? ""
        : html`<p role="status" class="quiet">
              ${results.length === 0 ? `No one else found for “${text}”.` : `${results.length} found`}
            </p>
            ${
              results.length === 0
                ? ""
                : html`<ul class="picks" aria-label="Found">
                    ${results.map((one) => row(one, isFavorite, inTeam.has(one.principal.id) ? "in the team" : "found"))}
                  </ul>`
            }`
    }
  </div>`

/** Works by its buttons, which send the form; a script sends them without loading the page. */
export const pickerHtml = ({ text, found, selected, isFavorite }: Picker): Html =>
  html`<div class="picker" data-picker>
    <input type="hidden" name="picked" value="1" />
    ${searchField({ label: "Add groups and members", help: "Type the beginning of a name or an address.", text, maxLength: 100 })}
    ${found}
    <div id="chosen" data-pick="chosen">
      <h2>Selected groups and users <span class="count">${selected.length}</span></h2>
      ${
        selected.length === 0
          ? html`<p class="quiet">No one yet.</p>`
          : html`<ul class="picks" aria-label="Selected groups and users">
              ${selected.map((one) => row(one, isFavorite, "selected"))}
            </ul>`
      }
    </div>
  </div>`

const row = (one: Selected, isFavorite: IsFavorite, as: "found" | "in the team" | "selected"): Html => {
  const isSelected = as === "selected"
  const { principal, refusal, warning } = one
  const reference = referenceOf(principal)
  const favorite = isFavorite(principal)
  const id = `${isSelected ? "chosen" : "found"}-${principal.id}`
  return html`<li>
    ${isSelected ? hiddenField("chosen", reference) : ""}
    <div>
      <strong>${principal.name}</strong> <span class="quiet">${factsOf(one)}</span>
      ${refusal === undefined ? "" : html`<p class="error">Won't be added: ${refusal}</p>`}
      ${warning === undefined ? "" : html`<p class="warning">${warning}</p>`}
    </div>
    <button
      class="icon-button star"
      name="do"
      value="${favorite ? "unstar" : "star"} ${reference}"
      id="star-${id}"
      aria-pressed="${favorite ? "true" : "false"}"
      aria-label="Favorite: ${principal.name}"
    >
      ${star}
    </button>
    ${
      isSelected
        ? html`<button
            class="icon-button"
            name="do"
            value="drop ${reference}"
            id="drop-${id}"
            aria-label="Remove ${principal.name} from the selection"
          >
            ${bin}
          </button>`
        : as === "in the team"
          ? html`<span class="quiet">Already in the team</span>`
          : html`<button
              class="button"
              name="do"
              value="add ${reference}"
              id="add-${id}"
              aria-label="Add ${principal.name}"
            >
              Add
            </button>`
    }
  </li>`
}

const factsOf = ({ principal, people, jobTitle, address, guest = false }: Selected): string =>
  (principal._tag === "Group"
    ? [people === undefined ? "Group" : `Group, ${countedPeople(people)}`]
    : [jobTitle, address, guest ? "Guest" : undefined].filter((fact) => fact !== undefined)
  ).join(", ")
