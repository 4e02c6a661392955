import * as fc from "fast-check"
import { type Attempt, Phase, type Orphan } from "../team/Attempt.ts"
import type { Link, OtherTeam } from "../team/Links.ts"
import type { Member } from "../team/Member.ts"
import { AwaitedTask, type Operations, type UnsuccessfulEnd } from "../team/Operation.ts"
import { InstallationTroubleKind, type RefusedPerson } from "../team/Outcome.ts"
import type { PeopleChunk, Standing } from "../team/PeopleChunk.ts"
import type { Actor, Group, Person } from "../team/Person.ts"
import {
  Chore,
  type NumberedIncident,
  type Direction,
  perChore,
  type Read,
  type Step,
  StepName,
  type Write
} from "../team/Step.ts"
import type { Task } from "../team/Task.ts"
import type {
  AccessDenial,
  AccessRequest,
  RequestedGroup,
  OpenChunk,
  Place,
  Suspicion,
  Team,
  Wait,
  DesiredState
} from "../team/Team.ts"
import type { EventOf, TeamEvent } from "../team/TeamEvent.ts"
import type { MergeSearch, TeamIncident } from "../team/TeamIncident.ts"
import {
  applicationId,
  groupId,
  fullIncidentId,
  incidentId,
  personId,
  platformTeamId,
  teamId,
  timestamp
} from "./ArbitraryIds.ts"
import { etag, incidentChanges, incidentSnapshot, title } from "./ArbitraryIncident.ts"
import { anyText } from "./ArbitraryText.ts"

/**
 * Teams and events as their types allow them, for codecs and stores: no sense in them is promised. For teams with a
 * past, fold the events that `decide` gives.
 */

/** Words of the platform or of a person: any characters. */
const words = fc.oneof(fc.string({ maxLength: 30 }), title, anyText)
const few = { maxLength: 3 }
const count = fc.nat({ max: 25_000 })
/** Tells nobody apart. */
const some = fc.nat({ max: 5 })

/** Plain objects only, as parsing JSON gives them. */
const record = <Fields extends object>(fields: { readonly [K in keyof Fields]: fc.Arbitrary<Fields[K]> }) =>
  fc.record(fields, { noNullPrototype: true })

