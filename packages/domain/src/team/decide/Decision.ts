import { Result } from "effect"
import type { Timestamp } from "../../ids/Timestamp.ts"
import type { Team } from "../Team.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import type { TeamRejection } from "../TeamRejection.ts"
import type { Timing } from "../Timing.ts"

type Unstamped<Event> = Event extends TeamEvent ? Omit<Event, "at" | "operationNumber"> : never

/** What happens; `decide` adds the moment, which is that of the command, and the number of the operation. */
export type Happening = Unstamped<TeamEvent>

/** What is to happen, or why not. An empty list means that nothing needs to. */
export type Decision = Result.Result<ReadonlyArray<Happening>, TeamRejection>

/** What a decision about a team is based on, beside the command. */
export interface Situation {
  readonly team: Team
  /** The moment of the command. */
  readonly at: Timestamp
  readonly timing: Timing
}

export const happens = (...events: ReadonlyArray<Happening>): Decision => Result.succeed(events)
export const nothingHappens: Decision = Result.succeed([])
export const refuse = (rejection: TeamRejection): Decision => Result.fail(rejection)
