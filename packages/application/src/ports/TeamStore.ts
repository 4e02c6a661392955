import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import type { Phase } from "@incident-teams/domain/team/Attempt"
import { Member } from "@incident-teams/domain/team/Member"
import type { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import type { Team } from "@incident-teams/domain/team/Team"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Context, type Effect, type Option, Schema } from "effect"
import { Origins } from "../tracing/Origins.ts"

/** A worker's right to work on a team, until a moment of the wall clock. */
export const Lease = Schema.Struct({ holder: Schema.String, until: Timestamp })
export type Lease = typeof Lease.Type

/**
 * When a team is to be worked on, and by whom. It is claimable at the later of `dueAt` and the lease's end, and not at
 * all without `dueAt`.
 */
export const Schedule = Schema.Struct({
  dueAt: Schema.optionalKey(Timestamp),
  /** Counts claims. A worker's outcome is accepted only under the fence of its own claim. */
  fence: Schema.Int,
  lease: Schema.optionalKey(Lease),
  /** The requests that the work is attributed to; absent where none is known. */
  origins: Schema.optionalKey(Origins)
})
export type Schedule = typeof Schedule.Type

/** When a team can be claimed; undefined when there is nothing to do. Stores keep it as the one indexed time. */
export const claimableAt = ({ dueAt, lease }: Schedule): Timestamp | undefined =>
  dueAt === undefined || lease === undefined || lease.until < dueAt ? dueAt : lease.until

/** A team as it is stored. */
export interface Stored {
  readonly id: TeamId
  /** Changes with every commit, claim and release; opaque. */
  readonly version: string
  readonly team: Team
  readonly schedule: Schedule
  /** Of the commit that wrote it last. */
  readonly commitId: string
}

/** The team is stored in the version that the caller has. */
export const unchanged = "unchanged"

/** The seen roster in one item: what the platform last reported, replaced as a whole. */
export const SeenRoster = Schema.Struct({ at: Timestamp, members: Schema.Array(Member) })
export type SeenRoster = typeof SeenRoster.Type

/** The answer that a request was given, so that the same request gets it again for 24 hours. */
export const Idempotency = Schema.Struct({
  /** The caller. Unique together with `key`. */
  scope: Schema.String,
  key: Schema.String,
  /** Of the request's body: the same key with another body is refused by the caller of this port. */
  bodyHash: Schema.String,
  /** The answer, as the surface that gave it encodes it. */
  answer: Schema.String,
  expiresAt: Timestamp
})
export type Idempotency = typeof Idempotency.Type

/** Everything that one decision writes, all or nothing. */
export interface Commit {
  readonly team: Team
  readonly events: ReadonlyArray<TeamEvent>
  /** Chunks of people as they are afterward; others stay as they are. */
  readonly chunks: ReadonlyArray<PeopleChunk>
  /** Replaces what was last seen in the team. */
  readonly roster?: SeenRoster
  readonly schedule: Schedule
  readonly idempotency?: Idempotency
  /** Unique per commit: a write whose answer was lost is recognized by it, and is then a success. */
  readonly commitId: string
}

/** An event and its place in its team's history, from 1. */
export interface RecordedEvent {
  readonly position: number
  readonly event: TeamEvent
}

/** Something about a team was committed; read the team for what. */
export interface TeamChange {
  readonly team: TeamId
  /** Names the place after this change; pass it to `changes` to go on from there. Opaque. */
  readonly cursor: string
  /** The positions of the events that were committed; empty `from > to` for a commit without events. */
  readonly from: number
  readonly to: number
}

/** A state of an incident that was published. */
export interface IncidentState {
  readonly incident: Incident
  readonly cursor: string
}

export type Change = TeamChange | IncidentState

/** How long a published state is told at least, in milliseconds. */
export const statesAreKept = 86_400_000

/** The same of a commit. */
export const commitsAreKept = 30 * 86_400_000

