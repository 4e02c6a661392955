import type { OperationInput } from "@azure/cosmos"
import { freshId } from "@incident-teams/application/tracing/freshId"
import { plus, Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option, Schema } from "effect"
import type { CosmosContainer } from "./CosmosContainer.ts"
import { itemAs } from "./storedRecord.ts"
import { persistently, persistentWrite } from "./wire/persistently.ts"

const turnId = "turn"
/** `write`: tells whose write it was, where its answer was lost. */
const TurnItem = Schema.Struct({ until: Schema.toType(Timestamp), write: Schema.String })

/** The first to write has it. */
export const takeTurn = Effect.fnUntraced(function* (
  users: CosmosContainer,
  matter: string,
  now: Timestamp,
  everyMillis: number
) {
  const owner = `turn ${matter}`
  const stored = Effect.map(
    users.read(owner, turnId),
    Option.map(({ item, etag }) => ({ etag, ...itemAs("turn", TurnItem, matter, item) }))
  )
  const before = yield* persistently(stored)
  if (Option.exists(before, ({ until }) => until > now)) return false
  const write = yield* freshId
  const resourceBody = { id: turnId, owner, until: plus(now, everyMillis), write }
  const operation: OperationInput = Option.match(before, {
    onNone: (): OperationInput => ({ operationType: "Create", resourceBody }),
    onSome: ({ etag }): OperationInput => ({ operationType: "Replace", id: turnId, resourceBody, ifMatch: etag })
  })
  return yield* persistentWrite(
    Effect.as(users.batch(owner, [operation]), true),
    Effect.map(stored, (found) =>
      Option.as(
        Option.filter(found, (one) => one.write === write),
        true
      )
    )
  ).pipe(
    Effect.catchTags({
      Stale: () => Effect.succeed(false),
      Conflict: () => Effect.succeed(false),
      Missing: () => Effect.succeed(false)
    })
  )
})
