import { canonicalIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Context, Effect, Layer, Option, Result, Schema, Stream } from "effect"
import { AzureRightsSource } from "./AzureRightsSource.ts"
import { IncidentDocuments } from "./IncidentDocuments.ts"
import { IncidentRefused, IncidentSource, UnknownWorkspace } from "./IncidentSource.ts"

/** Refused: two workspaces can't be told apart. Lists every problem. */
export class ConflictingWorkspaces extends Schema.TaggedError<ConflictingWorkspaces>()("ConflictingWorkspaces", {
  problems: Schema.NonEmptyArray(Schema.String)
}) {
  override get message(): string {
    return this.problems.join(" ")
  }
}

/** What one technology provides, by the name that messages use for it. */
export interface OneSource {
  readonly name: string
  readonly incidents: IncidentSource["Service"]
  readonly rights: AzureRightsSource["Service"]
  /** Absent if the technology has no ARM documents. */
  readonly documents: Option.Option<IncidentDocuments["Service"]>
}

type AnySource = Layer.Layer<IncidentSource | AzureRightsSource, unknown, unknown>

/**
 * Several sources of incidents as one: each serves the workspaces that it is configured with, and an incident's
 * workspace alias selects its source. Each source is a layer with `IncidentSource`, `AzureRightsSource` and, if the
 * technology has ARM documents, `IncidentDocuments`. The keys are the names of the technologies.
 */
export const sideBySide = <Sources extends Readonly<Record<string, AnySource>>>(sources: Sources) => {
  type Of = Sources[keyof Sources]
  // Each layer fails and needs what one of them does; TypeScript doesn't follow that through Object.entries.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const named = Object.entries(sources) as ReadonlyArray<
    readonly [string, Layer.Layer<IncidentSource | AzureRightsSource, Layer.Error<Of>, Layer.Services<Of>>]
  >
  return Layer.effectContext(
    Effect.gen(function* () {
      const built = yield* Effect.forEach(named, ([name, layer]) =>
        Effect.map(Layer.build(layer), (context): OneSource => ({
          name,
          incidents: Context.get(context, IncidentSource),
          rights: Context.get(context, AzureRightsSource),
          documents: Context.getOption(context, IncidentDocuments)
        }))
      )
      const owners = yield* Effect.fromResult(ownersOf(built))
      return Context.make(IncidentSource, incidentsOf(built, owners)).pipe(
        Context.add(AzureRightsSource, rightsOf(owners)),
        Context.add(IncidentDocuments, documentsOf(owners))
      )
    })
  )
}

type Owners = ReadonlyMap<WorkspaceAlias, OneSource>

const anyName = IncidentName.make("any")

/** The source of each workspace. Neither an alias nor a place may be configured twice. */
const ownersOf = (sources: ReadonlyArray<OneSource>): Result.Result<Owners, ConflictingWorkspaces> => {
  const owners = new Map<WorkspaceAlias, OneSource>()
  const places = new Map<string, string>()
  const problems: Array<string> = []
  for (const source of sources) {
    for (const { alias, fullIdOf } of source.incidents.workspaces) {
      const other = owners.get(alias)
      if (other !== undefined) {
        problems.push(
          `The workspace alias ${alias} is used by ${other.name} and by ${source.name}. Use a different alias in one.`
        )
        continue
      }
      owners.set(alias, source)
      // Incidents with the same full id would share one team.
      const place = canonicalIncidentId(fullIdOf(anyName))
      const taken = places.get(place)
      if (taken === undefined) places.set(place, alias)
      else {
        problems.push(`The workspaces ${taken} and ${alias} have the same incidents (${place}). Remove one.`)
      }
    }
  }
  const [first, ...others] = problems
  return first === undefined
    ? Result.succeed(owners)
    : Result.fail(new ConflictingWorkspaces({ problems: [first, ...others] }))
}

/** Asks the source of the workspace. */
const at = <A, E, R>(
  owners: Owners,
  workspace: WorkspaceAlias,
  ask: (source: OneSource) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | UnknownWorkspace, R> => {
  const source = owners.get(workspace)
  return source === undefined ? Effect.fail(new UnknownWorkspace({ workspace })) : ask(source)
}

const workspaceOf = (incident: IncidentId): WorkspaceAlias => partsOfIncidentId(incident).workspace

const incidentsOf = (sources: ReadonlyArray<OneSource>, owners: Owners): IncidentSource["Service"] => {
  const about = <A, E>(id: IncidentId, ask: (incidents: IncidentSource["Service"]) => Effect.Effect<A, E>) =>
    at(owners, workspaceOf(id), ({ incidents }) => ask(incidents))
  return {
    workspaces: sources.flatMap(({ incidents }) => incidents.workspaces),
    list: (workspace, query, on) => at(owners, workspace, ({ incidents }) => incidents.list(workspace, query, on)),
    changedSince: (workspace, since) => {
      const source = owners.get(workspace)
      return source === undefined
        ? Stream.fail(new UnknownWorkspace({ workspace }))
        : source.incidents.changedSince(workspace, since)
    },
    get: (id, on) => about(id, (incidents) => incidents.get(id, on)),
    find: (workspace, key) => at(owners, workspace, ({ incidents }) => incidents.find(workspace, key)),
    observe: (id) => about(id, (incidents) => incidents.observe(id)),
    update: (id, patch, on, etag) => about(id, (incidents) => incidents.update(id, patch, on, etag)),
    alerts: (id, on) => about(id, (incidents) => incidents.alerts(id, on)),
    entities: (id, on) => about(id, (incidents) => incidents.entities(id, on)),
    bookmarks: (id, on) => about(id, (incidents) => incidents.bookmarks(id, on)),
    comments: (id, on) => about(id, (incidents) => incidents.comments(id, on)),
    tasks: (id, on) => about(id, (incidents) => incidents.tasks(id, on)),
    relations: (id, on) => about(id, (incidents) => incidents.relations(id, on)),
    putComment: (id, comment, message) => about(id, (incidents) => incidents.putComment(id, comment, message))
  }
}

const rightsOf = (owners: Owners): AzureRightsSource["Service"] => ({
  rightsOf: (visitor, workspace) => at(owners, workspace, ({ rights }) => rights.rightsOf(visitor, workspace))
})

const documentsOf = (owners: Owners): IncidentDocuments["Service"] => {
  const about = <A, E>(
    workspace: WorkspaceAlias,
    ask: (documents: IncidentDocuments["Service"]) => Effect.Effect<A, E>
  ): Effect.Effect<A, E | UnknownWorkspace | IncidentRefused> =>
    at(owners, workspace, ({ name, documents }) =>
      Option.match(documents, {
        onNone: (): Effect.Effect<A, E | IncidentRefused> =>
          Effect.fail(
            new IncidentRefused({
              reason: `Workspace ${workspace} is served by ${name}, which has no ARM documents. Use /v1/incidents instead.`
            })
          ),
        onSome: ask
      })
    )
  return {
    list: (list, query, on) =>
      about("workspace" in list ? list.workspace : workspaceOf(list.incident), (documents) =>
        documents.list(list, query, on)
      ),
    get: (place, on) => about(workspaceOf(place.incident), (documents) => documents.get(place, on)),
    put: (place, document, on) => about(workspaceOf(place.incident), (documents) => documents.put(place, document, on)),
    delete: (place, on) => about(workspaceOf(place.incident), (documents) => documents.delete(place, on)),
    evidence: (incident, kind, on) =>
      about(workspaceOf(incident), (documents) => documents.evidence(incident, kind, on))
  }
}
