import type { Closing } from "../actions/closeIncident.tsx"
import type { Linking } from "../actions/linkIncidents.tsx"
import type { Renaming } from "../actions/renameTeam.tsx"
import type { Several } from "../actions/several.tsx"
import type { Calls } from "./calls/Calls.ts"
import type { Choosing } from "./dialogs/Choosing.tsx"
import type { Confirming } from "./dialogs/Confirming.tsx"
import type { Reasoning } from "./dialogs/Reasoning.tsx"
import type { TeamForm } from "./form/TeamForm.ts"
import type { Help } from "./help/Help.tsx"
import type { IncidentPane } from "./incident/IncidentPane.ts"
import type { CommandLine } from "./line/CommandLine.tsx"
import type { Sending } from "./Sending.ts"
import type { SigningIn } from "./sign-in/SignIn.tsx"

/** What may be open above the list of incidents. */
export type Screen =
  | IncidentPane
  | TeamForm
  | Confirming
  | Reasoning
  | Renaming
  | Linking
  | Closing
  | Choosing
  | Help
  | CommandLine
  | Calls
  | Several
  | SigningIn

/** Those that send something, and stay until it is done. */
export type SendingScreen = Extract<Screen, Sending>
