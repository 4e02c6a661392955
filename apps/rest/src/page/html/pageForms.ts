import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { NotAllowed } from "@incident-teams/domain/permissions/NotAllowed"
import type { Permission } from "@incident-teams/domain/permissions/Permissions"
import { Result } from "effect"
import type { FormUse } from "../formMark.ts"
import { type FormTie, formTag } from "./form.ts"
import { type Html, html } from "./Html.ts"

/** What the forms and links on an incident's page need. */
export interface PageForms {
  /** The path of the page, below which each form has an address of its own. */
  readonly path: string
  /** The path of another incident's page. */
  readonly pathOf: (incident: IncidentId) => string
  /** The reader's id. */
  readonly reader: string
  /** What makes a form one of this page. `at`: below the page's path. `state`: of what the form acts on. */
  readonly tie: (use: FormUse, at: string, state: string) => FormTie
}

/** What the reader may do, or why not in its place; nothing while that can't be found out. */
export const allowed = (permission: Permission | undefined, actions: () => Html): Html =>
  permission === undefined ? html`` : Result.match(permission, { onSuccess: actions, onFailure: whyNot })

const whyNot = ({ what, needs, remedy }: NotAllowed): Html =>
  html`<p class="quiet why-not">You may not ${what}. Missing: ${needs}. ${remedy}</p>`

/** A link to a form that has fields. */
export const formLink = ({ path }: PageForms, at: string, text: string, style = "button"): Html =>
  html`<a class="${style}" href="${path}${at}">${text}</a>`

/** A form that is a button alone. `fields`: hidden ones. */
export const buttonForm = (tie: FormTie, id: string, text: string, fields: Html = html``): Html =>
  formTag(tie, id, html`${fields}<button class="button" id="${id}-button">${text}</button>`, "in-line")
