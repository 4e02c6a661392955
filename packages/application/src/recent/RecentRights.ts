import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { type AzureRights, incidentsWrite, isGranted } from "@incident-teams/domain/permissions/AzureActions"
import { Cache, Duration, Effect, Equal, Exit, Hash, Layer } from "effect"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import { hasToken, type Visitor } from "../ports/Session.ts"

/** A right that is taken away counts here for so long at most. Azure itself may take ten minutes. */
const rightsRemembered = Duration.seconds(20)
/** Someone who lacks the right to write may just be getting it, and tries again. */
const lesserRightsRemembered = Duration.seconds(10)
/** Someone who has none and asks all the time would otherwise use up what Azure lets this application ask. */
const noRightsRemembered = Duration.seconds(1)
const mostCallers = 2_000

const remembered = (rights: AzureRights): Duration.Duration =>
  isGranted(rights, incidentsWrite)
    ? rightsRemembered
    : rights.granted.length > 0
      ? lesserRightsRemembered
      : noRightsRemembered

/** Whose rights, on which workspace, and in which of two ways: the token itself isn't part of the question. */
class Question implements Equal.Equal {
  readonly visitor: Visitor
  readonly workspace: WorkspaceAlias
  readonly #key: string

  constructor(visitor: Visitor, workspace: WorkspaceAlias) {
    this.visitor = visitor
    this.workspace = workspace
    const way = hasToken(visitor) && visitor.caller._tag === "User" ? "token" : "assignments"
    this.#key = `${workspace} ${way} ${visitor.caller.id}`
  }

  [Equal.symbol](that: Equal.Equal): boolean {
    return that instanceof Question && that.#key === this.#key
  }

  [Hash.symbol](): number {
    return Hash.string(this.#key)
  }
}

/**
 * The same source, which remembers answers for seconds. Callers who ask the same at the same time wait for one answer.
 * Without this layer each request asks Azure.
 */
export const layer = <A, E, R>(
  source: Layer.Layer<AzureRightsSource | A, E, R>
): Layer.Layer<AzureRightsSource | A, E, R> =>
  Layer.effect(
    AzureRightsSource,
    Effect.gen(function* () {
      const { rightsOf } = yield* AzureRightsSource
      const answers = yield* Cache.makeWith(({ visitor, workspace }: Question) => rightsOf(visitor, workspace), {
        capacity: mostCallers,
        timeToLive: (exit) => (Exit.isSuccess(exit) ? remembered(exit.value) : Duration.zero)
      })
      return { rightsOf: (visitor, workspace) => Cache.get(answers, new Question(visitor, workspace)) }
    })
  ).pipe(Layer.provideMerge(source))
