import { defined } from "../defined.ts"
import type { GroupId, PersonId } from "../ids/directoryIds.ts"
import type { IncidentId } from "../ids/IncidentId.ts"
import { evolve } from "./evolve.ts"
import type { Actor, Person } from "./Person.ts"
import { desiredStateOf, incidentsOf, isLinking, isOpen } from "./served.ts"
import { type DesiredState, noTeam, type TeamState } from "./Team.ts"
import type { EventOf, TeamEvent } from "./TeamEvent.ts"

/** Why someone is, was to be, or is no longer in a team. */
export type Ground =
  | { readonly _tag: "Request" }
  | { readonly _tag: "Favorite" }
  | { readonly _tag: "Group"; readonly group: GroupId; readonly name: string | undefined }
  | { readonly _tag: "AccessRequest"; readonly request: string }
  | { readonly _tag: "Owner" }
  | { readonly _tag: "StandbyOwner" }
  /** By hand, in Teams. */
  | { readonly _tag: "ManualChange" }

/** Why a team should be open or archived. */
export type Cause =
  /** Another team serves its incidents. */
  | { readonly _tag: "Merged" }
  | { readonly _tag: "KeptOpen" }
  /** An incident is being linked. */
  | { readonly _tag: "Linking" }
  /** How many incidents it has, and the numbers of those that count as open. */
  | { readonly _tag: "Incidents"; readonly all: number; readonly open: ReadonlyArray<number> }

/** What an event says about one person. */
export interface PersonFact extends Person {
  /**
   * `toAdd`, `toRemove`: requested. `alreadyRequested`: is in the group too, but was requested before. `added`, `notAdded`, `removed`, `notRemoved`: answered by the platform or, for someone
   * who can't be a member, by the directory. `madeOwner`. `asked`, `approved`, `denied`: access.
   */
  readonly became:
    | "toAdd"
    | "toRemove"
    | "alreadyRequested"
    | "added"
    | "notAdded"
    | "removed"
    | "notRemoved"
    | "madeOwner"
    | "asked"
    | "approved"
    | "denied"
  readonly ground: Ground
  /** Of a refusal. */
  readonly reason?: string
}

/** Everything that an event of a team's history says, with what only earlier events name. */
export interface EventFacts {
  /** Who did it, or who requested what the platform then did. */
  readonly by?: Actor
  readonly people: ReadonlyArray<PersonFact>
  /** Of an event that is about a group. The name is absent only if the history doesn't have it. */
  readonly group?: { readonly id: GroupId; readonly name: string | undefined }
  /** The number of the incident that an event about the incidents of the team names; absent only if the history doesn't have it. */
  readonly incident?: number
  /** Of a new desired state, and of an archive or reopening that corrects a manual change. */
  readonly cause?: Cause
  /** Of a rename, requested or made in Teams: what differs from before. */
  readonly renames?: { readonly name: boolean; readonly description: boolean }
}

interface Named {
  readonly name: string
  readonly description: string
}

/** What the events so far say that later ones leave out. */
interface Known {
  team: TeamState
  readonly groups: Map<GroupId, { readonly name: string; readonly by: Actor }>
  readonly chunks: Map<number, { readonly by: Actor; readonly people: Map<PersonId, PersonFact> }>
  readonly owners: Map<PersonId, Person>
  /** The numbers of the team's incidents, and those by the link that they came by. */
  readonly incidents: Map<IncidentId, number>
  readonly links: Map<number, number>
  requestedOwners: ReadonlyArray<Person>
  standbyOwners: ReadonlyArray<Person>
  requested: Named
  /** Under which name the group is being created. */
  creating: Named
  inTeams: Named | undefined
  renamedBy: Actor | undefined
  restoredBy: Actor | undefined
  /** Whose requests were approved just before, and are to be added now. */
  readonly approved: Map<PersonId, string>
}

const request: Ground = { _tag: "Request" }
const nameless: Named = { name: "", description: "" }

/**
 * The facts of `events`, in order. `before`: the team's events before the first of them; without these, names that only
 * they have are missing.
 */
export const timelineFacts = (
  events: ReadonlyArray<TeamEvent>,
  before: ReadonlyArray<TeamEvent> = []
): ReadonlyArray<EventFacts> => {
  const known: Known = {
    team: noTeam,
    groups: new Map(),
    chunks: new Map(),
    owners: new Map(),
    incidents: new Map(),
    links: new Map(),
    requestedOwners: [],
    standbyOwners: [],
    requested: nameless,
    creating: nameless,
    inTeams: undefined,
    renamedBy: undefined,
    restoredBy: undefined,
    approved: new Map()
  }
  for (const event of before) note(event, known)
  return events.map((event) => note(event, known))
}

const leaveToHistory: ReadonlySet<TeamEvent["_tag"]> = new Set([
  "TeamRecreated",
  "IncidentsLinked",
  "LinkRefused",
  "UnlinkRequested",
  "IncidentsUnlinked",
  "LeadChanged",
  "SurvivorChosen",
  "MergeUnresolved",
  "MergeDismissed",
  "GraceEnded",
  "IncidentMissed",
  "IncidentGone",
  "DesiredStateChanged",
  "Archived",
  "Reopened",
  "OwnersEnsured",
  "PeopleRequested",
  "PeopleSettled",
  "GroupDropped",
  "GroupExpanded",
  "ExpansionRefused",
  "RenameRequested",
  "Renamed",
  "RenameRefused",
  "Restored",
  "RestoreRefused"
])

