import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { Me, PermissionView } from "@incident-teams/api/me/Me"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import type { IncidentId } from "../requests/Request.ts"
import type { State } from "./State.ts"

/**
 * Why something can't be done, in words, or undefined if nothing speaks against it. What isn't known yet speaks against
 * nothing: the server has the last word, and says it in the same words.
 */
export type Refusal = string | undefined

export const first = (...reasons: ReadonlyArray<Refusal>): Refusal => reasons.find((reason) => reason !== undefined)

const readonly = ({ readonly: only }: State): Refusal =>
  only ? "The console was started with --readonly: nothing can be changed in it." : undefined

const missing = (permission: PermissionView | undefined): Refusal =>
  permission === undefined || permission.allowed ? undefined : `Needs ${permission.needs}. ${permission.remedy}`

const onWorkspaceOf = ({ known: { me } }: State, incidentId: IncidentId) =>
  me?.workspaces.find(({ alias }) => incidentId.startsWith(`${alias}~`))

export const whyNotChangeIncident = (state: State, { id }: IncidentView): Refusal =>
  first(readonly(state), missing(onWorkspaceOf(state, id)?.changeIncidents))

export const whyNotCreateTeam = (state: State, { id }: IncidentView): Refusal =>
  first(readonly(state), missing(onWorkspaceOf(state, id)?.createTeams))

export const whyNotStar = (state: State): Refusal =>
  first(readonly(state), isPerson(state.known.me) ? undefined : "Favorites belong to people, not to applications.")

const isPerson = (me: Me | undefined): boolean => me === undefined || me.kind === "person"

/** What I am in a team, as Teams last told. */
export const myRoleIn = ({ known: { me } }: State, team: TeamView) =>
  me === undefined ? undefined : team.people.find(({ id }) => id === me.id)?.role

const teamOf = ({ known }: State, { team }: IncidentView): TeamView | undefined =>
  team === undefined ? undefined : known.teams.get(team.id)?.value

/** An owner may, and whoever may change the incident. */
export const whyNotChangeTeam = (state: State, incident: IncidentView): Refusal => {
  const refusal = missing(onWorkspaceOf(state, incident.id)?.changeIncidents)
  const team = teamOf(state, incident)
  const owns = team === undefined || myRoleIn(state, team) === "owner"
  return first(readonly(state), refusal === undefined || owns ? undefined : `${refusal} Or be an owner of the team.`)
}

export const whyNotAskAccess = (state: State, incident: IncidentView): Refusal => {
  const team = teamOf(state, incident)
  return first(
    readonly(state),
    isPerson(state.known.me) ? undefined : "An application can't ask for access: a person does.",
    team !== undefined && myRoleIn(state, team) !== undefined ? "You are in the team already." : undefined,
    missing(onWorkspaceOf(state, incident.id)?.readIncidents)
  )
}

/** An owner decides; where none is left, a standby owner. */
export const whyNotDecideAccess = (state: State, team: TeamView): Refusal => {
  const owners = team.people.filter(({ role }) => role === "owner")
  const deciding = owners.length > 0 ? owners : team.standbyOwners
  const { me } = state.known
  const decides = me === undefined || deciding.some(({ id }) => id === me.id)
  return first(
    readonly(state),
    decides || team.seenAt === undefined
      ? undefined
      : `Only an owner of the team decides: ${deciding.map(({ name }) => name).join(", ")}.`
  )
}
