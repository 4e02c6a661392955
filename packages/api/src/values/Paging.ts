import { Schema } from "effect"
import { wholeNumber } from "./WholeNumber.ts"

export const maximumPage = 200
export const defaultPage = 50

/** The parameters that select a page. */
export const paging = {
  top: Schema.optionalKey(
    wholeNumber(1, maximumPage, `The maximum number of items to return, 1 to ${maximumPage}. Default: ${defaultPage}.`)
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
