import { Schema } from "effect"
import { wholeNumber } from "./WholeNumber.ts"

export const maximumPage = 200
export const defaultPage = 50

/** How to ask for a page. */
export const paging = {
  top: Schema.optionalKey(
    wholeNumber(1, maximumPage, `How many at most: 1 to ${maximumPage}, ${defaultPage} unless told.`)
  ),
  continuation: Schema.optionalKey(
    Schema.String.annotate({
      description: "From the page before; opaque. Filters and order have to be the same again."
    })
  )
}

/** Present when there is more; goes into the next request's `continuation`. */
export const continuation = Schema.optionalKey(
  Schema.String.annotate({ description: "Present when there is more: pass it on to get the next page. Opaque." })
)
