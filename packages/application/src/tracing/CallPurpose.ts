import { Context } from "effect"

/**
 * What a call to the outside is made for: the name of the reconciler's step, or `request` while somebody waits for an
 * answer. Adapters pass it on where it can be seen later (a header, a span), so that calls can be told apart.
 */
export const CallPurpose: Context.Reference<string> = Context.Reference(
  "@incident-teams/application/tracing/CallPurpose",
  {
    defaultValue: () => "request"
  }
)
