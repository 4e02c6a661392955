import { Effect, Option, Schema } from "effect"
import { SandboxFailure } from "../SandboxFailure.ts"
import type { Refusal } from "./DemoReport.ts"

/** What every problem of the contract says (RFC 9457). */
const Problem = Schema.Struct({
  type: Schema.String,
  status: Schema.Int,
  detail: Schema.String,
  remedy: Schema.String
})
type Problem = typeof Problem.Type

const asProblem = Schema.decodeUnknownOption(Problem)

const describeError = (error: unknown): string =>
  Option.match(asProblem(error), {
    onSome: ({ status, type, detail, remedy }) => `${status} ${type}: ${detail} ${remedy}`,
    onNone: () => (error instanceof Error ? error.message : String(error))
  })

/** A request that must be answered with success. `doing`: "Ben Sample: create the team". */
export const succeeds =
  (doing: string) =>
  <A, E, R>(request: Effect.Effect<A, E, R>): Effect.Effect<A, SandboxFailure, R> =>
    Effect.mapError(request, (cause) => new SandboxFailure({ message: `${doing}: ${describeError(cause)}`, cause }))

/** A request that must be refused: by what problem it was. */
export const isRefused =
  (who: string, what: string) =>
  <A, E, R>(request: Effect.Effect<A, E, R>): Effect.Effect<Refusal & Problem, SandboxFailure, R> =>
    request.pipe(
      Effect.matchEffect({
        onSuccess: () =>
          Effect.fail(new SandboxFailure({ message: `${who} was able to ${what}, which must be refused.` })),
        onFailure: (error) =>
          Option.match(asProblem(error), {
            onSome: (problem) => Effect.succeed({ who, what, ...problem }),
            onNone: () =>
              Effect.fail(new SandboxFailure({ message: `${who}: ${what}: ${describeError(error)}`, cause: error }))
          })
      })
    )
