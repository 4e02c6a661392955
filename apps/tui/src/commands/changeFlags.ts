import { randomUUID } from "node:crypto"
import { idempotencyKey, ifMatch as ifMatchHeader } from "@incident-teams/api/values/Conditions"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"

/** For every command that changes something: a request that is repeated under the same key takes effect only once. */
export const keyFlag = Flag.String("idempotency-key").pipe(
  Flag.withSchema(idempotencyKey.schema),
  Flag.withMetavar("<key>"),
  Flag.withDescription(
    "Identifies this request: repeated with the same key within 24 hours, it takes effect only once. Default: a new key."
  ),
  Flag.optional
)

/** The header that identifies a request. A new key if none is given; the same one for every retry. */
export const idempotencyHeader = (key: Option.Option<string>) =>
  Effect.sync(() => ({ "idempotency-key": Option.getOrElse(key, () => randomUUID()) }))

/** For a change of the state that was read, and of no other. */
export const ifMatchFlag = Flag.String("if-match").pipe(
  Flag.withSchema(ifMatchHeader.schema),
  Flag.withMetavar("<etag>"),
  Flag.withDescription(
    "Change the incident only if its ETag is still this one. Otherwise the command ends with exit code 4."
  ),
  Flag.optional
)

export const ifMatch = (etag: Option.Option<string>) => (Option.isSome(etag) ? { "if-match": etag.value } : {})
