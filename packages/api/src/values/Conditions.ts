import { Schema } from "effect"
import { trueOrFalse } from "./inText.ts"

/** The version of what was read, for `If-Match`. */
export const etag = Schema.String.annotate({
  description:
    "Identifies what was read. Send it as If-None-Match to get the response only if it has changed, or as If-Match to" +
    " change only what was read. The progress of a team doesn't count for If-Match.",
  examples: ['"4c1f0d9be2a7c3d8"']
})

/** On the response to a request that was carried out before under its Idempotency-Key. */
export const idempotencyReplayed = Schema.optionalKey(
  trueOrFalse("true: this is the response that the first request with this Idempotency-Key got. Nothing was repeated.")
)

/** RFC 9110, 8.8.3. */
const entityTag = String.raw`(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"`

/**
 * Change it only if it is still in the state that was read; `*`: in any state. A weak tag is well-formed, and never matches
 * (RFC 9110, 13.1.1).
 */
export const ifMatch = Schema.optionalKey(
  Schema.String.check(
    Schema.isPattern(new RegExp(String.raw`^(?:\*|${entityTag}(?:[ \t]*,[ \t]*${entityTag})*)$`, "u"), {
      expected: 'an ETag with its double quotes, such as "4c1f0d9be2a7c3d8", or *'
    })
  ).annotate({
    description: "The ETag that was read, or `*` for any. If the state has changed since, the request fails with 412.",
    examples: ['"4c1f0d9be2a7c3d8"', "*"]
  })
)

/**
 * Within 24 hours, a request with the same key and body, by the same caller and for the same team, gets the same response
 * and is not carried out again.
 */
export const idempotencyKey = Schema.optionalKey(
  Schema.String.check(
    Schema.isPattern(/^[\x21-\x7e]{1,128}$/u, { expected: "1 to 128 visible ASCII characters" })
  ).annotate({
    description:
      "A key that you choose for this request, such as a UUID. Sending the same key and body again within 24 hours" +
      " returns the same response without repeating the change. Sending the same key with another body, or for another" +
      " operation on the same team, fails with 422. Only accepted requests are remembered. Keys are scoped to a team:" +
      " the same key for another incident's team is a different request.",
    examples: ["0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e"]
  })
)
