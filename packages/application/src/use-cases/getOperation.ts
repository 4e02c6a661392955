import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { operationState } from "@incident-teams/domain/team/operationState"
import { Effect, Schema } from "effect"
import type { Session } from "../ports/Session.ts"
import { readableTeam } from "./getTeam.ts"

/** The team never wanted anything under this number. */
export class UnknownOperation extends Schema.TaggedError<UnknownOperation>()("UnknownOperation", {
  team: TeamId,
  generation: Schema.Int
}) {}

/** How far what was wanted in one generation has come. */
export const getOperation = Effect.fn("getOperation")(function* (session: Session, id: TeamId, generation: number) {
  const stored = yield* readableTeam(session, id)
  const state = operationState(stored.team, generation)
  return state === undefined ? yield* new UnknownOperation({ team: id, generation }) : { stored, state }
})
