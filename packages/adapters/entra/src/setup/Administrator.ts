import { Context, Effect, Option, Schema } from "effect"

/** A request of the administrator's, to Microsoft Graph (`path` without version) or Azure Resource Manager. */
export interface AdministratorCall {
  readonly to: "graph" | "azure"
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE"
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Any answer, refusals included. */
export interface AdministratorAnswer {
  readonly status: number
  /** Undefined if there is none, or none that is JSON. */
  readonly body: unknown
  /** Seconds. */
  readonly retryAfter?: number
}

/** The setup can't go on: nothing was denied, something failed. */
export class SetupFailed extends Schema.TaggedError<SetupFailed>()("SetupFailed", {
  reason: Schema.String,
  remedy: Schema.String,
  cause: Schema.Defect()
}) {
  override get message(): string {
    return `${this.reason} ${this.remedy}`
  }
}

/** Denied for lack of a right; someone else may have it. */
export class SetupDenied extends Schema.TaggedError<SetupDenied>()("SetupDenied", { reason: Schema.String }) {}

/** Microsoft Graph and Azure Resource Manager, in the name of the person who sets up. */
export class Administrator extends Context.Service<
  Administrator,
  {
    /** Sends one request, once. Fails if there is no answer, or no token. */
    send(call: AdministratorCall): Effect.Effect<AdministratorAnswer, SetupFailed>
    /** Where tokens are issued, without a slash at the end: https://login.microsoftonline.com in the public cloud. */
    readonly authority: string
    /** How often and how long something new is waited for. */
    readonly patience: { readonly tries: number; readonly pauseMillis: number }
  }
>()("@incident-teams/adapter-entra/setup/Administrator") {}

const ErrorBody = Schema.Struct({ error: Schema.Struct({ code: Schema.String, message: Schema.String }) })
const decodeError = Schema.decodeUnknownOption(ErrorBody)

/** Code and message of an error's envelope, which Graph and Azure have alike. */
export const errorOf = ({ body }: AdministratorAnswer): { readonly code: string; readonly message: string } =>
  Option.match(decodeError(body), { onNone: () => ({ code: "", message: "" }), onSome: ({ error }) => error })

/** How a new object shows that it isn't known everywhere yet; each as reported by users of Microsoft Graph and Azure. */
const tooNew = [
  "does not reference a valid application object",
  "Not a valid reference update",
  "value for property uniqueName already exists",
  "service principal name",
  "does not exist in the directory",
  "was not found in the AAD tenant"
]

const isTooNew = (answer: AdministratorAnswer): boolean =>
  answer.status === 404 ||
  ((answer.status === 400 || answer.status === 409) && tooNew.some((words) => errorOf(answer).message.includes(words)))

const isTransient = ({ status }: AdministratorAnswer): boolean => status === 429 || status >= 500

export const pauses = (first: number, attempt: number): number => Math.min(first * 2 ** attempt, first * 16)

export interface AskOptions {
  readonly expected: ReadonlyArray<number>
  /** Whether another answer is as good; default: none is. */
  readonly accept?: (answer: AdministratorAnswer) => boolean
  /** Repeats the request while what it refers to is too new. */
  readonly awaits?: boolean
  /** Never repeats it after a failure of the service: a second one would make another object. */
  readonly once?: boolean
}

/**
 * A request that is repeated while it is throttled or the service fails. Fails with SetupDenied for 403, and with SetupFailed
 * if none of the expected answers comes.
 */
export const ask = Effect.fnUntraced(function* (
  call: AdministratorCall,
  { expected, accept = () => false, awaits = false, once = false }: AskOptions
) {
  const { send, patience } = yield* Administrator
  for (let attempt = 0; ; attempt += 1) {
    const answer = yield* send(call)
    if (expected.includes(answer.status) || accept(answer)) return answer
    const isWorthIt = (awaits && isTooNew(answer)) || (isTransient(answer) && (!once || answer.status === 429))
    if (isWorthIt && attempt < patience.tries) {
      const wait = answer.retryAfter === undefined ? pauses(patience.pauseMillis, attempt) : answer.retryAfter * 1_000
      yield* Effect.sleep(wait)
      continue
    }
    const { code, message } = errorOf(answer)
    const words = `${call.method} ${call.path.split("?")[0]}: ${answer.status} ${code} ${message}`.trim()
    if (answer.status === 403) return yield* new SetupDenied({ reason: words })
    return yield* new SetupFailed({
      reason: `${call.to === "graph" ? "Microsoft Graph" : "Azure"} refused a request. ${words}`,
      remedy:
        isTooNew(answer) || isTransient(answer)
          ? "Run the command again later: it continues."
          : "Correct what it names, and run the command again: it continues.",
      cause: undefined
    })
  }
})

/** {@link ask}, and the answer's body by a schema. */
export const read = <A>(
  call: AdministratorCall,
  schema: Schema.Decoder<A>,
  options: AskOptions = { expected: [200] }
) =>
  Effect.flatMap(ask(call, options), ({ body }) =>
    Effect.mapError(
      Schema.decodeUnknownEffect(schema)(body),
      // The body may hold a secret, so it isn't shown.
      () =>
        new SetupFailed({
          reason: `The answer to ${call.method} ${call.path.split("?")[0]} isn't what is documented.`,
          remedy: "Report this as a defect.",
          cause: undefined
        })
    )
  )