/** Whether earlier events have names or actors that belong to this one. */
export const needsHistory = (event: TeamEvent): boolean => leaveToHistory.has(event._tag)

const note = (event: TeamEvent, known: Known): EventFacts => {
  const more = hasFacts(event) ? factsOf(event, known) : {}
  const facts = { people: [], ...("by" in event ? { by: event.by } : {}), ...more }
  known.team = evolve(known.team, event)
  // An approval and the request that follows from it are decided together.
  if (event._tag !== "AccessDecided") known.approved.clear()
  return facts
}

/** What these say of people and of the incident is in the event itself, if there is anything. */
const withoutFacts = [
  "TeamMerged",
  "MergeConfirmed",
  "MergeUndone",
  "MergeFollowed",
  "ArchiveRequested",
  "KeptOpen",
  "IncidentChanged",
  "IncidentDeleted",
  "IncidentObserved",
  "TeamEnsured",
  "ChoreDone",
  "ChoreRefused",
  "Provisioned",
  "OperationAccepted",
  "OperationSeen",
  "OperationFailed",
  "OperationRefused",
  "OwnerMissed",
  "AttemptGivenUp",
  "OrphanEnded",
  "OrphanSeen",
  "LateResult",
  "GroupRenewed",
  "RenewalRefused",
  "StepDelayed",
  "Blocked",
  "Unblocked",
  "CheckDue",
  "TakenOver",
  "Verified",
  "ExpirationRead",
  "Suspected",
  "PhaseRead",
  "ChangedInTeams",
  "Lost",
  "Found",
  "StillLost"
] as const

type EventWithFacts = Exclude<TeamEvent, EventOf<(typeof withoutFacts)[number]>>

const hasFacts = (event: TeamEvent): event is EventWithFacts => !withoutFacts.some((tag) => tag === event._tag)

const factsOf = (event: EventWithFacts, known: Known): Partial<EventFacts> => {
  switch (event._tag) {
    case "TeamRequested":
      known.requestedOwners = event.owners
      known.incidents.set(event.incident.id, event.incident.number)
      known.requested = { name: event.name, description: event.description }
      standBy(event.standbyOwners, known)
      return { people: ownersToAdd(event, known) }
    case "TeamRecreated":
      known.inTeams = undefined
      return { people: ownersToAdd(event, known) }
    case "Retried":
      standBy(event.standbyOwners, known)
      return {}
    case "OwnersEnsured":
      return { people: event.owners.map((id) => madeOwner(id, known)) }

    case "PeopleRequested":
      return requestPeople(event, known)
    case "PeopleSettled":
      return settlePeople(event, known)

    case "GroupRequested":
      known.groups.set(event.group.id, { name: event.group.name, by: event.by })
      return { group: event.group }
    case "GroupDropped":
      return { group: groupOf(event.group, known) }
    case "GroupExpanded":
    case "ExpansionRefused":
      return { group: groupOf(event.group, known), ...defined({ by: known.groups.get(event.group)?.by }) }

    case "AccessRequested":
      return {
        by: { _tag: "User", ...event.person },
        people: [{ ...event.person, became: "asked", ground: { _tag: "AccessRequest", request: event.request } }]
      }
    case "AccessDecided": {
      if (event.approved) known.approved.set(event.person.id, event.request)
      const became = event.approved ? "approved" : "denied"
      return { people: [{ ...event.person, became, ground: { _tag: "AccessRequest", request: event.request } }] }
    }

    case "RenameRequested": {
      const renames = differs(known.requested, event)
      known.requested = { name: event.name, description: event.description }
      known.renamedBy = event.by
      return { renames }
    }
    case "Renamed": {
      const renames = known.inTeams === undefined ? undefined : differs(known.inTeams, event)
      known.inTeams = { name: event.name, description: event.description }
      return defined({ renames, by: known.renamedBy })
    }
    case "RenameRefused":
      return defined({ by: known.renamedBy })
    case "StepBegun":
      if (event.step._tag === "EnsureGroup") known.creating = known.requested
      return {}
    case "GroupEnsured":
      known.inTeams = known.creating
      return event.standIn === undefined
        ? {}
        : { people: [{ ...event.standIn, became: "madeOwner", ground: { _tag: "StandbyOwner" } }] }

    case "RestoreRequested":
      known.restoredBy = event.by
      return {}
    case "Restored":
    case "RestoreRefused":
      return defined({ by: known.restoredBy })
    case "LinkRequested":
      known.links.set(event.link, event.incident.number)
      known.incidents.set(event.incident.id, event.incident.number)
      return {}
    case "IncidentsLinked":
      for (const { id, number } of event.merged?.incidents ?? []) known.incidents.set(id, number)
      return defined({ incident: known.links.get(event.link) })
    case "LinkRefused":
    case "UnlinkRequested":
    case "IncidentsUnlinked":
      return defined({ incident: known.links.get(event.link) })
    case "LeadChanged":
    case "SurvivorChosen":
    case "MergeUnresolved":
    case "MergeDismissed":
    case "GraceEnded":
    case "IncidentMissed":
    case "IncidentGone":
      return defined({
        incident:
          event.incident !== undefined
            ? known.incidents.get(event.incident)
            : known.team._tag === "Team"
              ? known.team.incident.number
              : undefined
      })
    case "DesiredStateChanged":
      return defined({ cause: causeOf(known.team, event.desiredState) })
    case "Archived":
    case "Reopened": {
      const corrects = known.team._tag === "Team" && known.team.checks.correctedAt !== undefined
      return corrects ? defined({ cause: causeOf(known.team, event._tag === "Archived" ? "archived" : "open") }) : {}
    }
    case "AddedInTeams":
      return {
        people: event.people.map((person) => ({ ...person, became: "added", ground: { _tag: "ManualChange" } }))
      }
  }
}

