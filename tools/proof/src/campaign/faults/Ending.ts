import { setTimeout as sleep } from "node:timers/promises"
import { isDeepStrictEqual } from "node:util"
import { defined } from "@incident-teams/domain/defined"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { isConsistent, type TeamAndHistory } from "../TeamAndHistory.ts"
import type { CellLife } from "./CellLife.ts"
import type { Installation } from "./Installation.ts"

/** How a life ended. */
export interface Ending {
  readonly teams: number
  readonly orphans: number
  /** What the store kept that isn't as it was written; absent where it is. */
  readonly storedWrong?: string
  /** What the platform shows that isn't as the incident says; absent where it is. */
  readonly shownWrong?: string
}

/** Milliseconds, after which what the platform shows is taken for final. */
const patience = 80_000

/** Waits for it: what the feed read before it was overtaken may be written late, and is followed by what it reads next. */
export const endingOf = async (
  life: CellLife,
  tenant: SimulatedTenant,
  installation: Installation
): Promise<Ending> => {
  const end = Date.now() + patience
  for (;;) {
    const ending = await look(life, tenant, installation)
    if (ending.shownWrong === undefined || Date.now() > end) return ending
    await sleep(100)
  }
}

const look = async (life: CellLife, tenant: SimulatedTenant, installation: Installation): Promise<Ending> => {
  // In this order: the worker may go on writing meanwhile.
  const written = [...installation.written]
  const history = await life.history()
  const { teams, groupsWithoutTeam } = await tenant.truth()
  const [one] = teams
  // What was refused at first waits for an open team.
  const tabs = life.closed && history?.stored.team.chores.page._tag === "Pending" ? 0 : 1
  const storedWrong = history === undefined ? "nothing is stored" : unlike(history, written)
  return {
    teams: teams.length,
    orphans: groupsWithoutTeam.length,
    ...defined({ storedWrong }),
    ...(one?.isArchived === life.closed && one.tabs.length === tabs
      ? {}
      : { shownWrong: `the platform shows ${JSON.stringify({ archived: one?.isArchived, tabs: one?.tabs.length })}` })
  }
}

const unlike = (team: TeamAndHistory, written: ReadonlyArray<TeamEvent>): string | undefined => {
  if (!isConsistent(team)) return "its history doesn't lead to what is stored"
  const gone = written.filter((one) => !team.history.some(({ event }) => isDeepStrictEqual(event, one)))
  return gone.length === 0 ? undefined : `overwritten: ${gone.map(({ _tag }) => _tag).join(", ")}`
}
