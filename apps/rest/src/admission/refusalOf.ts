import { Cause, Option } from "effect"
import type { Refusal } from "./Admission.ts"

const refusals = new Map<string, Refusal>([
  ["TokenRefused", "unauthenticated"],
  ["RateExceeded", "rate"],
  ["CallerBusy", "caller-busy"],
  ["ServerBusy", "server-busy"]
])

/** Why a request was refused before it was processed; undefined if it wasn't. */
export const refusalOf = (cause: Cause.Cause<{ readonly _tag: string }>): Refusal | undefined =>
  Option.getOrUndefined(Option.map(Cause.findErrorOption(cause), ({ _tag }) => refusals.get(_tag)))
