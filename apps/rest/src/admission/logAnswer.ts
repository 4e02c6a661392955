import { Cause, Clock, Effect, Option } from "effect"
import { Admission, type Refusal } from "./Admission.ts"

/** By failure. */
const refusals = new Map<string, Refusal>([
  ["TokenRefused", "unauthenticated"],
  ["RateExceeded", "rate"],
  ["CallerBusy", "caller-busy"],
  ["ServerBusy", "server-busy"]
])

interface Answered {
  readonly status: number
  readonly caller: string
  readonly address: string
  /** When the request came; milliseconds. */
  readonly began: number
  /** Where it isn't in the log already. */
  readonly route?: string
}

/**
 * Logs how a request was answered. One that was refused before it was processed, as `cause` says, is only counted: such
 * requests may come without end.
 */
export const logAnswer = (
  { began, address, ...logged }: Answered,
  cause: Cause.Cause<{ readonly _tag: string }> = Cause.empty
): Effect.Effect<void, never, Admission> => {
  const turnedAway = refusals.get(Option.getOrUndefined(Cause.findErrorOption(cause))?._tag ?? "")
  return turnedAway === undefined
    ? Effect.flatMap(Clock.currentTimeMillis, (at) =>
        Effect.annotateLogs(Effect.logInfo("Request answered"), { ...logged, millis: at - began })
      )
    : Effect.flatMap(Admission, (admission) => admission.refused(turnedAway, { caller: logged.caller, address }))
}
