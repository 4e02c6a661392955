import type { Result } from "effect"

/** A state machine as data: no clock, no randomness, no I/O. */
export interface Decider<State, Command, Event, Rejection> {
  readonly initialState: State
  /** What should happen. Refusing is a value; an empty list means "already so". */
  readonly decide: (command: Command, state: State) => Result.Result<ReadonlyArray<Event>, Rejection>
  /** What it changes. Total: an event that happened cannot be refused. */
  readonly evolve: (state: State, event: Event) => State
}

/** The state that `events` lead to, from `state` (by default from the beginning). */
export const replay = <State, Command, Event, Rejection>(
  decider: Decider<State, Command, Event, Rejection>,
  events: ReadonlyArray<Event>,
  state: State = decider.initialState
): State => events.reduce(decider.evolve, state)
