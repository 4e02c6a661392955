import {
  IncidentConflict,
  IncidentNotFound,
  IncidentRefused,
  IncidentSource,
  NotAuthorized,
  UnknownWorkspace,
  type Workspace
} from "@incident-teams/application/ports/IncidentSource"
import type { OnBehalf } from "@incident-teams/application/ports/Session"
import { incidentArmIdOf } from "@incident-teams/domain/ids/IncidentArmId"
import { type IncidentId, incidentIdOf, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { applyPatch, isEmptyPatch } from "@incident-teams/domain/incident/changeIncident"
import { defenderIdOf } from "@incident-teams/domain/incident/defenderIdOf"
import { countByKind } from "@incident-teams/domain/incident/Entity"
import { type Incident, nothingYet } from "@incident-teams/domain/incident/Incident"
import {
  type IncidentComment,
  maximumCommentCharacters,
  maximumCommentsPerIncident
} from "@incident-teams/domain/incident/IncidentComment"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { incidentsRead, incidentsWrite, isGranted } from "@incident-teams/domain/permissions/AzureActions"
import { Clock, Context, Effect, Layer, Option, Stream } from "effect"
import { type Belongings, IncidentHand, type PortalChange } from "./IncidentHand.ts"
import { incidentPage } from "./incidentPage.ts"
import { RightsHand } from "./MemoryAzureRights.ts"

interface Kept {
  incident: Incident
  belongings: Belongings
  readonly comments: Map<string, IncidentComment>
}

const nothing: Belongings = { alerts: [], entities: [], bookmarks: [], tasks: [], relations: [] }

export interface MemoryWorkspace {
  readonly alias: WorkspaceAlias
  /** Default: ARM ids as in Sentinel, in a workspace named after the alias. */
  readonly fullIdOf?: Workspace["fullIdOf"]
}

const armIdsIn =
  (alias: WorkspaceAlias): Workspace["fullIdOf"] =>
  (name) =>
    incidentArmIdOf(
      {
        subscriptionId: "11111111-0000-4000-8000-000000000000",
        resourceGroup: "rg-soc",
        workspace: `workspace-${alias}`
      },
      IncidentName.make(name)
    )

/**
 * Incidents in memory. As with Azure, what a person may do is what they have on the workspace (`RightsHand`);
 * Incident Teams itself, and an application that calls it, may do everything.
 */
export const layer = (
  workspaces: ReadonlyArray<MemoryWorkspace>
): Layer.Layer<IncidentSource | IncidentHand, never, RightsHand> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const rights = yield* RightsHand
      const kept = new Map<IncidentId, Kept>()
      let written = 0

      const known: ReadonlyArray<Workspace> = workspaces.map(({ alias, fullIdOf = armIdsIn(alias) }) => ({
        alias,
        fullIdOf
      }))
      const workspaceOf = (alias: WorkspaceAlias): Effect.Effect<Workspace, UnknownWorkspace> => {
        const workspace = known.find((one) => one.alias === alias)
        return workspace === undefined
          ? Effect.fail(new UnknownWorkspace({ workspace: alias }))
          : Effect.succeed(workspace)
      }

      const nextEtag = () => `"${(++written).toString(16).padStart(8, "0")}-0000-0000-0000-000000000000"`

      const find = (id: IncidentId): Effect.Effect<Kept, IncidentNotFound | UnknownWorkspace> =>
        Effect.flatMap(workspaceOf(partsOfIncidentId(id).workspace), () => {
          const found = kept.get(id)
          return found === undefined ? Effect.fail(new IncidentNotFound({ id })) : Effect.succeed(found)
        })

      const authorize = (workspace: WorkspaceAlias, on: OnBehalf, action: string): Effect.Effect<void, NotAuthorized> =>
        on._tag === "System" ||
        on.session.caller._tag === "Application" ||
        isGranted(rights.rightsOf(on.session.caller.id, workspace), action)
          ? Effect.void
          : Effect.fail(
              new NotAuthorized({ action, reason: `${on.session.caller.name} has no role with it on ${workspace}.` })
            )

      const read = (
        id: IncidentId,
        on: OnBehalf
      ): Effect.Effect<Kept, IncidentNotFound | UnknownWorkspace | NotAuthorized> =>
        Effect.flatMap(workspaceOf(partsOfIncidentId(id).workspace), ({ alias }) =>
          Effect.andThen(authorize(alias, on, incidentsRead), find(id))
        )

      const write = (entry: Kept, incident: Incident): Effect.Effect<Incident> =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          // Two changes within a millisecond are two changes: Sentinel's clock ticks finer than that.
          const lastModified = timestampOf(Math.max(now, entry.incident.lastModified))
          entry.incident = { ...incident, etag: nextEtag(), lastModified }
          return entry.incident
        })

      const belonging =
        <K extends keyof Belongings>(kind: K) =>
        (id: IncidentId, on: OnBehalf) =>
          Effect.map(read(id, on), ({ belongings }) => belongings[kind])

      const incidentsOf = (workspace: WorkspaceAlias): ReadonlyArray<Incident> =>
        [...kept.values()]
          .map(({ incident }) => incident)
          .filter(({ id }) => partsOfIncidentId(id).workspace === workspace)

      const source = IncidentSource.of({
        workspaces: known,

        list: (workspace, query, on) =>
          Effect.gen(function* () {
            const { alias } = yield* workspaceOf(workspace)
            yield* authorize(alias, on, incidentsRead)
            return yield* Effect.fromResult(incidentPage(alias, incidentsOf(alias), query))
          }),

        get: (id, on) => Effect.map(read(id, on), ({ incident }) => incident),

        observe: (id) =>
          find(id).pipe(
            Effect.map(({ incident }) => ({ _tag: "Found" as const, incident: snapshotOf(incident) })),
            Effect.catchTag("IncidentNotFound", () => Effect.succeed({ _tag: "Gone" as const, id }))
          ),

        find: (workspace, key) =>
          Effect.map(workspaceOf(workspace), ({ alias }) =>
            Option.map(
              Option.fromUndefinedOr(
                incidentsOf(alias).find((incident) =>
                  "number" in key ? incident.number === key.number : defenderIdOf(incident) === key.defenderId
                )
              ),
              snapshotOf
            )
          ),

        changedSince: (workspace, since) =>
          Stream.unwrap(
            Effect.map(workspaceOf(workspace), ({ alias }) =>
              Stream.fromIterable(
                incidentsOf(alias)
                  .filter(({ lastModified }) => lastModified >= since)
                  .toSorted((a, b) => a.lastModified - b.lastModified)
              )
            )
          ),

        update: (id, patch, on, etag) =>
          Effect.gen(function* () {
            const entry = yield* read(id, on)
            if (etag !== undefined && etag !== entry.incident.etag) return yield* new IncidentConflict({ id })
            yield* authorize(partsOfIncidentId(id).workspace, on, incidentsWrite)
            const asked = patch(entry.incident)
            return isEmptyPatch(asked) ? entry.incident : yield* write(entry, applyPatch(entry.incident, asked))
          }),

        alerts: belonging("alerts"),
        bookmarks: belonging("bookmarks"),
        tasks: belonging("tasks"),
        relations: belonging("relations"),

        entities: (id, on) =>
          Effect.map(belonging("entities")(id, on), (entities) => ({ entities, counts: countByKind(entities) })),

        comments: (id, on) => Effect.map(read(id, on), ({ comments }) => [...comments.values()]),

        putComment: (id, comment, message) =>
          Effect.gen(function* () {
            const entry = yield* find(id)
            if (message.length > maximumCommentCharacters) {
              return yield* new IncidentRefused({
                reason: `A comment has at most ${maximumCommentCharacters} characters.`
              })
            }
            if (!entry.comments.has(comment) && entry.comments.size >= maximumCommentsPerIncident) {
              return yield* new IncidentRefused({
                reason: `An incident has at most ${maximumCommentsPerIncident} comments.`
              })
            }
            const now = timestampOf(yield* Clock.currentTimeMillis)
            const created = entry.comments.get(comment)?.created ?? now
            const author = { name: "Incident Teams" }
            entry.comments.set(comment, { id: comment, message, author, created, lastModified: now })
            yield* write(entry, { ...entry.incident, commentsCount: entry.comments.size })
          })
      })

      const present = (id: IncidentId): Effect.Effect<Kept> => Effect.orDie(find(id))

      const change = (id: IncidentId, asked: PortalChange): Effect.Effect<Incident> =>
        Effect.flatMap(present(id), (entry) => write(entry, { ...entry.incident, ...asked }))

      const hand = IncidentHand.of({
        add: (workspace, { name, ...given } = {}) =>
          Effect.gen(function* () {
            const { alias, fullIdOf } = yield* Effect.orDie(workspaceOf(workspace))
            const now = timestampOf(yield* Clock.currentTimeMillis)
            const number = kept.size + 1
            const resource = IncidentName.make(name ?? `00000000-0000-4000-8000-${number.toString().padStart(12, "0")}`)
            const incident: Incident = {
              ...nothingYet,
              title: `Incident ${number}`,
              severity: "Medium",
              status: "New",
              url: `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${fullIdOf(resource)}`,
              ...given,
              id: incidentIdOf(alias, resource),
              armId: fullIdOf(resource),
              etag: nextEtag(),
              number,
              created: now,
              lastModified: now
            }
            kept.set(incident.id, { incident, belongings: nothing, comments: new Map() })
            return incident
          }),
        change,
        close: (id) =>
          change(id, { status: "Closed", classification: "TruePositive", classificationReason: "SuspiciousActivity" }),
        reopen: (id) =>
          Effect.flatMap(present(id), (entry) => {
            const { classification: _1, classificationReason: _2, classificationComment: _3, ...open } = entry.incident
            return write(entry, { ...open, status: "Active" })
          }),
        delete: (id) => Effect.map(present(id), () => void kept.delete(id)),
        put: (id, belongings) =>
          Effect.flatMap(present(id), (entry) => {
            entry.belongings = { ...entry.belongings, ...belongings }
            const { alerts, bookmarks } = entry.belongings
            return Effect.asVoid(
              write(entry, { ...entry.incident, alertsCount: alerts.length, bookmarksCount: bookmarks.length })
            )
          }),
        read: (id) => Effect.sync(() => kept.get(id)?.incident),
        commentsOf: (id) => Effect.map(present(id), ({ comments }) => [...comments.values()])
      })

      return Context.make(IncidentSource, source).pipe(Context.add(IncidentHand, hand))
    })
  )
