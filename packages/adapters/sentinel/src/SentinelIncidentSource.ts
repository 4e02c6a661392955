import {
  IncidentConflict,
  IncidentRefused,
  IncidentSource,
  UnknownIncidentContinuation,
  UnknownWorkspace
} from "@incident-teams/application/ports/IncidentSource"
import { asSystem, type OnBehalf } from "@incident-teams/application/ports/Session"
import { defined } from "@incident-teams/domain/defined"
import { incidentArmIdOf } from "@incident-teams/domain/ids/IncidentArmId"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { isEmptyPatch } from "@incident-teams/domain/incident/changeIncident"
import { defenderIdOf } from "@incident-teams/domain/incident/defenderIdOf"
import { countByKind } from "@incident-teams/domain/incident/Entity"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { maximumCommentCharacters } from "@incident-teams/domain/incident/IncidentComment"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { Effect, Layer, Option, Random, Result, type Schema, Stream } from "effect"
import { ArmConnection, layer as armConnection } from "./arm/ArmConnection.ts"
import { type ArmFailure, ArmUnreachable } from "./arm/ArmFailure.ts"
import { commentName } from "./commentName.ts"
import { continuationOf, nextPage, pageOf } from "./IncidentContinuation.ts"
import {
  incidentFailure,
  isAboutIncident,
  ownFailure,
  ownWriteFailure,
  workspaceFailure,
  writeFailure
} from "./incidentFailures.ts"
import { incidentWrite, RawIncident } from "./incidentWrite.ts"
import { changedSinceFilter, incidentsFilter, incidentsOrder, keyFilter } from "./oDataFilter.ts"
import { configuredWorkspaces, type SentinelWorkspace, workspaceArmId } from "./SentinelWorkspace.ts"
import { decodeAnswer, decodeItems, notUnderstood } from "./wire/decodeAnswer.ts"
import { decodeAlert } from "./wire/WireAlert.ts"
import { decodeBookmark } from "./wire/WireBookmark.ts"
import { decodeComment } from "./wire/WireComment.ts"
import { entityCounts, entityDecoder } from "./wire/WireEntity.ts"
import { decodeIncident } from "./wire/WireIncident.ts"
import { WireEntities, WireList } from "./wire/WireList.ts"
import { decodeRelation } from "./wire/WireRelation.ts"
import { decodeTask } from "./wire/WireTask.ts"

/** How often a write is tried while others write too: the conflict may persist (Azure/Azure-Sentinel issue 13491). */
const attempts = 5
const firstPauseMillis = 100
/** Of a sweep; Sentinel's maximum is 1,000. */
const sweepPage = 200

const isConflict = (failure: ArmFailure): boolean =>
  failure._tag === "ArmRefused" && (failure.status === 409 || failure.status === 412)

/** Lets UnknownWorkspace, which is ours, pass, and puts into words what Azure said. */
const unlessUnknown =
  <E>(translate: (failure: ArmFailure) => E) =>
  (failure: UnknownWorkspace | ArmFailure): UnknownWorkspace | E =>
    failure._tag === "UnknownWorkspace" ? failure : translate(failure)

