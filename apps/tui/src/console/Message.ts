import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import type { Key } from "../keys/Key.ts"
import type { Size } from "../look/Size.ts"
import type { Failure } from "../requests/Failure.ts"
import type { Answer, IncidentId, Request } from "../requests/Request.ts"
import type { CallDetails } from "../screens/calls/Calls.ts"
import type { Notice } from "./State.ts"

/** What happened outside. */
export type Message =
  | { readonly _tag: "Pressed"; readonly key: Key }
  | { readonly _tag: "Pasted"; readonly text: string }
  | { readonly _tag: "Resized"; readonly size: Size }
  | { readonly _tag: "Ticked"; readonly now: number }
  | { readonly _tag: "Answered"; readonly answer: Answer }
  | { readonly _tag: "Failed"; readonly request: Request; readonly failure: Failure }
  /** Whatever is committed from now on will be told. */
  | { readonly _tag: "LiveBegan" }
  | {
      readonly _tag: "TeamChanged"
      readonly team: TeamSummary
      /** All that the team serves. */
      readonly incidents: ReadonlyArray<IncidentId>
    }
  | { readonly _tag: "IncidentChanged"; readonly incident: IncidentView }
  | { readonly _tag: "LiveBroke"; readonly failure: Failure }
  | { readonly _tag: "CallDescribed"; readonly request: Request; readonly details: CallDetails | undefined }
  | { readonly _tag: "SignInShown"; readonly address: string; readonly code: string }
  | { readonly _tag: "SignedIn" }
  | { readonly _tag: "SignInFailed"; readonly failure: Failure }
  | { readonly _tag: "Noticed"; readonly text: string; readonly tone: Notice["tone"] }
