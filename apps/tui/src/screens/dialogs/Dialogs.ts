import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import type { Field } from "../../keys/Field.ts"
import type { Request, TeamId, Versioned } from "../../requests/Request.ts"
import type { Sending } from "../Sending.ts"

/** "Are you sure": what is about to happen, in words, and the request that does it. */
export interface Confirming extends Sending {
  readonly _tag: "Confirming"
  readonly title: string
  readonly words: ReadonlyArray<string>
  /** What yes does: `remove Ben Sample`. */
  readonly does: string
  readonly request: Request
}

/** Why somebody asks for access, or why it is given or not. */
export interface Reasoning extends Sending {
  readonly _tag: "Reasoning"
  readonly teamId: TeamId
  readonly of:
    | { readonly _tag: "Ask" }
    | {
        readonly _tag: "Decide"
        readonly requestId: string
        readonly person: string
        readonly verdict: "approve" | "deny"
      }
  readonly field: Field
  readonly key: string
  readonly edition: number
}

/** Another name or description for a team. */
export interface Renaming extends Sending {
  readonly _tag: "Renaming"
  /** The team as it was when the dialog opened. */
  readonly seen: Versioned<TeamView>
  readonly name: Field
  readonly description: Field
  readonly focus: "name" | "description"
  readonly key: string
  readonly edition: number
}

/** How an incident is classified as it is closed. */
export interface Closing extends Sending {
  readonly _tag: "Closing"
  /** The incident as it was when the dialog opened. */
  readonly seen: IncidentView
  /** Which of the classifications. */
  readonly at: number
  readonly comment: Field
  readonly focus: "classification" | "comment"
}

/** One of several. */
export interface Choosing extends Sending {
  readonly _tag: "Choosing"
  readonly of:
    | { readonly _tag: "Workspace" }
    | { readonly _tag: "Sort" }
    | { readonly _tag: "Severity"; readonly seen: IncidentView }
    | { readonly _tag: "Reopen"; readonly seen: IncidentView }
  readonly at: number
}
