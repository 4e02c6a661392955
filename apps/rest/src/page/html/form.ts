import type { Refusal } from "../forms/PageForm.ts"
import { type Html, html, verbatim } from "./Html.ts"

/** What every form of ours carries besides its fields. */
export interface FormTie {
  /** Where it is sent. */
  readonly action: string
  /** Proves that the form is one of this page, and for this use. */
  readonly mark: string
  /** Idempotency-Key: sent twice, it is carried out once. */
  readonly key: string
}

export const formTag = ({ action, mark, key }: FormTie, id: string, content: Html, style = "ask"): Html =>
  html`<form class="${style}" id="${id}" method="post" action="${action}">
    <input type="hidden" name="mark" value="${mark}" />
    <input type="hidden" name="key" value="${key}" />
    ${content}
  </form>`

export const hiddenField = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}" />`

interface Field {
  readonly name: string
  /** Default: its name. */
  readonly id?: string
  readonly label: string
  readonly value: string
  readonly help?: string
  readonly refusal?: Refusal | undefined
}

const errorOf = ({ name, refusal }: Field): string | undefined =>
  refusal?.errors.find(({ field }) => field === name)?.problem

/** Name and id, what describes it, and whether its value was refused. */
const attributes = (field: Field): Html => {
  const { name, id = name, help } = field
  const error = errorOf(field)
  const ids = [...(error === undefined ? [] : [`${id}-error`]), ...(help === undefined ? [] : [`${id}-help`])]
  return html`id="${id}" name="${name}" ${ids.length === 0 ? "" : html`aria-describedby="${ids.join(" ")}"`}
  ${error === undefined ? "" : html`aria-invalid="true"`}`
}

const around = (field: Field, input: Html): Html => {
  const { name, id = name, label, help } = field
  const error = errorOf(field)
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${error === undefined ? "" : html`<p class="error" id="${id}-error">${error}</p>`} ${input}
    ${help === undefined ? "" : html`<p class="quiet" id="${id}-help">${help}</p>`}
  </div>`
}

/** One line of text. */
export const textField = (field: Field): Html =>
  around(field, html`<input type="text" autocomplete="off" value="${verbatim(field.value)}" ${attributes(field)} />`)

interface AreaOptions {
  readonly required?: boolean
  readonly rows?: number
  /** Characters. */
  readonly most?: number
}

/** Several lines. */
export const textArea = (field: Field, { required = false, rows = 3, most }: AreaOptions = {}): Html =>
  around(
    field,
    // Browsers drop a line break right after the tag.
    html`<textarea
      rows="${rows}"
      ${required ? "required" : ""}
      ${most === undefined ? "" : html`maxlength="${most}"`}
      ${attributes(field)}
    >
${verbatim(field.value)}</textarea>`
  )

/** One of several values. */
export const choiceField = (field: Field, options: ReadonlyArray<readonly [value: string, text: string]>): Html =>
  around(
    field,
    html`<select ${attributes(field)}>
      ${options.map(
        ([value, text]) => html`<option value="${value}" ${value === field.value ? "selected" : ""}>${text}</option>`
      )}
    </select>`
  )

/** What is searched for, which a button sends and a script sends as it is typed. `maxLength`: characters. */
export const searchField = ({
  label,
  help,
  text,
  maxLength
}: {
  readonly label: string
  readonly help: string
  readonly text: string
  readonly maxLength: number
}): Html =>
  html`<div class="field">
    <label for="search">${label}</label>
    <p class="quiet" id="search-help">${help}</p>
    <div class="beside">
      <input
        id="search"
        name="search"
        type="search"
        autocomplete="off"
        maxlength="${maxLength}"
        value="${text}"
        aria-describedby="search-help"
      />
      <button class="button" name="do" value="search" id="do-search">Search</button>
    </div>
  </div>`

/** The page of a form by itself. */
export const formPage = (title: string, back: string, form: Html, refusal: Refusal | undefined): Html =>
  html`<main id="main" class="form-page" tabindex="-1">
    <p><a href="${back}">Back to the incident</a></p>
    <h1>${title}</h1>
    ${
      refusal === undefined
        ? ""
        : html`<div class="note bad" role="alert">
            <p><strong>${refusal.detail}</strong></p>
            <p>${refusal.remedy}</p>
          </div>`
    }
    ${form}
  </main>`
