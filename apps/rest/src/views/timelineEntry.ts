import { peopleInEntry, type TimelineEntry, type TimelinePerson } from "@incident-teams/api/teams/TimelineView"
import { graceText, keptOpenText } from "@incident-teams/api/words/closing"
import { incidentChangeText } from "@incident-teams/api/words/incident"
import { counted, countedPeople, namesOf, sentence } from "@incident-teams/api/words/phrase"
import { stepWords } from "@incident-teams/api/words/step"
import { type Chore, choreStatus } from "@incident-teams/api/words/team"
import type { TimelineItem } from "@incident-teams/application/use-cases/readTimeline"
import { defined } from "@incident-teams/domain/defined"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { stepName } from "@incident-teams/domain/team/Step"
import type { EventOf, TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import type { Cause, EventFacts, PersonFact } from "@incident-teams/domain/team/timelineFacts"
import { isolated } from "@incident-teams/domain/text/visibleText"
import { actorView } from "./actorView.ts"

/** One event as people and programs read it. */
export const timelineEntry = (team: TeamId, { position, event, facts }: TimelineItem): TimelineEntry => {
  const { by, people, group } = facts
  return {
    position,
    at: event.at,
    event: nameOf(event),
    text: textOf(event, facts),
    ...defined({
      by: by === undefined ? undefined : actorView(by),
      people: people.length === 0 ? undefined : people.slice(0, peopleInEntry).map(timelinePerson),
      peopleCount: people.length === 0 ? undefined : people.length,
      peopleLink: people.length > peopleInEntry ? `/v1/teams/${team}/timeline/${position}/people` : undefined,
      group: group === undefined ? undefined : defined(group),
      changes: event._tag === "IncidentChanged" ? event.changes : undefined
    })
  }
}

const statuses: Readonly<Record<PersonFact["became"], TimelinePerson["status"]>> = {
  toAdd: "asked",
  toRemove: "leaving",
  alreadyRequested: "alreadyAsked",
  added: "added",
  notAdded: "refused",
  removed: "removed",
  notRemoved: "notRemoved",
  madeOwner: "madeOwner",
  asked: "accessAsked",
  approved: "accessApproved",
  denied: "accessDenied"
}

const grounds: Readonly<Record<PersonFact["ground"]["_tag"], TimelinePerson["ground"]>> = {
  Request: "request",
  Favorite: "favorite",
  Group: "group",
  AccessRequest: "accessRequest",
  Owner: "owner",
  StandbyOwner: "standbyOwner",
  ManualChange: "manualChange"
}

export const timelinePerson = ({ id, name, became, ground, reason }: PersonFact): TimelinePerson => ({
  id,
  name,
  status: statuses[became],
  ground: grounds[ground._tag],
  ...(ground._tag === "Group" ? { group: defined({ id: ground.group, name: ground.name }) } : {}),
  ...(ground._tag === "AccessRequest" ? { accessRequest: ground.request } : {}),
  ...defined({ reason })
})

/** A chore's two events by their names on the wire, and what is said of it once it is done. */
const chores = {
  app: { done: "AppInstalled", refused: "AppRefused", text: "The app was installed in the team." },
  page: { done: "PagePinned", refused: "PageRefused", text: "The Incident page was pinned in the team." },
  announcement: {
    done: "Announced",
    refused: "AnnouncementRefused",
    text: "The team's link was posted on the incident."
  }
} as const

const nameOf = (event: TeamEvent): string =>
  event._tag === "ChoreDone"
    ? chores[event.chore].done
    : event._tag === "ChoreRefused"
      ? chores[event.chore].refused
      : event._tag

/** After so many attempts in a row a delay is worth a person's attention: half a minute, as a rule. */
const notableTries = 5

const details = new Set<TeamEvent["_tag"]>([
  "AttemptGivenUp",
  "GroupEnsured",
  "GroupExpanded",
  "IncidentMissed",
  "GraceEnded",
  "LateResult",
  "CheckDue",
  "OperationAccepted",
  "OperationSeen",
  "OwnerMissed",
  "StepBegun",
  "StillLost",
  "OrphanEnded",
  "OrphanSeen",
  "Suspected",
  "TakenOver",
  "Verified",
  "ExpirationRead"
])

/** Bookkeeping of the workers, and checks that found nothing new: not what happened to the team. */
export const isDetail = (event: TeamEvent): boolean => {
  if (event._tag === "IncidentObserved") return event.graceUntil === undefined
  if (event._tag === "StepDelayed") return event.tries !== notableTries
  if (event._tag === "PeopleSettled") return event.done.length === 0 && event.refused.length === 0
  return details.has(event._tag)
}

const refusal = (chore: Chore, reason: string): string =>
  `${choreStatus(chore, { status: "refused" })} ${sentence(reason)}`

const textOf = (event: TeamEvent, { by, people, group, renames, incident: number, cause }: EventFacts): string => {
  const actor = by === undefined ? undefined : by._tag === "System" ? "Incident Teams" : named(by)
  const requested = (what: string): string => `${actor === undefined ? "Requested" : `${actor} requested`}: ${what}.`
  /** After what Teams did. What follows from the incident alone was requested by no one. */
  const onRequest = by === undefined || by._tag === "System" ? "" : ` Requested by ${named(by)}.`
  const theIncident = number === undefined ? "an incident" : `incident ${number}`
  const theGroup = group === undefined ? "a group" : `the group ${isolated(group.name ?? group.id)}`
  const who = (...became: ReadonlyArray<PersonFact["became"]>) => people.filter((one) => became.includes(one.became))
  switch (event._tag) {
    case "TeamRequested":
      return [
        `${actor ?? "Someone"} requested the team "${isolated(event.name)}" for incident ${event.incident.number}.`,
        ...owners("Owner", people, "Owner"),
        ...owners("Standby owner", people, "StandbyOwner"),
        ...whyStandIns(event)
      ].join(" ")
    case "PeopleRequested": {
      const adding = event.kind === "add"
      const asked = who("toAdd", "toRemove")
      const refused = who("notAdded", "notRemoved")
      const already = who("alreadyRequested")
      const verb = adding ? "add" : "remove"
      const isOneself = asked.length === 1 && by?._tag === "User" && asked[0]?.id === by.id
      const what = isOneself ? `${adding ? "join" : "leave"} the team` : `${verb} ${crowd(asked)}`
      return [
        ...(asked.length === 0 ? [] : [requested(what)]),
        ...(refused.length === 0 ? [] : [`Can't be ${adding ? "added" : "removed"}: ${withReasons(refused)}.`]),
        ...(already.length === 0 ? [] : [`Also in ${theGroup}, and requested before: ${names(already)}.`]),
        ...(people.length === 0 ? [requested(`${verb} no one`)] : [])
      ].join(" ")
    }
    case "GroupRequested":
      return requested(`add the members of ${theGroup}${event.favorite === true ? " (favorite)" : ""}`)
    case "GroupDropped":
      return requested(`remove ${theGroup}`)
    case "RenameRequested":
      return requested(
        renames?.name === false
          ? "change the team's description"
          : `rename the team to "${isolated(event.name)}"${renames?.description === true ? " and change its description" : ""}`
      )
    case "AccessRequested":
      return `${named(event.person)} requested access: ${sentence(event.reason)}`
    case "AccessDecided": {
      const decided = `${actor ?? "Someone"} ${event.approved ? "approved" : "denied"} access for ${named(event.person)}`
      return event.reason === undefined ? `${decided}.` : `${decided}: ${sentence(event.reason)}`
    }
    case "Retried":
      return requested("retry everything that is blocked, delayed or refused")
    case "RestoreRequested":
      return requested("restore the deleted team")
    case "TeamRecreated":
      return [
        requested(`recreate the deleted team as a new team (number ${event.incarnation})`),
        ...owners("Owner", people, "Owner"),
        ...owners("Standby owner", people, "StandbyOwner"),
        ...whyStandIns(event)
      ].join(" ")

    case "LinkRequested":
      return requested(`link incident ${event.incident.number}, ${isolated(event.incident.title)}`)
    case "IncidentsLinked":
      return event.merged === undefined
        ? `${capitalized(theIncident)} is linked: the team stays open while any of its incidents is open.`
        : `The team "${isolated(event.merged.team.name)}" was merged into this one, with ${counted(event.merged.incidents.length, "incident")} and its people.`
    case "LinkRefused":
      return `${capitalized(theIncident)} can't be linked. ${sentence(event.reason)} ${sentence(event.remedy)}`
    case "UnlinkRequested":
      return requested(`unlink ${theIncident}`)
    case "IncidentsUnlinked":
      return `${capitalized(theIncident)} was unlinked.`
    case "LeadChanged":
      return `${actor ?? "Someone"} made ${number === undefined ? "another incident" : theIncident} the lead.`
    case "TeamMerged":
      return `This team was merged into the team "${isolated(event.into.name)}", which continues there. This one will be archived.`
    case "MergeConfirmed":
      return "The other team has taken over."
    case "MergeUndone":
      return "The merge was undone: this team continues separately."
    case "MergeFollowed":
      return `Merged into #${event.survivor.number} by Microsoft Defender; the team continues there.`
    case "SurvivorChosen":
      return `${actor ?? "Someone"} decided that incident ${event.survivor.number} continues ${number === undefined ? "the merged one" : `incident ${number}, which was merged`}.`
    case "MergeUnresolved":
      return `Action needed: Microsoft Defender merged ${theIncident} into another one, which can't be followed. ${sentence(event.reason)} ${sentence(event.remedy)} The team stays open.`
    case "MergeDismissed":
      return `${actor ?? "Someone"} decided that no other incident continues ${number === undefined ? "the merged one" : `incident ${number}, which was merged`}: it is closed.`

    case "ArchiveRequested":
      return requested("archive the team now")
    case "KeptOpen":
      return `${actor ?? "Someone"} keeps the team open. ${keptOpenText}`

    case "IncidentChanged":
      return `${actor ?? "Someone"} ${incidentChangeText(event.number, event.changes)}.`
    case "IncidentDeleted":
      return `${actor ?? "Someone"} deleted incident ${event.number}.`
    case "IncidentObserved":
      return [
        `Incident ${event.incident.number} was read from Sentinel: its status is ${isolated(event.incident.status)}.`,
        ...(event.graceUntil === undefined ? [] : [graceText(event.graceUntil - event.at)])
      ].join(" ")
    case "GraceEnded":
      return `${capitalized(theIncident)} counts as closed now.`
    case "IncidentMissed":
      return `Sentinel didn't return ${theIncident}. It will be checked again.`
    case "IncidentGone":
      return `${capitalized(theIncident)} no longer exists in Sentinel.`
    case "DesiredStateChanged":
      if (cause !== undefined && (cause._tag !== "Incidents" || cause.all > 1)) {
        return `The team will be ${event.desiredState === "open" ? "reopened" : "archived"}, because ${causeText(cause)}.`
      }
      return event.desiredState === "open"
        ? "The incident is open again, so the team will be reopened."
        : "The incident is no longer open, so the team will be archived."

    case "StepBegun":
      return `Started ${stepWords(stepName(event.step)).activity} (attempt ${event.attempt}).`
    case "GroupEnsured":
      return [
        event.found ? "The team's group already exists." : "The team's group was created.",
        ...(event.standIn === undefined
          ? []
          : [`${named(event.standIn)}, a standby owner, owns it, because no one else who was to own it can.`])
      ].join(" ")
    case "TeamEnsured":
      return "The team was created in Teams."
    case "OwnersEnsured":
      return people.length === 0
        ? "The team has an owner."
        : `${names(people)} ${people.length === 1 ? "owns" : "own"} the team now, because it had no owner.`
    case "GroupExpanded":
      return `${countedPeople(event.people)} of ${theGroup} will be added.`
    case "ExpansionRefused":
      return `The members of ${theGroup} can't be read. ${sentence(event.reason)}`
    case "PeopleSettled": {
      const adding = event.kind === "add"
      const done = who("added", "removed")
      const refused = who("notAdded", "notRemoved")
      const sentences = [
        ...(done.length === 0 ? [] : [`${adding ? "Added" : "Removed"}: ${crowd(done)}.`]),
        ...(refused.length === 0 ? [] : [`Not ${adding ? "added" : "removed"}: ${withReasons(refused)}.`]),
        ...(event.left === 0 && people.length > 0 ? [] : [`${countedPeople(event.left)} remaining.`])
      ]
      return `${sentences.join(" ")}${onRequest}`
    }
    case "ChoreDone":
      return event.incident === undefined
        ? chores[event.chore].text
        : `The team's link was posted on incident ${event.incident.number}.`
    case "ChoreRefused":
      return event.incident === undefined
        ? refusal(event.chore, event.reason)
        : `The team's link couldn't be posted on incident ${event.incident.number}. ${sentence(event.reason)}`
    case "Renamed": {
      const name = `"${isolated(event.name)}"`
      if (renames?.name === true) {
        return `The team was renamed to ${name}${renames.description ? ", and its description was changed" : ""}.${onRequest}`
      }
      return renames?.description === true
        ? `The team's description was changed.${onRequest}`
        : `In Teams, the team is called ${name}, as requested.`
    }
    case "RenameRefused":
      return refusal("rename", event.reason)
    case "Provisioned":
      return "The team is ready."
    case "OperationAccepted":
      return `Teams accepted the request (attempt ${event.attempt}).`
    case "OperationSeen":
      return `Teams hasn't finished yet (attempt ${event.attempt}).`
    case "Archived":
    case "Reopened": {
      const done = event._tag === "Archived" ? "archived" : "reopened"
      return `The team was ${done}${cause === undefined ? "" : `, because ${causeText(cause)}`}.`
    }
    case "OperationFailed":
      return `Teams reported a failure. ${sentence(event.reason)}`
    case "OperationRefused":
      return `Teams refused the request. ${sentence(event.reason)} ${sentence(event.remedy)}`
    case "OwnerMissed":
      return "The team has no owner. Archiving and reopening need one."
    case "AttemptGivenUp":
      return `Teams didn't report how attempt ${event.attempt} ended. The team will be checked instead.`
    case "OrphanEnded":
      return `Teams has finished attempt ${event.attempt}, which was given up earlier.`
    case "OrphanSeen":
      return `Teams hasn't finished attempt ${event.attempt} yet, which was given up earlier.`
    case "LateResult":
      return `Attempt ${event.attempt} was answered after it was closed.`
    case "Restored":
      return `The deleted team was restored.${onRequest}`
    case "RestoreRefused":
      return refusal("restore", event.reason)
    case "GroupRenewed":
      return "The team was renewed before it expires."
    case "RenewalRefused":
      return `${refusal("renewal", event.reason)} ${sentence(event.remedy)}`
    case "StepDelayed":
      return `Delayed after ${counted(event.tries, "attempt")}: ${stepWords(event.step).activity}. ${sentence(event.reason)}${event.remedy === undefined ? "" : ` ${sentence(event.remedy)}`}`
    case "Blocked":
      return `Action needed: ${stepWords(event.step).failure}. ${sentence(event.reason)} ${sentence(event.remedy)}`
    case "Unblocked":
      return "The team is no longer blocked."

    case "CheckDue":
      return "A check of the team was scheduled."
    case "TakenOver":
      return "Another worker took over."
    case "Verified":
      return `The team in Teams matches what is recorded: ${counted(event.members, "member")}.`
    case "ExpirationRead":
      return "The team's expiration date was read."
    case "Suspected":
      return `The team appears to be ${event.suspicion.reading} in Teams. It will be checked again.`
    case "PhaseRead":
      return `Teams reports the team as ${event.archived ? "archived" : "open"}.`
    case "ChangedInTeams":
      return `Someone ${event.archived ? "archived" : "reopened"} the team in Teams.`
    case "AddedInTeams":
      return `Someone added ${
        event.others === undefined
          ? names(people)
          : `${countedPeople(people.length + event.others)} (${namesOf(people.slice(0, namesInSentence).map(noted), namesInSentence)} among them)`
      } in Teams.`
    case "Lost":
      return "The team was deleted in Teams."
    case "Found":
      return "The deleted team is available again."
    case "StillLost":
      return event.namesake === undefined
        ? "The team is still deleted."
        : "The team is still deleted, and another group uses its unique name."
  }
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A clause: `none of its 2 incidents is open`. */
const causeText = (cause: Cause): string => {
  switch (cause._tag) {
    case "Merged":
      return "another team serves its incidents now"
    case "KeptOpen":
      return "someone keeps it open"
    case "Linking":
      return "an incident is being linked to it"
    case "Incidents": {
      const { all, open } = cause
      if (all === 1) return open.length === 0 ? "its incident isn't open" : "its incident is open"
      if (open.length === 0) return `none of its ${all} incidents is open`
      return open.length === 1
        ? `incident ${open[0]} is open`
        : `incidents ${namesOf(open.map(String), namesInSentence)} are open`
    }
  }
}

/** A person whom the directory gave no name is told by their id. */
const named = ({ id, name }: { readonly id: string; readonly name: string }): string => {
  const line = isolated(name)
  return line === "" ? id : line
}

/** So many names are in a sentence; all of them are in the entry's data. */
const namesInSentence = 5

/** Why someone is in the team, where it isn't plain from the sentence. */
const notes: Partial<Record<PersonFact["ground"]["_tag"], string>> = {
  Favorite: "favorite",
  AccessRequest: "access request",
  StandbyOwner: "standby owner"
}

const noted = (person: PersonFact): string => {
  const note = notes[person.ground._tag]
  return note === undefined ? named(person) : `${named(person)} (${note})`
}

const names = (people: ReadonlyArray<PersonFact>): string => namesOf(people.map(noted), namesInSentence)

/** `Ana and Ben`, or of a group `2 people of the group Legal (Ana and Ben)`: people of one request have one group. */
const crowd = (people: ReadonlyArray<PersonFact>): string => {
  const ground = people[0]?.ground
  return ground?._tag === "Group"
    ? `${countedPeople(people.length)} of the group ${isolated(ground.name ?? ground.group)} (${names(people)})`
    : names(people)
}

const owners = (
  title: string,
  people: ReadonlyArray<PersonFact>,
  ground: PersonFact["ground"]["_tag"]
): ReadonlyArray<string> => {
  const some = people.filter((person) => person.ground._tag === ground).map(named)
  return some.length === 0 ? [] : [`${title}${some.length === 1 ? "" : "s"}: ${namesOf(some, namesInSentence)}.`]
}

/** In events of former versions every standby owner was made an owner, without need. */
const whyStandIns = ({ standIns = [] }: EventOf<"TeamRequested" | "TeamRecreated">): ReadonlyArray<string> =>
  standIns.length === 0 ? [] : ["The standby owner owns the team, because no other owner can."]

/** The first few, each by name and reason. */
const withReasons = (refused: ReadonlyArray<PersonFact>): string => {
  const first = refused
    .slice(0, namesInSentence)
    .map((person) => `${named(person)} (${isolated(person.reason ?? "no reason was given").replace(/\.$/u, "")})`)
  return refused.length > first.length
    ? `${first.join(", ")} and ${refused.length - first.length} more`
    : first.join(", ")
}
