import { Schema } from "effect"

/** Send it back in `If-Match` to change only what was read. */
export const etag = Schema.String.annotate({
  description: "Names the state that was read.",
  examples: ['"4c1f0d9be2a7c3d8"']
})

/** Only if it still is in the state that was read; `*`: whatever state it is in. */
export const ifMatch = Schema.optionalKey(
  Schema.String.annotate({
    description: "The ETag that was read. What was changed since is left alone (412).",
    examples: ['"4c1f0d9be2a7c3d8"', "*"]
  })
)

/**
 * For 24 hours the same key with the same body, by the same caller and about the same team, gets the same answer, and
 * nothing happens twice.
 */
export const idempotencyKey = Schema.optionalKey(
  Schema.String.check(
    Schema.isPattern(/^[\x21-\x7e]{1,128}$/u, { expected: "1 to 128 visible ASCII characters" })
  ).annotate({
    description:
      "Yours for this request, such as a UUID. The same key with the same body gets the same answer for 24 hours;" +
      " with another body, or for something else about the same team, it is refused (422). Only requests that were" +
      " accepted count. Keys are kept team by team: the same key for another incident's team is another request.",
    examples: ["0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e"]
  })
)
