import { plus } from "../../ids/Timestamp.ts"
import type { Link } from "../Links.ts"
import { otherIncidentsAtMost } from "../Links.ts"
import type { ReadOutcome } from "../Outcome.ts"
import { desiredStateOf, incidentIn, incidentsOf, isLinking, isServed, linkNumbered, linkTo } from "../served.ts"
import type { Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import {
  FoundingIncidentStays,
  IncidentNotServed,
  LinkUnderWay,
  ServedAlready,
  TeamIsLinking,
  TeamIsMerged,
  TooManyIncidents
} from "../TeamRejection.ts"
import { type Decision, type Happening, happens, nothingHappens, refuse, type Situation } from "./Decision.ts"
import { delay, retryLater } from "./failure.ts"
import { distinct, inChunks } from "./people.ts"

/** The next number is drawn with the request, so that what is stored under it is known to be of this team. */
export const linkIncident = (command: CommandOf<"LinkIncident">, team: Team): Decision => {
  const { incident, target, merge, lead, by } = command
  if (target === team.id || incidentIn(team, incident.id) !== undefined || linkTo(team, target) !== undefined) {
    return refuse(new ServedAlready({ team: team.id, name: team.name }))
  }
  if (incidentsOf(team).length > otherIncidentsAtMost) {
    return refuse(new TooManyIncidents({ limit: otherIncidentsAtMost + 1 }))
  }
  return happens({ _tag: "LinkRequested", link: (team.links?.drawn ?? 0) + 1, target, incident, merge, lead, by })
}

export const unlinkIncident = ({ incident: id, by }: CommandOf<"UnlinkIncident">, team: Team): Decision => {
  const incident = incidentIn(team, id)
  if (incident === undefined) return refuse(new IncidentNotServed({ incident: id }))
  if (incident.link === undefined) return refuse(new FoundingIncidentStays({ incident: id }))
  return isServed(team, incident)
    ? happens({ _tag: "UnlinkRequested", link: incident.link, by })
    : refuse(new LinkUnderWay({ incident: id }))
}

export const changeLead = ({ incident: id, by }: CommandOf<"ChangeLead">, team: Team): Decision => {
  const incident = incidentIn(team, id)
  if (incident === undefined) return refuse(new IncidentNotServed({ incident: id }))
  if (!isServed(team, incident)) return refuse(new LinkUnderWay({ incident: id }))
  return incident === team.incident ? nothingHappens : happens({ _tag: "LeadChanged", incident: id, by })
}

/**
 * Only a team that links nothing itself is merged, so that no two teams are merged into each other. The same again
 * changes nothing: the answer to the first time may have been lost.
 */
export const mergeTeam = ({ into, link, by }: CommandOf<"MergeTeam">, { team, at, timing }: Situation): Decision => {
  const { mergedInto } = team
  if (mergedInto !== undefined) {
    return mergedInto.team.id === into.id && mergedInto.link === link
      ? nothingHappens
      : refuse(new TeamIsMerged({ into: mergedInto.team }))
  }
  return isLinking(team)
    ? refuse(new TeamIsLinking())
    : happens({ _tag: "TeamMerged", into, link, confirmAt: plus(at, timing.mergeGrace), by })
}

export const undoMerge = ({ into, link, incidents }: CommandOf<"UndoMerge">, { mergedInto }: Team): Decision =>
  mergedInto?.team.id === into && mergedInto.link === link
    ? happens({ _tag: "MergeUndone", incidents })
    : nothingHappens

/** What came of storing, under the incident's id, that this team serves it. */
export const settleLink = (number: number, outcome: ReadOutcome, situation: Situation): Decision => {
  const { team, timing } = situation
  const link = linkNumbered(team, number)
  if (link?.state !== "joining") return nothingHappens
  if (outcome._tag === "Linked") return happens({ _tag: "IncidentsLinked", link: number })
  if (outcome._tag === "TeamMergedHere") {
    return happens(
      { _tag: "IncidentsLinked", link: number, merged: { team: outcome.team, incidents: outcome.incidents } },
      ...everyoneOf(outcome, link, team)
    )
  }
  if (outcome._tag === "OtherTeamBusy") {
    return outcome.withdraw
      ? happens({
          _tag: "LinkRefused",
          link: number,
          reason: "The incident's team is linking incidents itself.",
          remedy: "Try again in a minute."
        })
      : happens(delay("Link", "The incident's team is linking incidents itself.", situation, timing.retryFirst))
  }
  return outcome._tag === "ServedElsewhere" || outcome._tag === "Refused"
    ? happens({ _tag: "LinkRefused", link: number, reason: outcome.reason, remedy: outcome.remedy })
    : retryLater("Link", outcome, situation)
}

/** Nobody loses sight of an incident by a merge: who was asked for or is in the other team is asked for in this one. */
const everyoneOf = (
  { people, refused, groups }: Extract<ReadOutcome, { readonly _tag: "TeamMergedHere" }>,
  { by }: Link,
  team: Team
): ReadonlyArray<Happening> => [
  ...inChunks(team.people.nextChunk, "add", distinct(people), by, { refused }),
  ...groups
    .filter(({ id }) => !team.people.groups.some((group) => group.id === id))
    .map((group): Happening => ({ _tag: "GroupRequested", group, by }))
]

export const settleUnlink = (number: number, outcome: ReadOutcome, situation: Situation): Decision => {
  if (linkNumbered(situation.team, number)?.state !== "leaving") return nothingHappens
  return outcome._tag === "Unlinked"
    ? happens({ _tag: "IncidentsUnlinked", link: number })
    : retryLater("Unlink", outcome, situation)
}

/** The desired state follows from all incidents. */
export const changeDesiredState = (team: Team): ReadonlyArray<Happening> => {
  const desiredState = desiredStateOf(team)
  return desiredState === team.desiredState
    ? []
    : [{ _tag: "DesiredStateChanged", desiredState, generation: team.generation + 1 }]
}
