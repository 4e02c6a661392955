import { isDeepStrictEqual } from "node:util"
import type { RecordedEvent, Stored } from "@incident-teams/application/ports/TeamStore"
import { replay } from "@incident-teams/domain/Decider"
import { noTeam } from "@incident-teams/domain/team/Team"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import { timing } from "@incident-teams/domain/team/Timing"

/** A team as it is stored, and everything that happened to it. */
export interface TeamAndHistory {
  readonly stored: Stored
  readonly history: ReadonlyArray<RecordedEvent>
}

/** Commits that overwrote each other leave a history that leads elsewhere. */
export const isConsistent = ({ stored, history }: TeamAndHistory): boolean =>
  isDeepStrictEqual(
    replay(
      teamDecider(timing),
      history.map(({ event }) => event),
      noTeam
    ),
    stored.team
  )
