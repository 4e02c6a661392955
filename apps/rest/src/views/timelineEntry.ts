import type { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import { counted, countedPeople, sentence } from "@incident-teams/api/words/phrase"
import { stepWords } from "@incident-teams/api/words/step"
import { type Chore, choreStatus } from "@incident-teams/api/words/team"
import type { RecordedEvent } from "@incident-teams/application/ports/TeamStore"
import { stepName } from "@incident-teams/domain/team/Step"
import { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { isolated } from "@incident-teams/domain/text/visibleText"
import { Schema } from "effect"
import { actorView } from "./actorView.ts"

/** One event as people read it. */
export const timelineEntry = ({ position, event }: RecordedEvent): TimelineEntry => ({
  position,
  at: event.at,
  event: nameOf(event),
  text: textOf(isolatedIn(event)),
  ...("by" in event ? { by: actorView(event.by) } : {})
})

/** The event with each of its texts as it may stand in a sentence: names, titles and reasons come from elsewhere. */
const isolatedIn = (event: TeamEvent): TeamEvent =>
  teamEventOf(
    JSON.parse(JSON.stringify(event), (_, value: unknown) => (typeof value === "string" ? isolated(value) : value))
  )
const teamEventOf = Schema.decodeUnknownSync(Schema.toType(TeamEvent))

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
  "IncidentObserved",
  "LateResult",
  "CheckDue",
  "OperationAccepted",
  "OperationSeen",
  "OwnerMissed",
  "OwnersEnsured",
  "StepBegun",
  "StillLost",
  "OrphanEnded",
  "OrphanSeen",
  "Suspected",
  "TakenOver",
  "Verified"
])

/** Bookkeeping of the workers, and checks that found nothing new: not what happened to the team. */
export const isDetail = (event: TeamEvent): boolean => {
  if (event._tag === "StepDelayed") return event.tries !== notableTries
  if (event._tag === "PeopleSettled") return event.done.length === 0 && event.refused.length === 0
  return details.has(event._tag)
}

const refusal = (chore: Chore, reason: string): string =>
  `${choreStatus(chore, { status: "refused" })} ${sentence(reason)}`

