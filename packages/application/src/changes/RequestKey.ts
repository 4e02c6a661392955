import type { Person } from "@incident-teams/domain/team/Person"
import type { Team } from "@incident-teams/domain/team/Team"
import { Context, Effect } from "effect"

/** Something to know about a person who is added all the same. */
export interface Warning {
  readonly person: Person
  readonly problem: string
}

/** A caller's Idempotency-Key for one request, and how the answer to that request reads. */
export interface RequestKey {
  /** The caller. Unique together with `key`. */
  readonly scope: string
  readonly key: string
  readonly bodyHash: string
  readonly answer: (team: Team, accepted: Accepted) => string
}

/** What is answered about an accepted request, beside the team. */
export interface Accepted {
  /** Of the operation that it began. */
  readonly operationNumber: number
  readonly warnings: ReadonlyArray<Warning>
}

/** The key of the request that the current fiber carries out; undefined where the caller gave none. */
export const CurrentRequestKey: Context.Reference<RequestKey | undefined> = Context.Reference<RequestKey | undefined>(
  "@incident-teams/application/CurrentRequestKey",
  { defaultValue: () => undefined }
)

/** Carries out a request under its key: it has one effect and one answer, however often it is sent. */
export const underKey =
  (key: RequestKey | undefined) =>
  <A, E, R>(request: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    key === undefined ? request : Effect.provideService(request, CurrentRequestKey, key)
