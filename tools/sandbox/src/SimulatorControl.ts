import { Effect, Schema } from "effect"
import { SandboxFailure } from "./SandboxFailure.ts"

/** The simulated world of one tenant, asked and changed behind everybody's back. */
export interface SimulatorControl {
  /** A GET of one path, such as `/truth`, read by a schema. */
  get<S extends Schema.ConstraintDecoder<unknown>>(path: string, schema: S): Effect.Effect<S["Type"], SandboxFailure>
  put(path: string): Effect.Effect<void, SandboxFailure>
  post(path: string, body: unknown): Effect.Effect<void, SandboxFailure>
  patch(path: string, body: unknown): Effect.Effect<void, SandboxFailure>
  /**
   * An access token for our API: what signing in would give. Undefined for somebody who isn't there. `audience`: the
   * server's client ID. Default: the sample application's.
   */
  token(
    who: { readonly user: string; readonly audience?: string } | { readonly application: string },
    /** Seconds. Default: 3,600. */
    expiresIn?: number
  ): Effect.Effect<string | undefined, SandboxFailure>
}

interface Where {
  /** `https://localhost:PORT/control`. */
  readonly control: string
  readonly tenantId: string
}

const answerMillis = 10_000

const Token = Schema.Struct({ access_token: Schema.String })

export const simulatorControl = ({ control, tenantId }: Where): SimulatorControl => {
  const send = (method: string, path: string, body?: unknown) =>
    Effect.tryPromise({
      try: async (interrupted) => {
        const response = await fetch(`${control}/tenants/${tenantId}${path}`, {
          method,
          signal: AbortSignal.any([interrupted, AbortSignal.timeout(answerMillis)]),
          ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } })
        })
        return { status: response.status, text: await response.text() }
      },
      catch: (cause) => new SandboxFailure({ message: `The simulator doesn't answer at ${control}.`, cause })
    })

  const refused = (
    method: string,
    path: string,
    { status, text }: { readonly status: number; readonly text: string }
  ) => new SandboxFailure({ message: `The simulator answered ${method} ${path} with ${status}: ${text}` })

  const read = <S extends Schema.ConstraintDecoder<unknown>>(path: string, text: string, schema: S) =>
    Schema.decodeUnknownEffect(Schema.fromJsonString(schema))(text).pipe(
      Effect.mapError(
        (cause) => new SandboxFailure({ message: `The simulator's answer to ${path} isn't what was expected.`, cause })
      )
    )

  const change = (method: string, path: string, body?: unknown) =>
    Effect.flatMap(send(method, path, body), (answer) =>
      answer.status < 300 ? Effect.void : Effect.fail(refused(method, path, answer))
    )

  return {
    get: (path, schema) =>
      Effect.flatMap(send("GET", path), (answer) =>
        answer.status === 200 ? read(path, answer.text, schema) : Effect.fail(refused("GET", path, answer))
      ),
    put: (path) => change("PUT", path),
    post: (path, body) => change("POST", path, body),
    patch: (path, body) => change("PATCH", path, body),
    token: (who, expiresIn) =>
      Effect.gen(function* () {
        const answer = yield* send("POST", "/tokens", expiresIn === undefined ? who : { ...who, expiresIn })
        if (answer.status === 404) return undefined
        if (answer.status !== 200) return yield* refused("POST", "/tokens", answer)
        return (yield* read("/tokens", answer.text, Token)).access_token
      })
  }
}