export interface ListFilter {
  readonly workspace?: WorkspaceAlias
  /** In one of these; none of them when empty. */
  readonly phases?: ReadonlyArray<Phase>
  /** True: teams that need a person. False: the others. */
  readonly blocked?: boolean
  /** True: teams with an incident that is not gone, hence still to be checked. False: the others. */
  readonly live?: boolean
  /** True: teams with an access request that waits, or a denial that is remembered. False: the others. */
  readonly access?: boolean
  /** True: teams with a step that failed and is tried again. False: the others. */
  readonly delayed?: boolean
}

export interface Page<A> {
  readonly items: ReadonlyArray<A>
  /** Present when there is more; opaque. */
  readonly next?: string
}

export interface PageRequest {
  /** 1 to 200. */
  readonly limit: number
  readonly next?: string
}

/** Says, under an incident's own id, which other team serves the incident, and by which of that team's links. */
export const Pointer = Schema.Struct({ team: TeamId, link: Schema.Int })
export type Pointer = typeof Pointer.Type

/** What is stored under an id after `point`. */
export type Pointed = { readonly _tag: "Pointer"; readonly pointer: Pointer } | { readonly _tag: "Team" }

/** Another commit came in between. Load again, decide again. */
export class StaleTeam extends Schema.TaggedError<StaleTeam>()("StaleTeam", { id: TeamId }) {}

/** A team or a pointer is stored already. */
export class TeamAlreadyStored extends Schema.TaggedError<TeamAlreadyStored>()("TeamAlreadyStored", { id: TeamId }) {}

/** A continuation or cursor that this store didn't make, or that is too old. Begin again without it. */
export class UnknownContinuation extends Schema.TaggedError<UnknownContinuation>()("UnknownContinuation", {
  next: Schema.String
}) {}

/**
 * The store can't be reached, is locked or full. May pass. A write may have been made all the same, whole, because its
 * answer can be lost: a caller that goes on loads again, and nobody is told that nothing was changed.
 */
export class StoreUnavailable extends Schema.TaggedError<StoreUnavailable>()("StoreUnavailable", {
  /** What is wrong and what to do about it, in words for an operator. */
  reason: Schema.String,
  cause: Schema.Defect()
}) {
  override get message(): string {
    return this.reason
  }
}

/**
 * Teams with their events, people and schedules.
 *
 * Compare-and-swap on one team at a time; no transaction spans two. The clock is the runtime's.
 *
 * A failure of the database is StoreUnavailable, never a defect. A stored record that can't be read (damaged, or written
 * by a newer program) doesn't pass: a call for one team dies of UnreadableRecord, which names the team. A call for many
 * (`loadMany`, `claim`, `list`) logs it and leaves it out, so that it never hides the others.
 */
