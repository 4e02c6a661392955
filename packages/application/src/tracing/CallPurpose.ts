import { Context } from "effect"

/**
 * The purpose of a call to the outside: the name of the reconciler's step, or `request` while a caller waits for an
 * answer. Adapters pass it on where it can be seen later (a header, a span), so that calls can be distinguished.
 */
export const CallPurpose: Context.Reference<string> = Context.Reference(
  "@incident-teams/application/tracing/CallPurpose",
  {
    defaultValue: () => "request"
  }
)
