import { Schema } from "effect"
import { wholeNumber } from "./inText.ts"

export const maximumPage = 200
export const defaultPage = 50

/** The parameters that select a page. */
export const paging = {
  top: Schema.optionalKey(
    wholeNumber({ minimum: 1, maximum: maximumPage, default: defaultPage }, "The maximum number of items to return.")
  ),
  continuation: Schema.optionalKey(
    Schema.String.annotate({
      description: "The continuation of the previous page. Opaque. Repeat the same filters and order."
    })
  )
}

/** Present when there are more items; goes into the next request's `continuation`. */
export const continuation = Schema.optionalKey(
  Schema.String.annotate({
    description:
      "Present when there are more items. Send it as the `continuation` parameter to get the next page. Opaque."
  })
)
