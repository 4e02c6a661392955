import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { generationState, operationState } from "@incident-teams/domain/team/operationState"
import { Effect, Schema } from "effect"
import type { Session } from "../ports/Session.ts"
import { readableTeam } from "./getTeam.ts"

/** Names an accepted request by its number, or the progress toward the desired state of a generation. */
export type OperationName = { readonly number: number } | { readonly generation: number }

/** The team has no such operation, or doesn't remember how it ended. */
export class UnknownOperation extends Schema.TaggedError<UnknownOperation>()("UnknownOperation", { team: TeamId }) {}

/** How far a request has come. */
export const getOperation = Effect.fn("getOperation")(function* (session: Session, id: TeamId, name: OperationName) {
  const stored = yield* readableTeam(session, id)
  const state =
    "number" in name ? operationState(stored.team, name.number) : generationState(stored.team, name.generation)
  return state === undefined ? yield* new UnknownOperation({ team: id }) : { stored, state }
})
