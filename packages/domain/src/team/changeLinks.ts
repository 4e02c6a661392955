import { defined } from "../defined.ts"
import type { Timestamp } from "../ids/Timestamp.ts"
import { forgetWaits, patch } from "./change.ts"
import { asRead, incidentsOf, ledBy, withIncident, withLink, withLinks, withoutLink } from "./served.ts"
import { pending, type Task } from "./Task.ts"
import type { Team } from "./Team.ts"
import type { EventOf } from "./TeamEvent.ts"
import type { TeamIncident } from "./TeamIncident.ts"

type LinkEvent = EventOf<
  | "LinkRequested"
  | "IncidentsLinked"
  | "LinkRefused"
  | "UnlinkRequested"
  | "IncidentsUnlinked"
  | "LeadChanged"
  | "TeamMerged"
  | "MergeConfirmed"
  | "MergeUndone"
  | "MergeFollowed"
  | "MergeUnresolved"
  | "SurvivorChosen"
  | "MergeDismissed"
>

/** What an event changes in the incidents that a team serves. */
export const changeLinks = (team: Team, event: LinkEvent): Team => {
  switch (event._tag) {
    case "LinkRequested": {
      const { link: number, target, merge, lead, by, at, incident, operationNumber } = event
      const { all = [], served = [] } = team.links ?? {}
      return withLinks(team, {
        drawn: number,
        all: [
          ...all,
          { number, target, state: "joining", merge, lead, by, since: at, ...defined({ operationNumber }) }
        ],
        served: [...served.filter(({ id }) => id !== incident.id), { ...asRead(incident), gone: false, link: number }]
      })
    }
    case "IncidentsLinked":
      return linked(forgetWaits(team, "Link", "FollowMerge"), event)
    case "LinkRefused":
      return withoutLink(forgetWaits(team, "Link"), event.link)
    case "UnlinkRequested":
      return withLink(team, event.link, { state: "leaving", operationNumber: event.operationNumber })
    case "IncidentsUnlinked":
      return withoutLink(forgetWaits(team, "Unlink"), event.link)
    case "LeadChanged":
      return ledBy(team, event.incident)
    case "TeamMerged": {
      const { into, link, at, confirmAt } = event
      return {
        ...forgetWaits(team, "FollowMerge", "Observe"),
        mergedInto: { team: into, link, at, confirmAt, confirmed: false }
      }
    }
    case "MergeConfirmed":
      return team.mergedInto === undefined
        ? team
        : { ...forgetWaits(team, "ConfirmMerge"), mergedInto: { ...team.mergedInto, confirmed: true } }
    case "MergeUndone":
      return event.incidents.reduce(
        (one, incident) =>
          withIncident(one, incident.id, ({ link, announcement }) =>
            // The other team's comment is none of this team's.
            readAgain(defined({ ...incident, link, announcement }), event.at)
          ),
        patch(forgetWaits(team, "ConfirmMerge"), { mergedInto: undefined })
      )
    case "MergeFollowed":
      return withIncident(forgetWaits(team, "FollowMerge"), event.incident, (incident) => ({
        ...incident,
        merge: { since: incident.merge?.since ?? event.at, survivor: { _tag: "Served", ...event.survivor } }
      }))
    case "SurvivorChosen":
      return withIncident(forgetWaits(team, "FollowMerge"), event.incident, (incident) => ({
        ...incident,
        merge: { since: incident.merge?.since ?? event.at, chosen: event.survivor }
      }))
    case "MergeUnresolved":
      return withIncident(team, event.incident, (incident) => ({
        ...incident,
        merge: {
          since: event.at,
          ...incident.merge,
          problem: { reason: event.reason, remedy: event.remedy }
        }
      }))
    case "MergeDismissed":
      return withIncident(forgetWaits(team, "FollowMerge"), event.incident, (incident) => ({
        ...incident,
        merge: { since: incident.merge?.since ?? event.at, survivor: { _tag: "None", by: event.by } }
      }))
  }
}

/** Something may have happened to the incident that this team wasn't told of. */
const readAgain = (incident: TeamIncident, at: Timestamp): TeamIncident =>
  incident.gone ? incident : { ...incident, checkAt: at }

/** All incidents of a link are read again: until now, what was read of them went elsewhere. */
const linked = (team: Team, { link: number, merged, at }: EventOf<"IncidentsLinked">): Team => {
  const stands = withLink(team, number, { state: "linked", from: merged?.team })
  const asked = incidentsOf(stands).find(({ link }) => link === number)
  const served = stands.links?.served ?? []
  const announcement: Task | undefined = team.chores.announcement._tag === "NotRequested" ? undefined : pending
  const joins = (incident: TeamIncident) => readAgain(defined({ ...incident, link: number, announcement }), at)
  const joined =
    merged === undefined
      ? withLinks(stands, { served: served.map((one) => (one.link === number ? joins(one) : one)) })
      : withLinks(stands, {
          served: [...served.filter(({ link }) => link !== number), ...merged.incidents.map(joins)]
        })
  const link = joined.links?.all.find((one) => one.number === number)
  return link?.lead === true && asked !== undefined ? ledBy(joined, asked.id) : joined
}