/** A record with all of the first keys and some of the others. */
const optionally = <A extends object, B extends object>(
  always: { readonly [K in keyof A]: fc.Arbitrary<A[K]> },
  sometimes: { readonly [K in keyof B]: fc.Arbitrary<B[K]> }
): fc.Arbitrary<A & Partial<B>> =>
  fc
    .tuple(
      record(always) as fc.Arbitrary<A>,
      // TypeScript doesn't reduce fast-check's mapped type to the same thing while B is open.
      fc.record(sometimes, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<B>>
    )
    .map(([a, b]) => ({ ...a, ...b }))

/** One case of a tagged union out of the arbitraries of its fields. */
const tagged = <Tag extends string, A extends object>(tag: Tag, fields: fc.Arbitrary<A>) =>
  fields.map((values) => ({ _tag: tag, ...values }))

const nothing = fc.constant({})

export const person: fc.Arbitrary<Person> = record({ id: personId, name: words })
export const group: fc.Arbitrary<Group> = record({ id: groupId, name: words })

export const actor: fc.Arbitrary<Actor> = fc.oneof(
  record({ _tag: fc.constant("User" as const), id: personId, name: words }),
  record({ _tag: fc.constant("Application" as const), id: applicationId, name: words }),
  fc.constant({ _tag: "System" as const })
)

export const stepName: fc.Arbitrary<StepName> = fc.constantFrom(...StepName.literals)
export const phase: fc.Arbitrary<Phase> = fc.constantFrom(...Phase.literals)
export const direction: fc.Arbitrary<Direction> = fc.constantFrom("archive", "unarchive")
const desiredState: fc.Arbitrary<DesiredState> = fc.constantFrom("open", "archived")
const kind = fc.constantFrom("add" as const, "remove" as const)

/** Each case as often as any other. */
const anyCase = <Union extends { readonly _tag: string }>(fields: {
  readonly [Tag in Union["_tag"]]: fc.Arbitrary<Omit<Extract<Union, { readonly _tag: Tag }>, "_tag">>
}): fc.Arbitrary<Union> =>
  fc.oneof(
    ...Object.entries<fc.Arbitrary<object>>(fields).map(
      // Sound by the type of `fields`: the fields under a tag are those of its case.
      ([tag, values]) => tagged(tag, values) as fc.Arbitrary<object> as fc.Arbitrary<Union>
    )
  )

export const chore: fc.Arbitrary<Chore> = fc.constantFrom(...Chore.literals)

const numberedIncident: fc.Arbitrary<NumberedIncident> = record({ id: incidentId, number: count })

export const write: fc.Arbitrary<Write> = anyCase<Write>({
  EnsureGroup: record({ recover: fc.boolean() }),
  EnsureTeam: nothing,
  EnsureOwner: nothing,
  AddMembers: record({ chunks: fc.tuple(some, some) }),
  RemoveMembers: record({ chunks: fc.tuple(some) }),
  Do: optionally({ chore }, { incident: numberedIncident }),
  Rename: nothing,
  Archive: nothing,
  Unarchive: nothing,
  Restore: nothing,
  Renew: nothing
})

export const step: fc.Arbitrary<Step> = fc.oneof(
  write,
  anyCase<Read>({
    ExpandGroup: record({ group: groupId }),
    AwaitOperation: record({ attempt: some, operation: words, read: fc.boolean() }),
    GiveUp: record({ attempt: some }),
    Verify: nothing,
    ReadExpiration: nothing,
    Observe: optionally({}, { incident: incidentId }),
    Link: record({ link: some }),
    Unlink: record({ link: some }),
    FollowMerge: record({ incident: incidentId }),
    ConfirmMerge: nothing
  })
)

export const task: fc.Arbitrary<Task> = fc.oneof(
  fc.constantFrom<Task>({ _tag: "NotRequested" }, { _tag: "Pending" }, { _tag: "Done" }),
  words.map((reason): Task => ({ _tag: "Refused", reason }))
)

export const standing: fc.Arbitrary<Standing> = fc.oneof(
  fc.constantFrom<Standing>({ _tag: "Asked" }, { _tag: "Done" }, { _tag: "Mentioned" }),
  words.map((reason): Standing => ({ _tag: "Refused", reason }))
)

export const peopleChunk: fc.Arbitrary<PeopleChunk> = optionally(
  { chunk: some, kind, people: fc.array(record({ id: personId, name: words, standing }), { maxLength: 8 }) },
  { group: groupId }
)

/** The role that a person was seen with; nobody twice. */
export const members: fc.Arbitrary<ReadonlyArray<Member>> = fc.uniqueArray(
  record({
    id: personId,
    name: words,
    role: fc.constantFrom("owner" as const, "member" as const, "guest" as const)
  }),
  { maxLength: 10, selector: (member) => member.id }
)

const refusedPerson: fc.Arbitrary<RefusedPerson> = record({ id: personId, name: words, reason: words })
const suspicion: fc.Arbitrary<Suspicion> = record({
  reading: fc.constantFrom("archived" as const, "active" as const, "missing" as const),
  at: timestamp
})

export const attempt: fc.Arbitrary<Attempt> = optionally(
  {
    attempt: some,
    step: write,
    generation: some,
    startedAt: timestamp,
    from: phase,
    giveUpAt: timestamp,
    readFrom: timestamp
  },
  { operation: words, pollAt: timestamp, readAsAskedAt: timestamp }
)

const orphan: fc.Arbitrary<Orphan> = optionally(
  { attempt: some, direction, closedAt: timestamp, explainsUntil: timestamp },
  { operation: words, pollAt: timestamp }
)

const troubleKind = fc.constantFrom(...InstallationTroubleKind.literals)
const wait: fc.Arbitrary<Wait> = optionally(
  { step: stepName, tries: some, since: timestamp, until: timestamp, reason: words },
  { remedy: words, installation: troubleKind, unreadySince: timestamp }
)
const requestedGroup: fc.Arbitrary<RequestedGroup> = record({ id: groupId, name: words, by: actor, expansion: task })
const openChunk: fc.Arbitrary<OpenChunk> = record({ chunk: some, kind, left: some, tries: some })
const accessRequest: fc.Arbitrary<AccessRequest> = record({
  id: fc.uuid(),
  person,
  reason: words,
  askedAt: timestamp
})
const accessDenial: fc.Arbitrary<AccessDenial> = optionally(
  { request: fc.uuid(), person: personId, by: actor, deniedAt: timestamp, askAgainAt: timestamp },
  { reason: words }
)

const people = fc.array(person, few)
const personIds = fc.array(personId, few)
const times = fc.array(timestamp, few)

const place: fc.Arbitrary<Place> = anyCase<Place>({
  Nothing: nothing,
  Group: record({ platformTeamId, readyAt: timestamp }),
  Team: record({ platformTeamId, link: words, provisioned: fc.boolean() })
})

const unsuccessfulEnd: fc.Arbitrary<UnsuccessfulEnd> = anyCase<UnsuccessfulEnd>({
  Failed: record({ reason: words, remedy: words }),
  Canceled: record({ reason: words })
})

const operations: fc.Arbitrary<Operations> = record({
  accepted: some,
  running: fc.array(
    record({
      number: some,
      chunks: fc.array(some, few),
      groups: fc.array(groupId, few),
      tasks: fc.array(fc.constantFrom(...AwaitedTask.literals), few)
    }),
    few
  ),
  unsuccessful: fc.array(record({ number: some, end: unsuccessfulEnd }), few),
  forgotten: some
})

const mergeSearch: fc.Arbitrary<MergeSearch> = optionally(
  { since: timestamp },
  {
    survivor: fc.oneof(
      record({ _tag: fc.constant("Served" as const), id: incidentId, number: count }),
      record({ _tag: fc.constant("None" as const), by: actor })
    ),
    chosen: record({ id: incidentId, number: count }),
    problem: record({ reason: words, remedy: words })
  }
)

const teamIncident: fc.Arbitrary<TeamIncident> = optionally(
  {
    id: incidentId,
    armId: fullIncidentId,
    number: count,
    title,
    etag,
    lastModified: timestamp,
    closed: fc.boolean(),
    gone: fc.boolean()
  },
  { missedAt: timestamp, checkAt: timestamp, graceUntil: timestamp, link: some, merge: mergeSearch, announcement: task }
)

const otherTeam: fc.Arbitrary<OtherTeam> = optionally({ id: teamId, name: words }, { url: words })

const link: fc.Arbitrary<Link> = optionally(
  {
    number: some,
    target: teamId,
    state: fc.constantFrom("joining" as const, "linked" as const, "leaving" as const),
    merge: fc.boolean(),
    lead: fc.boolean(),
    by: actor,
    since: timestamp
  },
  { operationNumber: some, from: otherTeam }
)

export const team: fc.Arbitrary<Team> = optionally(
  {
    _tag: fc.constant("Team" as const),
    id: teamId,
    incident: teamIncident,
    incarnation: some,
    name: words,
    description: words,
    createdBy: actor,
    createdAt: timestamp,
    updatedAt: timestamp,
    desiredState,
    generation: some,
    reached: fc.array(some, few),
    phase,
    phaseSince: timestamp,
    place,
    people: optionally(
      {
        owners: people,
        standbyOwners: people,
        ownersSeen: personIds,
        ownerMissing: fc.boolean(),
        membersSeen: count,
        groups: fc.array(requestedGroup, few),
        openChunks: fc.array(openChunk, few),
        nextChunk: some,
        accessRequests: fc.array(accessRequest, few)
      },
      { denials: fc.tuple(accessDenial) }
    ),
    chores: record(perChore(() => task)),
    rename: task,
    operations,
    work: optionally(
      { attempts: some, orphans: fc.array(orphan, few), waits: fc.array(wait, few), failedEnds: some },
      {
        inFlight: attempt,
        blocked: record({ step: stepName, reason: words, remedy: words, since: timestamp }),
        refusal: record({ reason: words, remedy: words })
      }
    ),
    checks: optionally({ due: times }, { verifiedAt: timestamp, suspicion, correctedAt: timestamp })
  },
  {
    links: record({ drawn: some, all: fc.array(link, few), served: fc.array(teamIncident, few) }),
    mergedInto: record({
      team: otherTeam,
      link: some,
      at: timestamp,
      confirmAt: timestamp,
      confirmed: fc.boolean()
    }),
    loss: optionally({ since: timestamp, restore: task }, { namesake: platformTeamId }),
    expiration: optionally(
      { readAgainAt: timestamp },
      {
        at: timestamp,
        renewAt: timestamp,
        renewedAt: timestamp,
        refusal: record({ reason: words, remedy: words })
      }
    )
  }
)

const at = timestamp
const by = actor
const expirationDates = optionally({ readAgainAt: timestamp }, { at: timestamp, renewAt: timestamp })
const reason = words
const chunk = some
const attempted = { attempt: some, at }
const named = { name: words, description: words }
const numbered = { operationNumber: some }

const eventFields: { readonly [Tag in TeamEvent["_tag"]]: fc.Arbitrary<Omit<EventOf<Tag>, "_tag">> } = {
  TeamRequested: optionally(
    {
      ...named,
      id: teamId,
      incident: incidentSnapshot,
      owners: people,
      standbyOwners: people,
      chores: fc.subarray([...Chore.literals]),
      by,
      at
    },
    { standIns: personIds, ...numbered }
  ),
  PeopleRequested: optionally(
    { chunk, kind, people, refused: fc.array(refusedPerson, few), by, at },
    { group: groupId, mentioned: people, favorites: personIds, ...numbered }
  ),
  GroupRequested: optionally({ group, by, at }, { favorite: fc.constant(true as const), ...numbered }),
  GroupDropped: optionally({ group: groupId, by, at }, numbered),
  RenameRequested: optionally({ ...named, by, at }, numbered),
  AccessRequested: record({ request: fc.uuid(), person, reason, at }),
  AccessDecided: optionally({ request: fc.uuid(), person, approved: fc.boolean(), by, at }, { reason, askAgainAt: at }),
  Retried: optionally({ standbyOwners: people, by, at }, numbered),
  RestoreRequested: optionally({ by, at }, numbered),
  TeamRecreated: optionally({ incarnation: some, by, at }, { standIns: personIds, ...numbered }),

  LinkRequested: optionally(
    {
      link: some,
      target: teamId,
      incident: incidentSnapshot,
      merge: fc.boolean(),
      lead: fc.boolean(),
      by,
      at
    },
    numbered
  ),
  IncidentsLinked: optionally(
    { link: some, at },
    { merged: record({ team: otherTeam, incidents: fc.tuple(teamIncident) }) }
  ),
  LinkRefused: record({ link: some, reason, remedy: words, at }),
  UnlinkRequested: optionally({ link: some, by, at }, numbered),
  IncidentsUnlinked: record({ link: some, at }),
  LeadChanged: record({ incident: incidentId, by, at }),
  TeamMerged: record({ into: otherTeam, link: some, confirmAt: timestamp, by, at }),
  MergeConfirmed: record({ at }),
  MergeUndone: record({ incidents: fc.array(teamIncident, few), at }),
  MergeFollowed: record({ incident: incidentId, survivor: record({ id: incidentId, number: count }), at }),
  SurvivorChosen: record({ incident: incidentId, survivor: record({ id: incidentId, number: count }), by, at }),
  MergeUnresolved: record({ incident: incidentId, reason, remedy: words, at }),
  MergeDismissed: record({ incident: incidentId, by, at }),

  ArchiveRequested: record({ by, at }),
  KeptOpen: record({ by, at }),

  IncidentChanged: record({ number: count, etag, changes: incidentChanges, by, at }),
  IncidentDeleted: record({ number: count, by, at }),
  IncidentObserved: optionally({ incident: incidentSnapshot, at }, { checkAt: timestamp, graceUntil: timestamp }),
  GraceEnded: record({ incident: incidentId, at }),
  IncidentMissed: optionally({ checkAt: timestamp, at }, { incident: incidentId }),
  IncidentGone: optionally({ at }, { incident: incidentId }),
  DesiredStateChanged: record({ desiredState, generation: some, at }),

  StepBegun: record({ ...attempted, step: write, giveUpAt: timestamp, readFrom: timestamp }),
  GroupEnsured: optionally({ platformTeamId, found: fc.boolean(), readyAt: timestamp, at }, { standIn: person }),
  TeamEnsured: record({ link: words, checkAt: timestamp, at }),
  OwnersEnsured: record({ owners: personIds, at }),
  GroupExpanded: record({ group: groupId, people: some, at }),
  ExpansionRefused: record({ group: groupId, reason, at }),
  PeopleSettled: record({ chunk, kind, done: personIds, refused: fc.array(refusedPerson, few), left: some, at }),
  ChoreDone: optionally({ chore, at }, { incident: numberedIncident }),
  ChoreRefused: optionally({ chore, reason, at }, { incident: numberedIncident }),
  Renamed: record({ ...named, at }),
  RenameRefused: record({ reason, at }),
  Provisioned: record({ at }),
  OperationAccepted: optionally({ ...attempted, pollAt: timestamp }, { operation: words }),
  OperationSeen: optionally(
    { ...attempted, readAsAsked: fc.boolean(), nextAt: timestamp },
    { overdue: record({ reason, remedy: words }) }
  ),
  Archived: record(attempted),
  Reopened: record(attempted),
  OperationFailed: record({ ...attempted, reason }),
  OperationRefused: record({ ...attempted, reason, remedy: words }),
  OwnerMissed: record(attempted),
  AttemptGivenUp: record({ ...attempted, explainsUntil: timestamp, checkAt: times, pollAt: timestamp }),
  OrphanEnded: record(attempted),
  OrphanSeen: record({ ...attempted, nextAt: timestamp }),
  LateResult: optionally(
    { ...attempted, explainsUntil: timestamp, pollAt: timestamp },
    { direction, operation: words }
  ),
  Restored: record({ at }),
  RestoreRefused: record({ reason, at }),
  GroupRenewed: record({ at }),
  RenewalRefused: record({ reason, remedy: words, at }),
  StepDelayed: optionally(
    { step: stepName, tries: some, until: timestamp, reason, at },
    { inDoubt: fc.constant(true as const), remedy: words, installation: troubleKind, unreadySince: timestamp }
  ),
  Blocked: record({ step: stepName, reason, remedy: words, at }),
  Unblocked: record({ at }),

  CheckDue: record({ at }),
  TakenOver: record({ checkAt: times, at }),
  Verified: optionally(
    { began: timestamp, owners: personIds, members: count, nextAt: timestamp, at },
    { expiration: expirationDates }
  ),
  ExpirationRead: record({ expiration: expirationDates, at }),
  Suspected: record({ suspicion, began: timestamp, checkAgainAt: timestamp, at }),
  PhaseRead: record({ archived: fc.boolean(), at }),
  ChangedInTeams: record({ archived: fc.boolean(), at }),
  AddedInTeams: optionally({ people: fc.array(person, few), at }, { others: count }),
  Lost: record({ at }),
  Found: record({ at }),
  StillLost: optionally({ began: timestamp, at }, { namesake: platformTeamId, nextAt: timestamp })
}

export const teamEvent: fc.Arbitrary<TeamEvent> = anyCase<TeamEvent>(eventFields)

/** One event of every kind, in the order of their declaration. */
export const everyTeamEvent: fc.Arbitrary<ReadonlyArray<TeamEvent>> = fc
  .record<Record<string, object>>(eventFields)
  // Sound as above: under each tag stand the fields of its event.
  .map((fields) => Object.entries(fields).map(([tag, values]) => ({ _tag: tag, ...values }) as object as TeamEvent))
