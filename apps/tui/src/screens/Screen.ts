import type { Field } from "../keys/Field.ts"
import type { Failure } from "../requests/Failure.ts"
import type { Calls } from "./calls/Calls.ts"
import type { Choosing, Closing, Confirming, Reasoning, Renaming } from "./dialogs/Dialogs.ts"
import type { TeamForm } from "./form/TeamForm.ts"
import type { IncidentPane } from "./incident/IncidentPane.ts"
import type { Sending } from "./Sending.ts"

/** Every key that works on the screen below. */
export interface Help {
  readonly _tag: "Help"
  readonly from: number
}

/** An action by its name: `:close`, `:sort age`, `:1042`. */
export interface CommandLine {
  readonly _tag: "CommandLine"
  readonly field: Field
  /** Which of the suggestions. */
  readonly at: number
  /** Why what was typed can't be run. */
  readonly fault: string | undefined
}

/** Somebody signs in with a device code: in a browser, on whatever device. */
export interface SigningIn {
  readonly _tag: "SigningIn"
  /** Where to go and what to enter there; undefined until Entra has said. */
  readonly address: string | undefined
  readonly code: string | undefined
  readonly failure: Failure | undefined
}

/** What may be open above the list of incidents. */
export type Screen =
  | IncidentPane
  | TeamForm
  | Confirming
  | Reasoning
  | Renaming
  | Closing
  | Choosing
  | Help
  | CommandLine
  | Calls
  | SigningIn

/** Those that send something, and stay until it is done. */
export type SendingScreen = Extract<Screen, Sending>
