import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { Me, PermissionView } from "@incident-teams/api/me/Me"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { denialWords } from "../look/denialWords.ts"
import type { IncidentId, TeamId } from "../requests/Request.ts"
import type { State } from "./State.ts"

/**
 * Why something can't be done, or undefined if it can. What isn't known yet is no reason against it: the server decides
 * in the end, and gives the same reasons.
 */
export type Refusal = string | undefined

export const first = (...reasons: ReadonlyArray<Refusal>): Refusal => reasons.find((reason) => reason !== undefined)

/** With --readonly, nothing can be changed. */
export const whyNotChange = ({ readonly }: State): Refusal =>
  readonly ? "The console was started with --readonly, so nothing can be changed." : undefined

const missing = (permission: PermissionView | undefined): Refusal =>
  permission === undefined || permission.allowed ? undefined : `Missing: ${permission.needs}. ${permission.remedy}`

const onWorkspaceOf = ({ known: { me } }: State, incidentId: IncidentId) =>
  me?.workspaces.find(({ alias }) => incidentId.startsWith(`${alias}~`))

export const whyNotChangeIncident = (state: State, { id }: IncidentView): Refusal =>
  first(whyNotChange(state), missing(onWorkspaceOf(state, id)?.changeIncidents))

export const whyNotCreateTeam = (state: State, { id, number, status }: IncidentView): Refusal =>
  first(
    status === "Closed" ? `Incident ${number} is closed. Reopen it first (o).` : undefined,
    whyNotChange(state),
    missing(onWorkspaceOf(state, id)?.createTeams)
  )

export const whyNotStar = (state: State): Refusal =>
  first(whyNotChange(state), isPerson(state.known.me) ? undefined : "Only people can have favorites, not applications.")

const isPerson = (me: Me | undefined): boolean => me === undefined || me.kind === "person"

/** The signed-in person's role in a team, as last read from Teams. */
const myRoleIn = ({ known: { me } }: State, team: TeamView) =>
  me === undefined ? undefined : team.people.find(({ id }) => id === me.id)?.role

const teamOf = ({ known }: State, { team }: IncidentView): TeamView | undefined =>
  team === undefined ? undefined : known.teams.get(team.id)?.value

/** Allowed for owners of the team, and for everyone who may change the incident. */
export const whyNotChangeTeam = (state: State, incident: IncidentView): Refusal => {
  const refusal = missing(onWorkspaceOf(state, incident.id)?.changeIncidents)
  const team = teamOf(state, incident)
  const owns = team === undefined || myRoleIn(state, team) === "owner"
  return first(
    whyNotChange(state),
    refusal === undefined || owns ? undefined : `${refusal} An owner of the team may do this too.`
  )
}

const accessTo = ({ known }: State, { team }: IncidentView) =>
  team === undefined ? undefined : known.accessRequests.get(team.id)?.you

/** Whether the signed-in person adds themselves instead of requesting access. */
export const mayJoin = (state: State, incident: IncidentView): boolean => accessTo(state, incident)?.wayIn === "join"

export const whyNotEnter = (state: State, incident: IncidentView): Refusal => {
  const team = teamOf(state, incident)
  const denied = accessTo(state, incident)?.denied
  return first(
    whyNotChange(state),
    isPerson(state.known.me) ? undefined : "An application can't request access; only a person can.",
    team !== undefined && myRoleIn(state, team) !== undefined ? "You are already in the team." : undefined,
    mayJoin(state, incident) ? undefined : missing(onWorkspaceOf(state, incident.id)?.readIncidents),
    denied === undefined || denied.askAgainAt <= state.now || mayJoin(state, incident)
      ? undefined
      : denialWords(denied, state.now)
  )
}

/** As far as it is known: by the team's access requests where they were read, otherwise by the right to change incidents. */
export const mayDecideAccess = (state: State, incident: IncidentView): boolean =>
  accessTo(state, incident)?.decides ?? onWorkspaceOf(state, incident.id)?.changeIncidents.allowed === true

/** Everyone who may add people decides. */
export const whyNotDecideAccess = (state: State, teamId: TeamId): Refusal => {
  const decides = state.known.accessRequests.get(teamId)?.you.decides ?? true
  return first(
    whyNotChange(state),
    decides
      ? undefined
      : "Only those who may add people can decide: the team's owners, and Responders of its workspace."
  )
}