const causeOf = (team: TeamState, desired: DesiredState): Cause | undefined => {
  if (team._tag === "NoTeam" || desiredStateOf(team) !== desired) return undefined
  const incidents = incidentsOf(team)
  const open = incidents.filter(isOpen).map(({ number }) => number)
  if (team.mergedInto?.confirmed === true) return { _tag: "Merged" }
  if (open.length > 0) return { _tag: "Incidents", all: incidents.length, open }
  if (isLinking(team)) return { _tag: "Linking" }
  return team.keptOpen === undefined ? { _tag: "Incidents", all: incidents.length, open } : { _tag: "KeptOpen" }
}

const standBy = (owners: ReadonlyArray<Person>, known: Known): void => {
  known.standbyOwners = owners
  for (const owner of [...known.requestedOwners, ...owners]) known.owners.set(owner.id, owner)
}

const ownersToAdd = (
  { standIns }: EventOf<"TeamRequested" | "TeamRecreated">,
  { requestedOwners, standbyOwners }: Known
): ReadonlyArray<PersonFact> => [
  ...requestedOwners.map((owner): PersonFact => ({ ...owner, became: "toAdd", ground: { _tag: "Owner" } })),
  ...standbyOwners
    .filter(({ id }) => standIns?.includes(id) !== false && !requestedOwners.some((owner) => owner.id === id))
    .map((owner): PersonFact => ({ ...owner, became: "toAdd", ground: { _tag: "StandbyOwner" } }))
]

const madeOwner = (id: PersonId, { owners, requestedOwners }: Known): PersonFact => ({
  id,
  name: owners.get(id)?.name ?? "",
  became: "madeOwner",
  ground: requestedOwners.some((owner) => owner.id === id) ? { _tag: "Owner" } : { _tag: "StandbyOwner" }
})

const groupOf = (id: GroupId, { groups }: Known) => ({ id, name: groups.get(id)?.name })

const requestPeople = (event: EventOf<"PeopleRequested">, known: Known): Partial<EventFacts> => {
  const { group, kind, by } = event
  const starred = new Set(event.favorites)
  const groundOf = ({ id }: Person): Ground => {
    if (group !== undefined) return { _tag: "Group", group, name: groupOf(group, known).name }
    const access = known.approved.get(id)
    if (kind === "remove" || access === undefined) return starred.has(id) ? { _tag: "Favorite" } : request
    known.approved.delete(id)
    return { _tag: "AccessRequest", request: access }
  }
  const adding = kind === "add"
  const people = [
    ...event.people.map((person): PersonFact => ({
      ...person,
      became: adding ? "toAdd" : "toRemove",
      ground: groundOf(person)
    })),
    ...event.refused.map((person): PersonFact => ({
      ...person,
      became: adding ? "notAdded" : "notRemoved",
      ground: groundOf(person)
    })),
    ...(event.mentioned ?? []).map((person): PersonFact => ({
      ...person,
      became: "alreadyRequested",
      ground: groundOf(person)
    }))
  ]
  known.chunks.set(event.chunk, { by, people: new Map(people.map((person) => [person.id, person])) })
  return { people, ...(group === undefined ? {} : { group: groupOf(group, known) }) }
}

const settlePeople = ({ chunk, kind, done, refused }: EventOf<"PeopleSettled">, known: Known): Partial<EventFacts> => {
  const requested = known.chunks.get(chunk)
  const adding = kind === "add"
  const asRequested = (id: PersonId) => requested?.people.get(id) ?? { id, name: "", ground: request }
  return {
    ...defined({ by: requested?.by }),
    people: [
      ...done.map((id): PersonFact => ({ ...asRequested(id), became: adding ? "added" : "removed" })),
      ...refused.map(({ id, name, reason }): PersonFact => {
        const before = asRequested(id)
        return {
          ...before,
          name: before.name === "" ? name : before.name,
          became: adding ? "notAdded" : "notRemoved",
          reason
        }
      })
    ]
  }
}

const differs = (before: Named, after: Named) => ({
  name: before.name !== after.name,
  description: before.description !== after.description
})