export class TeamStore extends Context.Service<
  TeamStore,
  {
    /**
     * None when no team is stored under `id`. What is read afterward (people, roster, timeline) is of the version that
     * this returned or of a later one.
     */
    load(id: TeamId): Effect.Effect<Option.Option<Stored>, StoreUnavailable>
    /**
     * The same for someone who has a version of the team already: `unchanged` if it is still the stored one. A store needn't
     * read the team to find that out. A version that this store didn't make is never the stored one.
     */
    loadIfChanged(
      id: TeamId,
      version: Stored["version"]
    ): Effect.Effect<Option.Option<Stored> | typeof unchanged, StoreUnavailable>
    /** Those that are stored, in any order. For grids: at most 200 ids. */
    loadMany(ids: ReadonlyArray<TeamId>): Effect.Effect<ReadonlyArray<Stored>, StoreUnavailable>
    /**
     * The first commit of a team. Two at once: the second gets TeamAlreadyStored, and so does one that finds a pointer.
     * The same `commitId` again, with no
     * other commit in between: a success that changes nothing.
     */
    create(commit: Commit): Effect.Effect<Stored, TeamAlreadyStored | StoreUnavailable>
    /**
     * Fails with StaleTeam unless `expected` is the stored version. All or nothing. The same `commitId` again, with no
     * other commit in between: a success that changes nothing. The schedule is written as given, so it must carry over
     * the lease that was loaded; a claim in between changes the version, so nobody can overwrite a lease unseen.
     */
    commit(expected: Stored["version"], commit: Commit): Effect.Effect<Stored, StaleTeam | StoreUnavailable>
    /**
     * Up to `limit` teams that are claimable now, the longest claimable first, each under a new fence (one more than
     * before) and a lease of `leaseMillis` from now. A lease that ends now has ended. `takenOver`: the former lease ran
     * out without having been given back. Teams that another worker claims at the same moment are left out, never waited
     * for.
     */
    claim(
      worker: string,
      limit: number,
      leaseMillis: number
    ): Effect.Effect<ReadonlyArray<{ readonly stored: Stored; readonly takenOver: boolean }>, StoreUnavailable>
    /**
     * Gives the lease of `fence` back without a commit. Nothing happens if it isn't held any more: a lease that ran out
     * can't be given back, because its holder may have been late for more than that.
     */
    release(id: TeamId, fence: number): Effect.Effect<void, StoreUnavailable>
    /** When the next team becomes claimable; none when none will. May be in the past. */
    nextDue(): Effect.Effect<Option.Option<Timestamp>, StoreUnavailable>
    /** Everybody who was asked for, chunk by chunk in order; `[]` when nothing is stored. */
    chunks(id: TeamId): Effect.Effect<ReadonlyArray<PeopleChunk>, StoreUnavailable>
    /** One chunk; none when it isn't stored. */
    chunk(id: TeamId, chunk: number): Effect.Effect<Option.Option<PeopleChunk>, StoreUnavailable>
    /** Who was in the team when the platform last reported it; none before the first check. */
    roster(id: TeamId): Effect.Effect<Option.Option<SeenRoster>, StoreUnavailable>
    /**
     * Newest first by creation, page by page. A team that changes meanwhile is listed at most once. A page can be shorter
     * than its limit, or empty, and still have a next one.
     */
    list(filter: ListFilter, page: PageRequest): Effect.Effect<Page<Stored>, UnknownContinuation | StoreUnavailable>
    /** A team's events, oldest first, after position `after` (0: from the beginning). */
    timeline(id: TeamId, after: number, limit: number): Effect.Effect<ReadonlyArray<RecordedEvent>, StoreUnavailable>
    /**
     * Lets `changes` tell what incidents are now. A state, by its etag, that was published already within `statesAreKept`
     * isn't told again, also if another process publishes it. Those in one call may be published in part if it fails.
     */
    publish(incidents: ReadonlyArray<Incident>): Effect.Effect<void, StoreUnavailable>
    /**
     * What was committed or published after `cursor` (none: from now on), at most `limit`. At least once, in order per
     * team and per incident only. What becomes visible late, after others that began later, is still told to a caller that
     * only goes forward. The answer's cursor goes on from there, also when there was nothing. States older than
     * `statesAreKept`, and those that this program can't read, may be left out. Commits that are older than
     * `commitsAreKept` may be forgotten; a cursor before one of those is unknown, so that nobody misses it unknowingly.
     */
    changes(
      cursor: Option.Option<string>,
      limit: number
    ): Effect.Effect<
      { readonly changes: ReadonlyArray<Change>; readonly cursor: string },
      UnknownContinuation | StoreUnavailable
    >
    /** The answer given under this key, unless it has expired. */
    answered(id: TeamId, scope: string, key: string): Effect.Effect<Option.Option<Idempotency>, StoreUnavailable>
    /**
     * The pointers under these ids; of an id under which nothing or a team is stored, none. A team is stored under an id for
     * good, a pointer until `unpoint`. Pointers are no teams: nothing else than these three methods and `create` knows of them.
     */
    pointers(ids: ReadonlyArray<TeamId>): Effect.Effect<ReadonlyMap<TeamId, Pointer>, StoreUnavailable>
    /**
     * Stores the pointer where nothing is, or a pointer to the same team with a lower link; anything else stays. Answers
     * with what is stored afterward, so that the same call again answers the same.
     */
    point(id: TeamId, pointer: Pointer): Effect.Effect<Pointed, StoreUnavailable>
    /** Removes exactly this pointer; nothing happens where something else or nothing is stored. */
    unpoint(id: TeamId, pointer: Pointer): Effect.Effect<void, StoreUnavailable>
  }
>()("@incident-teams/application/ports/TeamStore") {}
