import { FullIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { noAzureRights } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { AzureRightsSource } from "./AzureRightsSource.ts"
import { IncidentDocuments } from "./IncidentDocuments.ts"
import { IncidentSource } from "./IncidentSource.ts"
import { asSystem } from "./Session.ts"
import { sideBySide } from "./sideBySide.ts"

const [soc, lab] = [WorkspaceAlias.make("soc"), WorkspaceAlias.make("lab")]
const incidentIn = (workspace: WorkspaceAlias) => incidentIdOf(workspace, IncidentName.make("4711"))

/** A source with workspaces, which it has at `place`. */
const sourceWith = (place: string, ...aliases: ReadonlyArray<WorkspaceAlias>) =>
  Layer.merge(
    Layer.mock(IncidentSource)({
      workspaces: aliases.map((alias) => ({ alias, fullIdOf: (name) => FullIncidentId.make(`${place}/${name}`) }))
    }),
    Layer.mock(AzureRightsSource)({ rightsOf: () => Effect.succeed(noAzureRights) })
  )
const documents = Layer.mock(IncidentDocuments)({ get: () => Effect.succeed({ name: "4711" }) })

const workspaces = Effect.map(IncidentSource, (source) => source.workspaces.map(({ alias }) => alias))
const documentIn = (workspace: WorkspaceAlias) =>
  Effect.flatMap(IncidentDocuments, (source) => source.get({ incident: incidentIn(workspace) }, asSystem))

describe("sideBySide", () => {
  it("serves the workspaces of every source, in the order of the sources", () =>
    Effect.gen(function* () {
      expect(yield* workspaces).toEqual([lab, soc])
    }).pipe(
      Effect.provide(sideBySide({ Splunk: sourceWith("splunk", lab), Sentinel: sourceWith("sentinel", soc) })),
      Effect.runPromise
    ))

  it("refuses an alias that two sources use, and incidents that two workspaces share, all at once", () =>
    Effect.gen(function* () {
      const refusal = yield* Effect.flip(
        Effect.scoped(
          Layer.build(
            sideBySide({
              Sentinel: sourceWith("here", soc),
              Splunk: sourceWith("there", soc),
              Jira: sourceWith("HERE", lab)
            })
          )
        )
      )
      expect(refusal).toMatchObject({ _tag: "ConflictingWorkspaces" })
      expect(refusal.message).toBe(
        "The workspace alias soc is used by Sentinel and by Splunk. Use a different alias in one. " +
          "The workspaces soc and lab have the same incidents (here/any). Remove one."
      )
    }).pipe(Effect.runPromise))

  it("reads ARM documents where there are any, and says in words where there are none", () =>
    Effect.gen(function* () {
      expect(yield* documentIn(soc)).toEqual({ name: "4711" })
      expect(yield* Effect.flip(documentIn(lab))).toMatchObject({
        _tag: "IncidentRefused",
        reason: "Workspace lab is served by Splunk, which has no ARM documents. Use /v1/incidents instead."
      })
      expect(yield* Effect.flip(documentIn(WorkspaceAlias.make("nowhere")))).toMatchObject({
        _tag: "UnknownWorkspace",
        workspace: "nowhere"
      })
    }).pipe(
      Effect.provide(
        sideBySide({
          Sentinel: Layer.merge(sourceWith("sentinel", soc), documents),
          Splunk: sourceWith("splunk", lab)
        })
      ),
      Effect.runPromise
    ))
})
