import type { Sent } from "./PageForm.ts"

/** A form that a page of ours doesn't send. */
export const unreadable = (given: URLSearchParams): Sent => ({
  _tag: "Shown",
  given,
  refusal: {
    status: 400,
    detail: "The form contains a value that it doesn't offer.",
    remedy: "Check the form, and send it again. Nothing was changed.",
    errors: []
  }
})
