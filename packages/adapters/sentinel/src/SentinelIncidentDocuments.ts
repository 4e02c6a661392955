import {
  DocumentConflict,
  type DocumentList,
  DocumentNotFound,
  type DocumentPlace,
  IncidentDocuments
} from "@incident-teams/application/ports/IncidentDocuments"
import {
  IncidentRefused,
  type IncidentSourceUnavailable,
  type NotAuthorized,
  UnknownIncidentContinuation,
  UnknownWorkspace
} from "@incident-teams/application/ports/IncidentSource"
import { defined } from "@incident-teams/domain/defined"
import { incidentArmIdOf } from "@incident-teams/domain/ids/IncidentArmId"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect, Layer, Result, Schema } from "effect"
import { ArmConnection, layer as armConnection } from "./arm/ArmConnection.ts"
import { type ArmFailure, type ArmRefused, describeRefusal } from "./arm/ArmFailure.ts"
import { continuationOf, nextPage, pageOf } from "./IncidentContinuation.ts"
import { workspaceFailure } from "./incidentFailures.ts"
import { configuredWorkspaces, type SentinelWorkspace, workspaceArmId } from "./SentinelWorkspace.ts"
import { decodeAnswer } from "./wire/decodeAnswer.ts"
import { decodeIncident } from "./wire/WireIncident.ts"

const Document = Schema.Record(Schema.String, Schema.Json)
const Page = Schema.Struct({
  value: Schema.Array(Schema.Json),
  nextLink: Schema.optionalKey(Schema.NullOr(Schema.String))
})

/** Codes that speak of what is around the incident, which no caller can have deleted. */
const aroundIt = new Set(["SubscriptionNotFound", "ResourceGroupNotFound", "InvalidResourceType"])

const isMissing = ({ status, code, words }: ArmRefused): boolean =>
  status === 404 &&
  code !== "" &&
  !aroundIt.has(code) &&
  !/operationalinsights\/workspaces\/[^/]+'? under resource group/iu.test(words)

/** What goes wrong with a document called `name`. A refusal is told in Azure's own words. */
const documentFailure =
  (name: string) =>
  (
    failure: UnknownWorkspace | ArmFailure
  ): UnknownWorkspace | DocumentNotFound | IncidentRefused | NotAuthorized | IncidentSourceUnavailable => {
    if (failure._tag === "UnknownWorkspace") return failure
    if (failure._tag !== "ArmRefused") return workspaceFailure(failure)
    if (isMissing(failure)) return new DocumentNotFound({ name })
    if ([400, 413, 415, 422].includes(failure.status)) {
      return new IncidentRefused({ reason: failure.words === "" ? describeRefusal(failure) : failure.words })
    }
    return workspaceFailure(failure)
  }

const writeFailure =
  (name: string) =>
  (failure: UnknownWorkspace | ArmFailure): ReturnType<ReturnType<typeof documentFailure>> | DocumentConflict =>
    failure._tag === "ArmRefused" && (failure.status === 409 || failure.status === 412)
      ? new DocumentConflict({ name })
      : documentFailure(name)(failure)

const nameIn = ({ incident, below }: DocumentPlace): string => below?.name ?? partsOfIncidentId(incident).name

