import type { RecordedEvent } from "@incident-teams/application/ports/TeamStore"
import type { Phase } from "@incident-teams/domain/team/Attempt"
import { evolve } from "@incident-teams/domain/team/evolve"
import { noTeam, type TeamState } from "@incident-teams/domain/team/Team"

/** How the team was, for a while. */
export interface PhaseSpan {
  readonly phase: Phase
  readonly from: number
  readonly to: number
}

/** How a team was from its beginning until `end`: what its events come to, one after the other. */
export const phasesOf = (history: ReadonlyArray<RecordedEvent>, end: number): ReadonlyArray<PhaseSpan> => {
  const began: Array<{ readonly phase: Phase; readonly from: number }> = []
  let state: TeamState = noTeam
  for (const { event } of history) {
    state = evolve(state, event)
    if (state._tag === "Team" && state.phase !== began.at(-1)?.phase) {
      began.push({ phase: state.phase, from: event.at })
    }
  }
  return began.map((one, index) => ({ ...one, to: began[index + 1]?.from ?? Math.max(end, one.from) }))
}
