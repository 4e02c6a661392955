import { Result } from "effect"
import type { TeamEvent } from "../TeamEvent.ts"
import type { TeamRejection } from "../TeamRejection.ts"

/** What is to happen, or why not. An empty list means "already so". */
export type Decision = Result.Result<ReadonlyArray<TeamEvent>, TeamRejection>

export const happens = (...events: ReadonlyArray<TeamEvent>): Decision => Result.succeed(events)
export const alreadySo: Decision = Result.succeed([])
export const refuse = (rejection: TeamRejection): Decision => Result.fail(rejection)
