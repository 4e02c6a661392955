import { defined } from "@incident-teams/domain/defined"
import { Schema } from "effect"

/** An answer in ARM's error envelope, `{"error":{"code","message","target"?}}` (common-types, CloudError). */
export class ArmRefusal extends Schema.TaggedError<ArmRefusal>()("ArmRefusal", {
  status: Schema.Int,
  code: Schema.String,
  message: Schema.String,
  /** The member at fault. */
  target: Schema.optionalKey(Schema.String),
  /** Seconds. */
  retryAfter: Schema.optionalKey(Schema.Int),
  allow: Schema.optionalKey(Schema.Array(Schema.String))
}) {}

export const refusalResponse = (
  { status, code, message, target, retryAfter, allow }: ArmRefusal,
  headers: Readonly<Record<string, string>> = {}
): Response =>
  new Response(JSON.stringify({ error: { code, message, ...defined({ target }) } }), {
    status,
    headers: {
      "content-type": "application/json",
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
      ...(allow === undefined ? {} : { allow: allow.join(", ") }),
      ...headers
    }
  })
