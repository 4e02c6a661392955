import { defined } from "@incident-teams/domain/defined"
import { Option, Result, Schema } from "effect"
import { ArmRefused, ArmUnreachable, shortened } from "./ArmFailure.ts"

const ErrorEnvelope = Schema.fromJsonString(
  Schema.Struct({
    error: Schema.Struct({
      code: Schema.optionalKey(Schema.NullOr(Schema.String)),
      message: Schema.optionalKey(Schema.NullOr(Schema.String))
    })
  })
)
const decodeError = Schema.decodeOption(ErrorEnvelope)
const decodeJson = Schema.decodeResult(Schema.fromJsonString(Schema.Unknown))

export interface ArmAnswer {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly text: string
}

/** Half an hour: nobody waits longer on an answer's word alone. */
const longestWaitSeconds = 1_800

/** Retry-After as seconds or as an HTTP date (RFC 9110, section 10.2.3), in milliseconds of the platform. */
const retryAfter = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined) return undefined
  const seconds = /^\s*\d+(?:\.\d+)?\s*$/u.test(text) ? Number(text) : (Date.parse(text) - now) / 1_000
  return Number.isNaN(seconds) ? undefined : Math.ceil(Math.min(Math.max(seconds, 0), longestWaitSeconds) * 1_000)
}

const refusalOf = ({ status, header, text }: ArmAnswer, now: number, timeScale: number): ArmRefused => {
  const error = Option.map(decodeError(text), (envelope) => envelope.error)
  const code = Option.getOrElse(error, () => ({ code: "" })).code ?? ""
  const message = Option.match(error, { onNone: () => "", onSome: (known) => known.message ?? "" })
  // "The client '…' with object id '…' does not have authorization to perform action '…' over scope '…'".
  const action = /perform action '([A-Za-z0-9./*]{1,200})'/u.exec(message)?.[1]
  const wait = retryAfter(header("retry-after"), now)
  return new ArmRefused({
    status,
    code: /^\w{1,80}$/u.test(code) ? code : "",
    words: shortened(message),
    ...defined({ action }),
    ...(wait === undefined ? {} : { afterMillis: Math.ceil(wait / timeScale) })
  })
}

/** The JSON of a 2xx answer; anything else in our own words. `now`: milliseconds since the epoch. */
export const readArmAnswer = (
  answer: ArmAnswer,
  now: number,
  timeScale: number
): Result.Result<unknown, ArmRefused | ArmUnreachable> => {
  if (answer.status < 200 || answer.status > 299) return Result.fail(refusalOf(answer, now, timeScale))
  return Result.mapError(
    decodeJson(answer.text),
    (cause) => new ArmUnreachable({ reason: "Azure's answer isn't JSON, or was cut off.", connection: false, cause })
  )
}
