import { createHash } from "node:crypto"
import { Idempotency } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Schema } from "effect"
import { itemAs } from "./storedRecord.ts"

const AnswerItem = Schema.Struct({ ...Idempotency.fields, expiresAt: Schema.toType(Timestamp) })

/** An id may not hold every character (Cosmos DB: no / \ ? #), and scope and key may. */
export const answerItemId = (scope: string, key: string): string =>
  `answer-${createHash("sha256")
    .update(JSON.stringify([scope, key]))
    .digest("hex")}`

/** How long an answer is still there after it has expired, in seconds: nobody's clock is quite right. */
const grace = 3_600

/** Cosmos DB removes it some time after it has expired: `ttl` counts from this write, in seconds. */
export const answerItem = (id: TeamId, answer: Idempotency, now: Timestamp) => ({
  id: answerItemId(answer.scope, answer.key),
  team: id,
  ...answer,
  ttl: Math.max(1, Math.ceil((answer.expiresAt - now) / 1_000)) + grace
})

export const answerIn = (id: TeamId, item: unknown): Idempotency => itemAs("answer", AnswerItem, id, item)
