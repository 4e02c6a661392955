import { closing } from "../actions/closeIncident.tsx"
import { linking } from "../actions/linkIncidents.tsx"
import { renaming } from "../actions/renameTeam.tsx"
import { several } from "../actions/several.tsx"
import { calls } from "./calls/CallsScreen.tsx"
import { choosing } from "./dialogs/Choosing.tsx"
import { confirming } from "./dialogs/Confirming.tsx"
import { reasoning } from "./dialogs/Reasoning.tsx"
import { teamForm } from "./form/Form.tsx"
import { help } from "./help/Help.tsx"
import { incidentPane } from "./incident/Pane.tsx"
import { commandLine } from "./line/CommandLine.tsx"
import type { Screen } from "./Screen.ts"
import type { ScreenKind } from "./ScreenKind.ts"
import { signingIn } from "./sign-in/SignIn.tsx"

const kinds: { readonly [Tag in Screen["_tag"]]: ScreenKind<Extract<Screen, { readonly _tag: Tag }>> } = {
  IncidentPane: incidentPane,
  TeamForm: teamForm,
  Confirming: confirming,
  Reasoning: reasoning,
  Renaming: renaming,
  Linking: linking,
  Closing: closing,
  Choosing: choosing,
  Help: help,
  CommandLine: commandLine,
  Calls: calls,
  Several: several,
  SigningIn: signingIn
}

/** The kind of a screen, for that screen. */
export const kindOf = <S extends Screen>({ _tag }: S): ScreenKind<S> =>
  // Each kind takes screens of its own tag: a pairing that types can't follow.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  kinds[_tag] as unknown as ScreenKind<S>
