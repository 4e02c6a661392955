import { Cause, Option } from "effect"
import type { Refusal } from "./Admission.ts"

const refusals = new Map<string, Refusal>([
  ["TokenRefused", "unauthenticated"],
  ["RateExceeded", "rate"],
  ["CallerBusy", "caller-busy"],
  ["ServerBusy", "server-busy"]
])

/** Whether a request was refused before it was processed, whatever it asked for, and why. */
export const refusalOf = (cause: Cause.Cause<{ readonly _tag: string }>): Refusal | undefined =>
  Option.getOrUndefined(Option.map(Cause.findErrorOption(cause), ({ _tag }) => refusals.get(_tag)))
