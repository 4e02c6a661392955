import type { FieldError } from "@incident-teams/api/problems/inWords"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Effect } from "effect"
import type { VerifiedSession } from "../../authentication/TokenVerifier.ts"
import type { Services } from "../../Services.ts"
import type { FormUse } from "../formMark.ts"
import type { Html } from "../html/Html.ts"
import type { PageFailure } from "../PageFailure.ts"
import type { PageSession } from "../sign-in/PageSession.ts"

/** What was refused of a form that was sent, for its page. */
export interface Refusal {
  readonly status: number
  /** What is wrong. */
  readonly detail: string
  readonly remedy: string
  /** Shown beside their fields, where the form has those. */
  readonly errors: ReadonlyArray<FieldError>
}

/** A form of an incident, as someone fills it in. */
export interface Entered<Sender> {
  readonly sender: Sender
  readonly id: IncidentId
  /** What was entered, as it was sent; empty where the form is only opened. */
  readonly given: URLSearchParams
  /** Parameters of the form's address. */
  readonly params: Readonly<Record<string, string>>
}

/**
 * What a field shows: what was entered, or how it is `now` where someone left it as it `was`. A form that is sent again after
 * someone else's change would otherwise undo that change.
 */
export const enteredOr = (now: string, entered: string | null, was: string | null | undefined): string =>
  entered === null || entered === was ? now : entered

/** `title`: the heading, and the title of the window. `content`: fields and buttons. `whyNot`: why it doesn't apply now. */
export type FormShown =
  | { readonly title: string; readonly content: Html }
  | { readonly title: string; readonly whyNot: string }

/** `Done`: the incident's page shows what follows. `Shown`: the form is shown again, with the fields of `given`. */
export type Sent =
  | { readonly _tag: "Done" }
  | { readonly _tag: "Shown"; readonly given: URLSearchParams; readonly refusal?: Refusal }

export const done: Sent = { _tag: "Done" }

/**
 * A form with a page of its own, below the page of its incident: it is opened there, refused input is shown there again, and
 * someone who signed in again finds it there as it was.
 */
export interface PageForm<Sender> {
  /** What its mark is good for. */
  readonly use: FormUse
  /** After the path of the incident's page, such as `/close`. */
  readonly path: string
  /** The form with what was entered, for those who may send it. */
  readonly shown: (
    entered: Entered<Sender>,
    refusal: Refusal | undefined
  ) => Effect.Effect<FormShown, PageFailure, Services>
  /** What its search finds, alone: a script asks for that while someone types, and the rest of the form takes more calls. */
  readonly found?: (entered: Entered<Sender>) => Effect.Effect<Html, PageFailure, Services>
  /** Carries it out. Runs under the form's Idempotency-Key. */
  readonly sent: (entered: Entered<Sender>) => Effect.Effect<Sent, PageFailure, Services>
}

/** A form that is carried out in the person's name: it has their token. */
export type PersonForm = PageForm<VerifiedSession>

/** A form of anyone who may see the incident's page: their identity is enough. */
export type ReaderForm = PageForm<PageSession>
