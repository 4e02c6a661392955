import type { Calls } from "./calls/Calls.ts"
import type { Choosing, Closing, Confirming, Reasoning, Renaming } from "./dialogs/Dialogs.ts"
import type { TeamForm } from "./form/TeamForm.ts"
import type { Help } from "./help/Help.ts"
import type { IncidentPane } from "./incident/IncidentPane.ts"
import type { CommandLine } from "./line/CommandLine.ts"
import type { Sending } from "./Sending.ts"
import type { SigningIn } from "./sign-in/SigningIn.ts"

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
