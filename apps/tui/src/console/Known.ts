import type { IncidentDetails } from "@incident-teams/api/incidents/IncidentDetails"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { Me } from "@incident-teams/api/me/Me"
import type { AccessRequests } from "@incident-teams/api/teams/AccessRequestView"
import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import type { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import type { PrincipalView } from "@incident-teams/api/values/People"
import type { Answer, IncidentId, TeamId, Versioned } from "../requests/Request.ts"

/** Everything that the server has told so far. */
export interface Known {
  readonly me: Me | undefined
  readonly incidents: ReadonlyMap<IncidentId, IncidentView>
  readonly details: ReadonlyMap<IncidentId, IncidentDetails>
  readonly teams: ReadonlyMap<TeamId, Versioned<TeamView>>
  readonly timelines: ReadonlyMap<TeamId, ReadonlyArray<TimelineEntry>>
  readonly accessRequests: ReadonlyMap<TeamId, AccessRequests>
  /** Undefined until they were read. */
  readonly favorites: ReadonlyArray<PrincipalView> | undefined
}

export const nothingKnown: Known = {
  me: undefined,
  incidents: new Map(),
  details: new Map(),
  teams: new Map(),
  timelines: new Map(),
  accessRequests: new Map(),
  favorites: undefined
}

const withOne = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> => new Map(map).set(key, value)

const withIncidents = (known: Known, incidents: ReadonlyArray<IncidentView>): Known => {
  const all = new Map(known.incidents)
  for (const incident of incidents) {
    const before = all.get(incident.id)
    // A page that was read before a newer answer came says nothing new.
    if (before === undefined || before.lastModified <= incident.lastModified) all.set(incident.id, incident)
  }
  return { ...known, incidents: all }
}

/** The incident shows its team as it was last told, by whatever answer or event. */
export const withTeam = (known: Known, team: TeamSummary): Known => {
  const incident = known.incidents.get(team.incident.id)
  return incident === undefined
    ? known
    : { ...known, incidents: withOne(known.incidents, incident.id, { ...incident, team }) }
}

/** What is known after an answer. */
export const learned = (known: Known, answer: Answer): Known => {
  switch (answer._tag) {
    case "Me":
      return { ...known, me: answer.result }
    case "ListIncidents":
      return withIncidents(known, answer.result.items)
    case "ReadIncident":
    case "ChangeIncident":
      return withIncidents(known, [answer.result.value])
    case "ReadDetails": {
      const details = withOne(known.details, answer.request.incidentId, answer.result.value)
      return withIncidents({ ...known, details }, [answer.result.value.incident])
    }
    case "ReadTeam": {
      const teams = withOne(known.teams, answer.request.teamId, answer.result)
      return withTeam({ ...known, teams }, answer.result.value)
    }
    case "ReadTimeline": {
      const before = answer.request.continuation === undefined ? [] : (known.timelines.get(answer.request.teamId) ?? [])
      return {
        ...known,
        timelines: withOne(known.timelines, answer.request.teamId, [...before, ...answer.result.items])
      }
    }
    case "ReadAccessRequests":
      return { ...known, accessRequests: withOne(known.accessRequests, answer.request.teamId, answer.result) }
    case "ReadFavorites":
    case "Star":
    case "Unstar":
      return { ...known, favorites: answer.result }
    case "DraftTeam":
    case "SearchPeople":
    case "SizeGroup":
    case "CreateTeam":
    case "RenameTeam":
    case "AddPeople":
    case "RemovePeople":
    case "RetryTeam":
    case "RestoreTeam":
    case "RemakeTeam":
    case "AskAccess":
    case "DecideAccess":
      return known
  }
}
