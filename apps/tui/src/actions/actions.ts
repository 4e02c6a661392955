import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { State } from "../console/State.ts"
import type { Binding } from "../keys/Binding.ts"
import type { Action } from "./Action.ts"
import { addPeople } from "./addPeople.ts"
import { changeSeverity } from "./changeSeverity.ts"
import { closeIncident } from "./closeIncident.tsx"
import { createTeam } from "./createTeam.ts"
import { enterTeam } from "./enterTeam.ts"
import { linkIncidents } from "./linkIncidents.tsx"
import { copyLink, openPortal, openTeam } from "./links.ts"
import { archiveNow, keepOpen, recreateTeam, restoreTeam, retryTeam } from "./onTeam.ts"
import { renameTeam } from "./renameTeam.tsx"
import { reopenIncident } from "./reopenIncident.ts"
import { takeIncident } from "./takeIncident.ts"

/** In the order in which they are shown. */
const actions: ReadonlyArray<Action> = [
  createTeam,
  closeIncident,
  reopenIncident,
  takeIncident,
  changeSeverity,
  openPortal,
  openTeam,
  copyLink,
  addPeople,
  renameTeam,
  linkIncidents,
  archiveNow,
  keepOpen,
  retryTeam,
  enterTeam,
  restoreTeam,
  recreateTeam
]

/** The actions on an incident and its team, on any screen. */
export const actionsOn = (state: State, incident: IncidentView): ReadonlyArray<Binding> =>
  actions.map((action) => action(state, incident))
