import type { Decider } from "../Decider.ts"
import { decide } from "./decide/decide.ts"
import { evolve } from "./evolve.ts"
import { noTeam, type TeamState } from "./Team.ts"
import type { TeamCommand } from "./TeamCommand.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import type { TeamRejection } from "./TeamRejection.ts"
import type { Timing } from "./Timing.ts"

/** The life of one incident's team. What to do next is asked of `nextStep` (agenda). */
export const teamDecider = (timing: Timing): Decider<TeamState, TeamCommand, TeamEvent, TeamRejection> => ({
  initialState: noTeam,
  decide: (command, state) => decide(command, state, timing),
  evolve
})
