import type { IncidentDetails } from "@incident-teams/api/incidents/IncidentDetails"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { Me } from "@incident-teams/api/me/Me"
import type { AccessRequests } from "@incident-teams/api/teams/AccessRequestView"
import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import type { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import type { PrincipalView } from "@incident-teams/api/values/People"
import type { Readiness } from "@incident-teams/api/values/Readiness"
import type { Answer, AnswerOf, IncidentId, RequestTag, TeamId, Versioned } from "../requests/Request.ts"

/** Everything that the server has told so far. */
export interface Known {
  readonly me: Me | undefined
  /** What keeps teams waiting until someone corrects the installation. */
  readonly trouble: Readiness["installation"]
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
  trouble: [],
  incidents: new Map(),
  details: new Map(),
  teams: new Map(),
  timelines: new Map(),
  accessRequests: new Map(),
  favorites: undefined
}

const withOne = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> => new Map(map).set(key, value)

export const withIncidents = (known: Known, incidents: ReadonlyArray<IncidentView>): Known => {
  const all = new Map(known.incidents)
  for (const incident of incidents) {
    const before = all.get(incident.id)
    // A page that was read before a newer answer came says nothing new.
    if (before === undefined || before.lastModified <= incident.lastModified) all.set(incident.id, incident)
  }
  return { ...known, incidents: all }
}

/** The incidents that a team serves show it as it was last told, and those that it doesn't any more show none. */
export const withTeam = (known: Known, team: TeamSummary, served: ReadonlyArray<IncidentId>): Known => {
  const ids = new Set(served)
  const changed = [...known.incidents.values()].flatMap((incident) => {
    const { team: before, ...rest } = incident
    return ids.has(incident.id) ? { ...rest, team } : before?.id === team.id ? rest : []
  })
  if (changed.length === 0) return known
  const incidents = new Map(known.incidents)
  for (const incident of changed) incidents.set(incident.id, incident)
  return { ...known, incidents }
}

const servedBy = (team: TeamView): ReadonlyArray<IncidentId> =>
  team.mergedInto === undefined ? team.incidents.map(({ id }) => id) : []

/** What the answers tell; those of all other requests tell nothing that is kept. */
const lessons: { readonly [Tag in RequestTag]?: (known: Known, answer: AnswerOf<Tag>) => Known } = {
  Me: (known, { result }) => ({ ...known, me: result }),
  ReadTrouble: (known, { result }) => ({ ...known, trouble: result }),
  ListIncidents: (known, { result }) => withIncidents(known, result.items),
  ReadIncident: (known, { result }) => withIncidents(known, [result.value]),
  ChangeIncident: (known, { result }) => withIncidents(known, [result.value]),
  ReadDetails: (known, { request, result }) => {
    const details = withOne(known.details, request.incidentId, result.value)
    return withIncidents({ ...known, details }, [result.value.incident])
  },
  ReadTeam: (known, { request, result }) =>
    withTeam({ ...known, teams: withOne(known.teams, request.teamId, result) }, result.value, servedBy(result.value)),
  ReadTimeline: (known, { request: { teamId, continuation }, result }) => {
    const before = continuation === undefined ? [] : (known.timelines.get(teamId) ?? [])
    return { ...known, timelines: withOne(known.timelines, teamId, [...before, ...result.items]) }
  },
  ReadAccessRequests: (known, { request, result }) => ({
    ...known,
    accessRequests: withOne(known.accessRequests, request.teamId, result)
  }),
  ReadFavorites: (known, { result }) => ({ ...known, favorites: result }),
  Star: (known, { result }) => ({ ...known, favorites: result }),
  Unstar: (known, { result }) => ({ ...known, favorites: result })
}

/** What is known after an answer. */
export const learned = (known: Known, answer: Answer): Known => {
  // Each lesson takes the answers of its own tag: a pairing that types can't follow.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const lesson = lessons[answer._tag] as ((known: Known, answer: Answer) => Known) | undefined
  return lesson === undefined ? known : lesson(known, answer)
}