/** The port over ARM, for these workspaces, at the one api-version that is configured. */
export const make = (
  configured: ReadonlyArray<SentinelWorkspace>
): Effect.Effect<IncidentDocuments["Service"], never, ArmConnection> =>
  Effect.map(ArmConnection, (arm) => {
    const version = { "api-version": arm.settings.apiVersion }

    const workspaceOf = (alias: WorkspaceAlias): Effect.Effect<SentinelWorkspace, UnknownWorkspace> => {
      const workspace = configured.find((one) => one.alias === alias)
      return workspace === undefined
        ? Effect.fail(new UnknownWorkspace({ workspace: alias }))
        : Effect.succeed(workspace)
    }

    const pathOf = (incident: IncidentId) => {
      const { workspace: alias, name } = partsOfIncidentId(incident)
      return Effect.map(workspaceOf(alias), (workspace) => ({
        workspace,
        path: incidentArmIdOf(workspace.scope, name) as string
      }))
    }

    const placeOf = ({ incident, below }: DocumentPlace) =>
      Effect.map(pathOf(incident), ({ workspace, path }) => ({
        workspace,
        url: arm.at(below === undefined ? path : `${path}/${below.kind}/${below.name}`, version)
      }))

    const listPath = (list: DocumentList): Effect.Effect<string, UnknownWorkspace> =>
      "workspace" in list
        ? Effect.map(
            workspaceOf(list.workspace),
            ({ scope }) => `${workspaceArmId(scope)}/providers/Microsoft.SecurityInsights/incidents`
          )
        : Effect.map(pathOf(list.incident), ({ path }) => `${path}/${list.kind}`)

    return {
      list: Effect.fn("SentinelIncidentDocuments.list")(function* (list, { filter, orderby, top, next }, on) {
        const name = "workspace" in list ? list.workspace : partsOfIncidentId(list.incident).name
        const path = yield* listPath(list)
        const first = arm.at(path, {
          ...version,
          ...defined({ $filter: filter, $orderby: orderby, $top: top })
        })
        const asked = JSON.stringify([path, filter, orderby, top])
        const url = yield* Effect.fromResult(pageOf(asked, first, next))
        return yield* Effect.gen(function* () {
          const { value, nextLink } = yield* decodeAnswer(Page, yield* arm.read(url, on))
          if (!nextLink) return { items: value }
          const following = yield* Effect.fromResult(nextPage(url, nextLink))
          return { items: value, next: continuationOf(asked, following) }
        }).pipe(
          Effect.mapError((failure) =>
            // Azure doesn't know its token any more, or somebody made one up.
            next !== undefined && failure._tag === "ArmRefused" && failure.status === 400
              ? new UnknownIncidentContinuation({ next })
              : documentFailure(name)(failure)
          )
        )
      }),

      get: Effect.fn("SentinelIncidentDocuments.get")(
        function* (place, on) {
          const { url } = yield* placeOf(place)
          return yield* decodeAnswer(Document, yield* arm.read(url, on))
        },
        (read, place) => Effect.mapError(read, documentFailure(nameIn(place)))
      ),

      put: Effect.fn("SentinelIncidentDocuments.put")(
        function* (place, document, on) {
          const { workspace, url } = yield* placeOf(place)
          const { status, answer } = yield* arm.upsert(url, on, document)
          const written = { document: yield* decodeAnswer(Document, answer), created: status === 201 }
          const incident = place.below === undefined ? decodeIncident(answer, workspace) : undefined
          return incident !== undefined && Result.isSuccess(incident)
            ? { ...written, incident: incident.success }
            : written
        },
        (written, place) => Effect.mapError(written, writeFailure(nameIn(place)))
      ),

      delete: Effect.fn("SentinelIncidentDocuments.delete")(
        function* (place, on) {
          const { url } = yield* placeOf(place)
          return (yield* arm.delete(url, on)) !== 204
        },
        (deleted, place) => Effect.mapError(deleted, writeFailure(nameIn(place)))
      ),

      evidence: Effect.fn("SentinelIncidentDocuments.evidence")(
        function* (incident, kind, on) {
          const { path } = yield* pathOf(incident)
          return yield* decodeAnswer(Document, yield* arm.read(arm.at(`${path}/${kind}`, version), on, "POST"))
        },
        (evidence, incident) => Effect.mapError(evidence, documentFailure(partsOfIncidentId(incident).name))
      )
    }
  })

/** From SENTINEL_WORKSPACES, with the connection that it is given. */
export const layerOnConnection = Layer.effect(IncidentDocuments, Effect.flatMap(configuredWorkspaces, make))

/** From the environment; needs the credentials alone. */
export const layer = Layer.provide(layerOnConnection, armConnection)
