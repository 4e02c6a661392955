import type { FullIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { Alert } from "@incident-teams/domain/incident/Alert"
import type { Bookmark } from "@incident-teams/domain/incident/Bookmark"
import type { Entity, EntityCount } from "@incident-teams/domain/incident/Entity"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import type { IncidentPatch } from "@incident-teams/domain/incident/IncidentChange"
import type { IncidentComment } from "@incident-teams/domain/incident/IncidentComment"
import type { IncidentObservation, IncidentSnapshot } from "@incident-teams/domain/incident/IncidentObservation"
import type { IncidentRelation } from "@incident-teams/domain/incident/IncidentRelation"
import type { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import type { IncidentTask } from "@incident-teams/domain/incident/IncidentTask"
import type { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { Context, type Effect, type Option, Schema, type Stream } from "effect"
import { InstallationTrouble } from "./InstallationTrouble.ts"
import type { OnBehalf } from "./Session.ts"

/** The incident isn't there, on one read. */
export class IncidentNotFound extends Schema.TaggedError<IncidentNotFound>()("IncidentNotFound", { id: IncidentId }) {}

/** No such workspace is configured here. */
export class UnknownWorkspace extends Schema.TaggedError<UnknownWorkspace>()("UnknownWorkspace", {
  workspace: WorkspaceAlias
}) {}

/** The incident kept changing in between. Read it again and repeat the change. */
export class IncidentConflict extends Schema.TaggedError<IncidentConflict>()("IncidentConflict", { id: IncidentId }) {}

/**
 * The source denied the request, or Entra ID denied a token for it, and would again. `action`: the missing right, where
 * the source names it. `remedy`: what someone has to do, where it isn't a role that is missing. `signIn`: the caller has
 * to sign in again. `claims`: what that sign-in has to carry, as a claims request of OpenID Connect (JSON), because a
 * policy demands more of it than the last one gave.
 */
export class NotAuthorized extends Schema.TaggedError<NotAuthorized>()("NotAuthorized", {
  action: Schema.optionalKey(Schema.String),
  reason: Schema.String,
  remedy: Schema.optionalKey(Schema.String),
  signIn: Schema.optionalKey(Schema.Boolean),
  claims: Schema.optionalKey(Schema.String)
}) {}

/** The source refused what was asked, and would again. */
export class IncidentRefused extends Schema.TaggedError<IncidentRefused>()("IncidentRefused", {
  reason: Schema.String
}) {}

/**
 * The source can't be reached, is busy, or answers what can't be understood. May pass; `trouble`: only once the
 * installation was mended.
 */
export class IncidentSourceUnavailable extends Schema.TaggedError<IncidentSourceUnavailable>()(
  "IncidentSourceUnavailable",
  {
    reason: Schema.String,
    trouble: Schema.optionalKey(InstallationTrouble),
    /** What the source asked to wait, in milliseconds. */
    afterMillis: Schema.optionalKey(Schema.Int),
    cause: Schema.Defect()
  }
) {}

/** A continuation that this source didn't make. Begin again without it. */
export class UnknownIncidentContinuation extends Schema.TaggedError<UnknownIncidentContinuation>()(
  "UnknownIncidentContinuation",
  { next: Schema.String }
) {}

export interface IncidentFilter {
  readonly status?: ReadonlyArray<KnownIncidentStatus>
  readonly severity?: ReadonlyArray<KnownSeverity>
  /** Somewhere in the title: as given, in lower case, in capitals, or with first letters as capitals, at least. */
  readonly title?: string
  readonly number?: number
}

export interface IncidentOrder {
  readonly by: "lastModified" | "created" | "number"
  readonly descending: boolean
}

/** By what else an incident of a workspace is known: its number, or its id in Microsoft Defender, if it comes from there. */
export type IncidentKey = { readonly number: number } | { readonly defenderId: string }

export interface IncidentPage {
  readonly items: ReadonlyArray<Incident>
  /** Present when there is more; opaque. */
  readonly next?: string
}

export interface IncidentEntities {
  readonly entities: ReadonlyArray<Entity>
  /** As the source counts them, which may be more than it lists. */
  readonly counts: ReadonlyArray<EntityCount>
}

/** A workspace as it is configured here. */
export interface Workspace {
  readonly alias: WorkspaceAlias
  /** What an incident of that name in it is called in full. */
  readonly fullIdOf: (name: string) => FullIncidentId
}

/**
 * Incidents, wherever they are kept. Everything is read and written in the name of `on`; a person's rights are then the
 * source's to judge. A calling application's token can't be passed on: for one, Incident Teams itself reads and writes,
 * so that what the application may do must have been asked before.
 */
export class IncidentSource extends Context.Service<
  IncidentSource,
  {
    /** All that are configured, in the order of the configuration. */
    readonly workspaces: ReadonlyArray<Workspace>
    /** One page of a workspace's incidents; `top` is 1 to 200. */
    list(
      workspace: WorkspaceAlias,
      query: {
        readonly filter: IncidentFilter
        readonly order: IncidentOrder
        readonly top: number
        readonly next?: string
      },
      on: OnBehalf
    ): Effect.Effect<
      IncidentPage,
      UnknownWorkspace | UnknownIncidentContinuation | NotAuthorized | IncidentSourceUnavailable
    >
    /** One incident as it is now. */
    get(
      id: IncidentId,
      on: OnBehalf
    ): Effect.Effect<Incident, IncidentNotFound | UnknownWorkspace | NotAuthorized | IncidentSourceUnavailable>
    /**
     * One read for the lifecycle, in our own name: how the incident is, or that it isn't there. It is gone
     * only where the source knows its place and not the incident; a missing workspace or one that can't be read is
     * unavailable.
     */
    observe(
      id: IncidentId
    ): Effect.Effect<IncidentObservation, UnknownWorkspace | InstallationTrouble | IncidentSourceUnavailable>
    /** The incident of a workspace that is known by `key`, in our own name; none if there isn't one. */
    find(
      workspace: WorkspaceAlias,
      key: IncidentKey
    ): Effect.Effect<
      Option.Option<IncidentSnapshot>,
      UnknownWorkspace | InstallationTrouble | IncidentSourceUnavailable
    >
    /** Everything that changed at or after `since`, oldest change first, in our own name. */
    changedSince(
      workspace: WorkspaceAlias,
      since: Timestamp
    ): Stream.Stream<Incident, UnknownWorkspace | InstallationTrouble | IncidentSourceUnavailable>
    /**
     * Reads, merges `patch` and writes back under the etag just read, a few times on a conflict. `etag`: only if the
     * incident is still in that state, else IncidentConflict.
     */
    update(
      id: IncidentId,
      patch: (incident: Incident) => IncidentPatch,
      on: OnBehalf,
      etag?: string
    ): Effect.Effect<
      Incident,
      | IncidentNotFound
      | UnknownWorkspace
      | IncidentConflict
      | NotAuthorized
      | IncidentRefused
      | IncidentSourceUnavailable
    >
    /** What the incident was made from. */
    alerts(id: IncidentId, on: OnBehalf): Effect.Effect<ReadonlyArray<Alert>, ReadFailure>
    /** Accounts, hosts, addresses and the like that its alerts speak of. */
    entities(id: IncidentId, on: OnBehalf): Effect.Effect<IncidentEntities, ReadFailure>
    /** What hunters kept as evidence. */
    bookmarks(id: IncidentId, on: OnBehalf): Effect.Effect<ReadonlyArray<Bookmark>, ReadFailure>
    /** Newest last. */
    comments(id: IncidentId, on: OnBehalf): Effect.Effect<ReadonlyArray<IncidentComment>, ReadFailure>
    /** Oldest first. */
    tasks(id: IncidentId, on: OnBehalf): Effect.Effect<ReadonlyArray<IncidentTask>, ReadFailure>
    /** What it was made from, and what people tied to it. */
    relations(id: IncidentId, on: OnBehalf): Effect.Effect<ReadonlyArray<IncidentRelation>, ReadFailure>
    /** Puts a comment on the incident, in our own name. The same `comment` id again: still one comment. */
    putComment(
      id: IncidentId,
      comment: string,
      message: string
    ): Effect.Effect<
      void,
      IncidentNotFound | UnknownWorkspace | InstallationTrouble | IncidentRefused | IncidentSourceUnavailable
    >
  }
>()("@incident-teams/application/ports/IncidentSource") {}

export type ReadFailure = IncidentNotFound | UnknownWorkspace | NotAuthorized | IncidentSourceUnavailable
