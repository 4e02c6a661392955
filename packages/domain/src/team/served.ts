import type { IncidentId } from "../ids/IncidentId.ts"
import type { TeamId } from "../ids/TeamId.ts"
import { type Timestamp, timestampOf } from "../ids/Timestamp.ts"
import type { IncidentSnapshot } from "../incident/IncidentObservation.ts"
import { isClosed } from "../incident/IncidentStatus.ts"
import { type Changes, patch } from "./change.ts"
import type { Link } from "./Links.ts"
import type { DesiredState, Team } from "./Team.ts"
import type { TeamIncident } from "./TeamIncident.ts"

/** An incident as a snapshot shows it. */
export const asRead = ({
  id,
  armId,
  number,
  title,
  etag,
  lastModified,
  status
}: IncidentSnapshot): Omit<TeamIncident, "gone"> => ({
  id,
  armId,
  number,
  title,
  etag,
  lastModified,
  closed: isClosed(status)
})

/** The lead first. */
export const incidentsOf = (team: Team): ReadonlyArray<TeamIncident> => [team.incident, ...(team.links?.served ?? [])]

export const incidentIn = (team: Team, id: IncidentId): TeamIncident | undefined =>
  incidentsOf(team).find((incident) => incident.id === id)

/** Whether there is an incident left that may change. */
export const isLive = (team: Team): boolean => incidentsOf(team).some(({ gone }) => !gone)

export const linkNumbered = (team: Team, number: number | undefined): Link | undefined =>
  team.links?.all.find((link) => link.number === number)

export const isLinking = (team: Team): boolean => team.links?.all.some(({ state }) => state !== "linked") ?? false

/** Served for certain: the team was created for it, or its link stands. */
export const isServed = (team: Team, { link }: TeamIncident): boolean =>
  link === undefined || linkNumbered(team, link)?.state === "linked"

/**
 * Whether a record under the id of an incident may be removed: this team drew the link's number once and doesn't list it
 * any more. A team that hasn't drawn it yet was read before it did.
 */
export const isEnded = (team: Team, link: number): boolean =>
  (team.links?.drawn ?? 0) >= link && linkNumbered(team, link) === undefined

/** Closed by a merge isn't closed before the survivor is served, and one that was only seen closed has a grace. */
export const isOpen = ({ closed, gone, merge, graceUntil }: TeamIncident): boolean =>
  !gone && (!closed || graceUntil !== undefined || (merge !== undefined && merge.survivor === undefined))

const isJoining = (team: Team): boolean => team.links?.all.some(({ state }) => state === "joining") === true

/** Open while any incident is: also one that is about to join or to leave. */
export const desiredStateOf = (team: Team): DesiredState =>
  team.mergedInto?.confirmed === true
    ? "archived"
    : incidentsOf(team).some(isOpen) || isJoining(team) || team.keptOpen !== undefined
      ? "open"
      : "archived"

/** When the team is to be archived, if nothing changes until then: a grace alone keeps it open. */
export const graceOf = (team: Team): Timestamp | undefined => {
  if (team.mergedInto !== undefined) return team.mergedInto.confirmed ? undefined : team.mergedInto.confirmAt
  if (team.keptOpen !== undefined || isJoining(team)) return undefined
  const open = incidentsOf(team).filter(isOpen)
  const ends = open.flatMap(({ graceUntil }) => graceUntil ?? [])
  return ends.length === 0 || ends.length < open.length ? undefined : timestampOf(Math.max(...ends))
}

/** All graces are over. */
export const withoutGraces = (team: Team): Team =>
  withIncidents(team, (incident) => patch(incident, { graceUntil: undefined }))

export const withLinks = (team: Team, changes: Changes<NonNullable<Team["links"]>>): Team => ({
  ...team,
  links: { drawn: 0, all: [], served: [], ...team.links, ...changes }
})

/** Nothing changes for an incident that isn't here. */
export const withIncident = (team: Team, id: IncidentId, change: (incident: TeamIncident) => TeamIncident): Team =>
  team.incident.id === id
    ? { ...team, incident: change(team.incident) }
    : team.links === undefined
      ? team
      : withLinks(team, { served: team.links.served.map((one) => (one.id === id ? change(one) : one)) })

export const withIncidents = (team: Team, change: (incident: TeamIncident) => TeamIncident): Team => ({
  ...(team.links === undefined ? team : withLinks(team, { served: team.links.served.map(change) })),
  incident: change(team.incident)
})

export const withLink = (team: Team, number: number, changes: Changes<Link>): Team =>
  team.links === undefined
    ? team
    : withLinks(team, { all: team.links.all.map((link) => (link.number === number ? patch(link, changes) : link)) })

/** Another lead; the former one stays. */
export const ledBy = (team: Team, id: IncidentId): Team => {
  const lead = incidentIn(team, id)
  return lead === undefined || lead === team.incident
    ? team
    : {
        ...withLinks(team, {
          served: [team.incident, ...(team.links?.served ?? []).filter((incident) => incident.id !== id)]
        }),
        incident: lead
      }
}

/** The incident that the team was created for leads if the lead came by this link. */
export const withoutLink = (team: Team, number: number): Team => {
  const founding = incidentsOf(team).find(({ link }) => link === undefined)
  const led = team.incident.link === number && founding !== undefined ? ledBy(team, founding.id) : team
  return led.links === undefined
    ? led
    : withLinks(led, {
        all: led.links.all.filter((link) => link.number !== number),
        served: led.links.served.filter(({ link }) => link !== number)
      })
}

/** A link of this team to that record, in any state. */
export const linkTo = (team: Team, target: TeamId): Link | undefined =>
  team.links?.all.find((link) => link.target === target)
