import type { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import type { RecordedEvent } from "@incident-teams/application/ports/TeamStore"
import { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { actorView } from "./actorView.ts"

/** One event as people read it. */
export const timelineEntry = ({ position, event }: RecordedEvent): TimelineEntry => ({
  position,
  at: event.at,
  event: event._tag,
  text: textOf(event),
  ...("by" in event ? { by: actorView(event.by) } : {})
})

const people = (count: number): string => (count === 1 ? "1 person" : `${count} people`)
const because = (reason: string): string => (/[.!?]$/u.test(reason) ? reason : `${reason}.`)

const textOf = TeamEvent.match({
  TeamRequested: ({ name, incident }) => `A team called "${name}" was asked for incident ${incident.number}.`,
  PeopleRequested: ({ kind, people: asked, refused, group }) => {
    const from = group === undefined ? "" : `, from the group ${group}`
    const cannot = refused.length === 0 ? "" : `; ${people(refused.length)} can't be: ${refusedBy(refused)}`
    return `${people(asked.length)} to be ${kind === "add" ? "added" : "removed"}${from}${cannot}.`
  },
  GroupRequested: ({ group }) => `The people of the group ${group.name} are to be added.`,
  GroupDropped: ({ group }) => `The group ${group} was dropped.`,
  RenameRequested: ({ name }) => `The team is to be called "${name}".`,
  AccessRequested: ({ person, reason }) => `${person.name} asks to be let in: ${because(reason)}`,
  AccessDecided: ({ person, approved, reason }) =>
    `${person.name} ${approved ? "is let in" : "isn't let in"}${reason === undefined ? "." : `: ${because(reason)}`}`,
  Retried: () => "What was blocked, waiting or refused is tried again.",
  RestoreRequested: () => "The deleted team is to be brought back.",
  TeamRecreated: ({ incarnation }) => `Another team is to be made in place of the deleted one (number ${incarnation}).`,

  IncidentObserved: ({ incident }) => `Sentinel says: incident ${incident.number} is ${incident.status}.`,
  IncidentMissed: () => "Sentinel doesn't know the incident on this look; it is looked for again.",
  IncidentGone: () => "The incident was deleted in Sentinel: the team stays archived.",
  DesiredStateChanged: ({ desiredState }) =>
    desiredState === "open" ? "The team is to be open." : "The team is to be archived.",

  StepBegun: ({ step, attempt }) => `${step._tag} begins (attempt ${attempt}).`,
  GroupEnsured: ({ found }) => (found ? "The group was there already." : "The group is made."),
  TeamEnsured: () => "The team is there.",
  OwnersEnsured: ({ owners }) => `${people(owners.length)} own the team.`,
  GroupExpanded: ({ group, people: count }) => `The group ${group} has ${people(count)}.`,
  ExpansionRefused: ({ group, reason }) => `The group ${group} can't be read: ${because(reason)}`,
  PeopleSettled: ({ kind, done, refused, left }) => {
    const cannot = refused.length === 0 ? "" : `, ${people(refused.length)} refused: ${refusedBy(refused)}`
    const toGo = left === 0 ? "" : `; ${left} to go`
    return `${people(done.length)} ${kind === "add" ? "added" : "removed"}${cannot}${toGo}.`
  },
  AppInstalled: () => "The app is installed in the team.",
  AppRefused: ({ reason }) => `The app can't be installed: ${because(reason)}`,
  PagePinned: () => "The Incident page is pinned.",
  PageRefused: ({ reason }) => `The Incident page can't be pinned: ${because(reason)}`,
  Renamed: ({ name }) => `The team is called "${name}".`,
  RenameRefused: ({ reason }) => `The team can't be renamed: ${because(reason)}`,
  Announced: () => "The incident has a comment with the team's link.",
  AnnouncementRefused: ({ reason }) => `The link can't be put on the incident: ${because(reason)}`,
  Provisioned: () => "The team is ready.",
  OperationAccepted: ({ attempt }) => `Teams has begun (attempt ${attempt}).`,
  OperationSeen: ({ attempt }) => `Teams hasn't ended yet (attempt ${attempt}).`,
  Archived: () => "The team is archived.",
  Reopened: () => "The team is open again.",
  OperationFailed: ({ reason }) => `Teams failed: ${because(reason)}`,
  OperationRefused: ({ reason, remedy }) => `Teams refused: ${because(reason)} ${remedy}`,
  OwnerMissed: () => "The team has no owner, and this needs one.",
  AttemptGivenUp: ({ attempt }) => `Attempt ${attempt} is given up: Teams didn't say how it ended.`,
  OrphanEnded: ({ attempt }) => `Attempt ${attempt}, given up before, has ended.`,
  OrphanSeen: ({ attempt }) => `Attempt ${attempt}, given up before, hasn't ended yet.`,
  LateResult: ({ attempt }) => `Attempt ${attempt} was answered late.`,
  Restored: () => "The deleted team is back.",
  RestoreRefused: ({ reason }) => `The deleted team can't be brought back: ${because(reason)}`,
  StepDelayed: ({ step, tries, reason }) => `${step} waits after try ${tries}: ${because(reason)}`,
  Blocked: ({ step, reason, remedy }) => `${step} is blocked: ${because(reason)} ${remedy}`,
  Unblocked: () => "Nothing is blocked any more.",

  CheckDue: () => "The team is to be looked at.",
  TakenOver: () => "Another worker took over.",
  Verified: ({ members }) => `Teams agrees with what is recorded: ${people(members)}.`,
  Suspected: ({ suspicion }) => `The team reads as ${suspicion.reading}; it is looked at again.`,
  PhaseRead: ({ archived }) => (archived ? "The team reads as archived." : "The team reads as open."),
  ChangedInTeams: ({ archived }) =>
    archived ? "Somebody archived the team in Teams." : "Somebody brought the team back in Teams.",
  Lost: () => "The team was deleted in Teams.",
  Found: () => "The deleted team is there again.",
  StillLost: ({ namesake }) =>
    namesake === undefined ? "The team is still gone." : "The team is still gone; another group bears its key."
})

/** The first few, each by name and reason. */
const refusedBy = (refused: ReadonlyArray<{ readonly name: string; readonly reason: string }>): string => {
  const told = refused.slice(0, 3).map(({ name, reason }) => `${name} (${reason.replace(/\.$/u, "")})`)
  return refused.length > told.length ? `${told.join(", ")} and others` : told.join(", ")
}
