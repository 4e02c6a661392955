import { randomUUID } from "node:crypto"
import { idempotencyKey } from "@incident-teams/api/values/Conditions"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"

/** Every command that changes something takes it: what is sent again under the same key happens once. */
export const keyFlag = Flag.String("idempotency-key").pipe(
  Flag.withSchema(idempotencyKey.schema),
  Flag.withMetavar("<key>"),
  Flag.withDescription(
    "Names this request: run again with the same key within 24 hours, it happens once. A new one unless told."
  ),
  Flag.optional
)

/** The header that names a request, the same for each time that it is sent. */
export const named = (key: Option.Option<string>) =>
  Effect.sync(() => ({ "idempotency-key": Option.getOrElse(key, () => randomUUID()) }))

/** Change only what was read. */
export const ifMatchFlag = Flag.String("if-match").pipe(
  Flag.withMetavar("<etag>"),
  Flag.withDescription("Only if it still is as it was when this ETag was read; otherwise the command ends with 4."),
  Flag.optional
)

export const ifMatch = (etag: Option.Option<string>) => (Option.isSome(etag) ? { "if-match": etag.value } : {})