/** The port over ARM, for these workspaces. */
export const make = (
  configured: ReadonlyArray<SentinelWorkspace>
): Effect.Effect<IncidentSource["Service"], never, ArmConnection> =>
  Effect.map(ArmConnection, (arm) => {
    const { apiVersion, timeScale } = arm.settings

    const workspaceOf = (alias: WorkspaceAlias): Effect.Effect<SentinelWorkspace, UnknownWorkspace> => {
      const workspace = configured.find((one) => one.alias === alias)
      return workspace === undefined
        ? Effect.fail(new UnknownWorkspace({ workspace: alias }))
        : Effect.succeed(workspace)
    }

    /** The workspace of an incident, and the address of the incident or of what is below it. */
    const placeOf = (id: IncidentId, below = "", query = {}) => {
      const { workspace: alias, name } = partsOfIncidentId(id)
      return Effect.map(workspaceOf(alias), (workspace) => ({
        workspace,
        url: arm.at(`${incidentArmIdOf(workspace.scope, name)}${below}`, { "api-version": apiVersion, ...query })
      }))
    }

    const incidentsUrl = ({ scope }: SentinelWorkspace, query: { readonly [option: string]: string }): URL =>
      arm.at(`${workspaceArmId(scope)}/providers/Microsoft.SecurityInsights/incidents`, {
        "api-version": apiVersion,
        ...query
      })

    /** What ARM sent, as the incident that was asked for. Names are compared as ARM does, without regard to case. */
    const asIncident = (
      id: IncidentId,
      workspace: SentinelWorkspace,
      answer: unknown
    ): Effect.Effect<Incident, ArmUnreachable> =>
      Effect.flatMap(Effect.fromResult(Result.mapError(decodeIncident(answer, workspace), notUnderstood)), (incident) =>
        incident.id.toLowerCase() === id.toLowerCase()
          ? Effect.succeed(incident)
          : Effect.fail(
              new ArmUnreachable({
                reason: "Azure returned a different incident.",
                connection: false,
                cause: undefined
              })
            )
      )

    const readIncident = (id: IncidentId, on: OnBehalf): Effect.Effect<Incident, UnknownWorkspace | ArmFailure> =>
      Effect.flatMap(placeOf(id), ({ workspace, url }) =>
        Effect.flatMap(arm.read(url, on), (answer) => asIncident(id, workspace, answer))
      )

    const pageAt = (url: URL, on: OnBehalf) =>
      Effect.gen(function* () {
        const { value, nextLink } = yield* decodeAnswer(WireList, yield* arm.read(url, on))
        if (!nextLink) return { value, next: undefined }
        const next = yield* Effect.fromResult(nextPage(url, nextLink))
        return { value, next }
      })

    /** From `first` on, page by page. */
    const pagesFrom = (first: URL, on: OnBehalf): Stream.Stream<ReadonlyArray<unknown>, ArmFailure> =>
      Stream.paginate(first, (url) =>
        Effect.map(pageAt(url, on), ({ value, next }) => [[value], Option.fromUndefinedOr(next)] as const)
      )

    /** Only a workspace that answers can tell that an incident isn't in it. */
    const confirmGone = (workspace: SentinelWorkspace) => pageAt(incidentsUrl(workspace, { $top: "1" }), asSystem)

    const pause = (attempt: number): Effect.Effect<void> =>
      Effect.flatMap(Random.nextBetween(0.5, 1.5), (jitter) =>
        Effect.sleep((firstPauseMillis * 2 ** (attempt - 1) * jitter) / timeScale)
      )

    /** What the incident was made from, listed all at once. */
    const evidenceOf = Effect.fn("SentinelIncidentSource.evidence")(
      function* <A>(
        id: IncidentId,
        on: OnBehalf,
        kind: "alerts" | "bookmarks",
        decode: (wire: unknown) => Result.Result<A, Schema.SchemaError>
      ) {
        const { url } = yield* placeOf(id, `/${kind}`)
        const { value } = yield* decodeAnswer(WireList, yield* arm.read(url, on, "POST"))
        return yield* decodeItems(kind, value, decode)
      },
      (evidence, id) => Effect.mapError(evidence, unlessUnknown(incidentFailure(id)))
    )

    /** What people and rules put on the incident, page by page. */
    const belongingsOf = Effect.fn("SentinelIncidentSource.belongings")(
      function* <A>(
        id: IncidentId,
        on: OnBehalf,
        kind: "comments" | "relations" | "tasks",
        decode: (wire: unknown) => Result.Result<A, Schema.SchemaError>
      ) {
        const { url } = yield* placeOf(id, `/${kind}`, { $top: "100" })
        const pages = yield* Stream.runCollect(pagesFrom(url, on))
        return yield* decodeItems(kind, pages.flat(), decode)
      },
      (belongings, id) => Effect.mapError(belongings, unlessUnknown(incidentFailure(id)))
    )

    return {
      workspaces: configured.map(({ alias, scope }) => ({
        alias,
        fullIdOf: (name) => incidentArmIdOf(scope, IncidentName.make(name))
      })),

      list: Effect.fn("SentinelIncidentSource.list")(function* (alias, { filter, order, top, next }, on) {
        const workspace = yield* workspaceOf(alias)
        const $filter = incidentsFilter(filter)
        const $orderby = incidentsOrder(order)
        const first = incidentsUrl(workspace, {
          ...defined({ $filter }),
          $orderby,
          $top: String(Math.min(Math.max(Math.trunc(top), 1), 200))
        })
        const asked = JSON.stringify([alias, $filter, $orderby])
        const url = yield* Effect.fromResult(pageOf(asked, first, next))
        const page = yield* Effect.mapError(pageAt(url, on), (failure) =>
          // Azure doesn't know its token any more, or somebody made one up.
          next !== undefined && failure._tag === "ArmRefused" && failure.status === 400
            ? new UnknownIncidentContinuation({ next })
            : workspaceFailure(failure)
        )
        const items = yield* decodeItems("incidents", page.value, (item) => decodeIncident(item, workspace))
        return { items, ...(page.next === undefined ? {} : { next: continuationOf(asked, page.next) }) }
      }),

      get: (id, on) => Effect.mapError(readIncident(id, on), unlessUnknown(incidentFailure(id))),

      observe: Effect.fn("SentinelIncidentSource.observe")(function* (id) {
        const { workspace } = yield* placeOf(id)
        return yield* readIncident(id, asSystem).pipe(
          Effect.map((incident) => ({ _tag: "Found" as const, incident: snapshotOf(incident) })),
          Effect.catchIf(
            (failure) => failure._tag === "ArmRefused" && isAboutIncident(failure),
            () => Effect.as(confirmGone(workspace), { _tag: "Gone" as const, id })
          ),
          Effect.mapError(unlessUnknown(ownFailure))
        )
      }),

      find: Effect.fn("SentinelIncidentSource.find")(
        function* (alias, key) {
          const workspace = yield* workspaceOf(alias)
          const incidentsOn = (query: { readonly [option: string]: string }) =>
            Effect.flatMap(pageAt(incidentsUrl(workspace, query), asSystem), ({ value }) =>
              decodeItems("incidents", value, (item) => decodeIncident(item, workspace))
            )
          const filtered = incidentsOn({ $filter: keyFilter(key), $top: String(sweepPage) })
          const incidents = yield* "number" in key
            ? filtered
            : Effect.catchIf(
                filtered,
                (failure) => failure._tag === "ArmRefused" && failure.status === 400,
                // Microsoft doesn't document that this member can be filtered by. An incident that another one was
                // merged into has just changed.
                () =>
                  incidentsOn({
                    $orderby: incidentsOrder({ by: "lastModified", descending: true }),
                    $top: String(sweepPage)
                  })
              )
          const found = incidents.find((incident) =>
            "number" in key ? incident.number === key.number : defenderIdOf(incident) === key.defenderId
          )
          return Option.map(Option.fromUndefinedOr(found), snapshotOf)
        },
        (found) => Effect.mapError(found, unlessUnknown(ownFailure))
      ),

      changedSince: (alias, since) =>
        Stream.unwrap(
          Effect.map(workspaceOf(alias), (workspace) =>
            pagesFrom(
              incidentsUrl(workspace, {
                $filter: changedSinceFilter(since),
                $orderby: incidentsOrder({ by: "lastModified", descending: false }),
                $top: String(sweepPage)
              }),
              asSystem
            ).pipe(
              Stream.mapError(ownFailure),
              Stream.mapEffect((items) =>
                decodeItems("changed incidents", items, (item) => decodeIncident(item, workspace))
              ),
              Stream.flattenIterable
            )
          )
        ),

      update: Effect.fn("SentinelIncidentSource.update")(function* (id, patch, on, etag) {
        const { workspace, url } = yield* placeOf(id)
        for (let attempt = 1; attempt <= attempts; attempt++) {
          if (attempt > 1) yield* pause(attempt - 1)
          const outcome = yield* Effect.gen(function* () {
            const answer = yield* arm.read(url, on)
            const incident = yield* asIncident(id, workspace, answer)
            if (etag !== undefined && etag !== incident.etag) return yield* new IncidentConflict({ id })
            const asked = patch(incident)
            if (isEmptyPatch(asked)) return incident
            const raw = yield* decodeAnswer(RawIncident, answer)
            return yield* asIncident(id, workspace, yield* arm.put(url, on, incidentWrite(raw, asked)))
          }).pipe(
            Effect.map(Option.some),
            Effect.catchIf(
              (failure) => failure._tag !== "IncidentConflict" && isConflict(failure),
              () => Effect.succeedNone
            ),
            Effect.mapError((failure) => (failure._tag === "IncidentConflict" ? failure : writeFailure(id)(failure)))
          )
          if (Option.isSome(outcome)) return outcome.value
        }
        return yield* new IncidentConflict({ id })
      }),

      alerts: (id, on) => evidenceOf(id, on, "alerts", decodeAlert),

      bookmarks: (id, on) => evidenceOf(id, on, "bookmarks", decodeBookmark),

      entities: Effect.fn("SentinelIncidentSource.entities")(
        function* (id, on) {
          const { url } = yield* placeOf(id, "/entities")
          const answer = yield* decodeAnswer(WireEntities, yield* arm.read(url, on, "POST"))
          const entities = yield* decodeItems("entities", answer.entities, entityDecoder(answer.entities))
          return {
            entities,
            counts: answer.metaData === undefined ? countByKind(entities) : entityCounts(answer.metaData)
          }
        },
        (entities, id) => Effect.mapError(entities, unlessUnknown(incidentFailure(id)))
      ),

      // Azure's order of what follows isn't documented.
      comments: (id, on) =>
        Effect.map(belongingsOf(id, on, "comments", decodeComment), (comments) =>
          comments.toSorted((a, b) => (a.created ?? 0) - (b.created ?? 0))
        ),

      tasks: (id, on) =>
        Effect.map(belongingsOf(id, on, "tasks", decodeTask), (tasks) =>
          tasks.toSorted((a, b) => (a.created ?? 0) - (b.created ?? 0))
        ),

      relations: (id, on) => belongingsOf(id, on, "relations", decodeRelation),

      putComment: Effect.fn("SentinelIncidentSource.putComment")(function* (id, comment, message) {
        const { url } = yield* placeOf(id, `/comments/${commentName(id, comment)}`)
        if (message.length > maximumCommentCharacters) {
          return yield* new IncidentRefused({
            reason: `A comment has at most ${maximumCommentCharacters} characters, and this one ${message.length}.`
          })
        }
        yield* arm.put(url, asSystem, { properties: { message } }).pipe(
          Effect.catchIf(isConflict, (conflict) =>
            // Two of us at once, or an answer that was lost: the comment being there is all that is wanted.
            Effect.flatMap(arm.read(url, asSystem), (answer) =>
              Result.match(decodeComment(answer), {
                onFailure: (error) => Effect.fail(notUnderstood(error)),
                onSuccess: (there) => (there.message === message ? Effect.void : Effect.fail(conflict))
              })
            )
          ),
          Effect.mapError(ownWriteFailure(id))
        )
      })
    }
  })

/** From SENTINEL_WORKSPACES, with the connection that it is given. */
export const layerOnConnection = Layer.effect(IncidentSource, Effect.flatMap(configuredWorkspaces, make))

/** From the environment; needs the credentials alone. */
export const layer = Layer.provide(layerOnConnection, armConnection)
