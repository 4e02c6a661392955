import type { OperationInput } from "@azure/cosmos"
import type { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import { Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Clock, Effect, Layer, Option, Schema } from "effect"
import type { CosmosContainer } from "./CosmosContainer.ts"
import { CosmosDatabase, layer as databaseLayer } from "./CosmosDatabase.ts"
import { itemAs } from "./storedRecord.ts"
import { takeTurn } from "./takeTurn.ts"
import { persistently, persistentWrite } from "./wire/persistently.ts"

const itemId = "watermark"
const WatermarkItem = Schema.Struct({ at: Schema.toType(Timestamp) })

/** A person's id is a GUID, so no person's partition is a workspace's. */
const partitionOf = (workspace: WorkspaceAlias): string => `workspace ${workspace}`

const read = (users: CosmosContainer, workspace: WorkspaceAlias) =>
  Effect.map(
    users.read(partitionOf(workspace), itemId),
    Option.map(({ item, etag }) => ({ etag, at: itemAs("watermark", WatermarkItem, workspace, item).at }))
  )

/** On top of what was read, and again when somebody else was quicker. */
const advance = (
  users: CosmosContainer,
  workspace: WorkspaceAlias,
  to: Timestamp
): Effect.Effect<void, StoreUnavailable> =>
  Effect.gen(function* () {
    const stored = yield* persistently(read(users, workspace))
    if (Option.exists(stored, ({ at }) => at >= to)) return
    const resourceBody = { id: itemId, owner: partitionOf(workspace), at: to }
    const operation: OperationInput = Option.match(stored, {
      onNone: (): OperationInput => ({ operationType: "Create", resourceBody }),
      onSome: ({ etag }): OperationInput => ({ operationType: "Replace", id: itemId, resourceBody, ifMatch: etag })
    })
    yield* persistentWrite(
      Effect.asVoid(users.batch(partitionOf(workspace), [operation])),
      Effect.map(read(users, workspace), (now) => Option.asVoid(Option.filter(now, ({ at }) => at >= to)))
    ).pipe(
      Effect.catchTags({
        Stale: () => advance(users, workspace, to),
        Conflict: () => advance(users, workspace, to),
        Missing: () => advance(users, workspace, to)
      })
    )
  })

const make = Effect.gen(function* () {
  const { users } = yield* CosmosDatabase

  return WatermarkStore.of({
    load: (workspace) =>
      Effect.map(
        persistently(read(users, workspace)),
        Option.map(({ at }) => at)
      ),
    advance: (workspace, to) => advance(users, workspace, to),
    acquireLock: (matter, everyMillis) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => takeTurn(users, matter, timestampOf(now), everyMillis))
  })
})

/** On a database that is provided; with the other stores on the same one, they share its client and its session. */
export const layerOn = Layer.effect(WatermarkStore, make)

/** In the configured account. */
export const layer = Layer.provide(layerOn, databaseLayer)