const textOf = TeamEvent.match({
  TeamRequested: ({ name, incident }) => `The team "${name}" was requested for incident ${incident.number}.`,
  PeopleRequested: ({ kind, people, refused, group }) =>
    [
      ...(people.length === 0 && refused.length > 0
        ? []
        : [
            `Requested: ${kind} ${countedPeople(people.length)}${group === undefined ? "" : ` of the group ${group}`}.`
          ]),
      ...(refused.length === 0 ? [] : [`Can't be ${kind === "add" ? "added" : "removed"}: ${listed(refused)}.`])
    ].join(" "),
  GroupRequested: ({ group }) => `Requested: add the members of the group ${group.name}.`,
  GroupDropped: ({ group }) => `Requested: remove the group ${group}.`,
  RenameRequested: ({ name }) => `Requested: rename the team to "${name}".`,
  AccessRequested: ({ person, reason }) => `${person.name} requested access: ${sentence(reason)}`,
  AccessDecided: ({ person, approved, reason }) =>
    `Access was ${approved ? "approved" : "denied"} for ${person.name}${reason === undefined ? "." : `: ${sentence(reason)}`}`,
  Retried: () => "Requested: retry everything that is blocked, delayed or refused.",
  RestoreRequested: () => "Requested: restore the deleted team.",
  TeamRecreated: ({ incarnation }) => `Requested: recreate the deleted team as a new team (number ${incarnation}).`,

  IncidentObserved: ({ incident }) => `Incident ${incident.number} is ${incident.status} in Sentinel.`,
  IncidentMissed: () => "Sentinel didn't return the incident. It will be checked again.",
  IncidentGone: () => "The incident was deleted in Sentinel. The team stays archived.",
  DesiredStateChanged: ({ desiredState }) =>
    desiredState === "open"
      ? "The incident is open again, so the team will be reopened."
      : "The incident is no longer open, so the team will be archived.",

  StepBegun: ({ step, attempt }) => `Started ${stepWords(stepName(step)).activity} (attempt ${attempt}).`,
  GroupEnsured: ({ found }) => (found ? "The team's group already exists." : "The team's group was created."),
  TeamEnsured: () => "The team was created in Teams.",
  OwnersEnsured: ({ owners }) => `The team has ${counted(owners.length, "owner")}.`,
  GroupExpanded: ({ group, people }) => `The group ${group} has ${counted(people, "member")}.`,
  ExpansionRefused: ({ group, reason }) => `The members of the group ${group} can't be read. ${sentence(reason)}`,
  PeopleSettled: ({ kind, done, refused, left }) => {
    const did = kind === "add" ? "added" : "removed"
    return [
      ...(done.length === 0 ? [] : [`${countedPeople(done.length)} ${done.length === 1 ? "was" : "were"} ${did}.`]),
      ...(refused.length === 0 ? [] : [`Not ${did}: ${listed(refused)}.`]),
      ...(left === 0 && done.length + refused.length > 0 ? [] : [`${countedPeople(left)} remaining.`])
    ].join(" ")
  },
  ChoreDone: ({ chore }) => chores[chore].text,
  ChoreRefused: ({ chore, reason }) => refusal(chore, reason),
  Renamed: ({ name }) => `The team was renamed to "${name}".`,
  RenameRefused: ({ reason }) => refusal("rename", reason),
  Provisioned: () => "The team is ready.",
  OperationAccepted: ({ attempt }) => `Teams accepted the request (attempt ${attempt}).`,
  OperationSeen: ({ attempt }) => `Teams hasn't finished yet (attempt ${attempt}).`,
  Archived: () => "The team was archived.",
  Reopened: () => "The team was reopened.",
  OperationFailed: ({ reason }) => `Teams reported a failure. ${sentence(reason)}`,
  OperationRefused: ({ reason, remedy }) => `Teams refused the request. ${sentence(reason)} ${sentence(remedy)}`,
  OwnerMissed: () => "The team has no owner. Archiving and reopening need one.",
  AttemptGivenUp: ({ attempt }) =>
    `Teams didn't report how attempt ${attempt} ended. The team will be checked instead.`,
  OrphanEnded: ({ attempt }) => `Teams has finished attempt ${attempt}, which was given up earlier.`,
  OrphanSeen: ({ attempt }) => `Teams hasn't finished attempt ${attempt} yet, which was given up earlier.`,
  LateResult: ({ attempt }) => `Attempt ${attempt} was answered after it was closed.`,
  Restored: () => "The deleted team was restored.",
  RestoreRefused: ({ reason }) => refusal("restore", reason),
  StepDelayed: ({ step, tries, reason }) =>
    `Delayed after ${counted(tries, "attempt")}: ${stepWords(step).activity}. ${sentence(reason)}`,
  Blocked: ({ step, reason, remedy }) =>
    `Action needed: ${stepWords(step).failure}. ${sentence(reason)} ${sentence(remedy)}`,
  Unblocked: () => "The team is no longer blocked.",

  CheckDue: () => "A check of the team was scheduled.",
  TakenOver: () => "Another worker took over.",
  Verified: ({ members }) => `The team in Teams matches what is recorded: ${counted(members, "member")}.`,
  Suspected: ({ suspicion }) => `The team appears to be ${suspicion.reading} in Teams. It will be checked again.`,
  PhaseRead: ({ archived }) => `Teams reports the team as ${archived ? "archived" : "open"}.`,
  ChangedInTeams: ({ archived }) => `Someone ${archived ? "archived" : "reopened"} the team in Teams.`,
  Lost: () => "The team was deleted in Teams.",
  Found: () => "The deleted team is available again.",
  StillLost: ({ namesake }) =>
    namesake === undefined
      ? "The team is still deleted."
      : "The team is still deleted, and another group uses its unique name."
})

/** The first few, each by name and reason. */
const listed = (refused: ReadonlyArray<{ readonly name: string; readonly reason: string }>): string => {
  const first = refused.slice(0, 3).map(({ name, reason }) => `${name} (${reason.replace(/\.$/u, "")})`)
  return refused.length > first.length
    ? `${first.join(", ")} and ${refused.length - first.length} more`
    : first.join(", ")
}
