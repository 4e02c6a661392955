import { setTimeout as sleep } from "node:timers/promises"
import { isDeepStrictEqual } from "node:util"
import { defined } from "@incident-teams/domain/defined"
import { platformTeamIdOf } from "@incident-teams/domain/team/Team"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { isConsistent, type TeamAndHistory } from "../TeamAndHistory.ts"
import type { CellLife } from "./CellLife.ts"
import type { Installation } from "./Installation.ts"
import type { Written } from "./witnessed.ts"

/** How a life ended. */
export interface Ending {
  /** Teams that are stored. */
  readonly requested: number
  /** Teams that the platform has. */
  readonly teams: number
  readonly orphans: number
  /** What the store kept that isn't as it was written; absent where it is. */
  readonly storedWrong?: string
  /** What the platform shows that isn't as the incident says; absent where it is. */
  readonly shownWrong?: string
}

/** Milliseconds of the installation (`elapsed`), after which what the platform shows is taken for final. */
const patience = 80_000

/** Waits for it: what the feed read before it was overtaken may be written late, and is followed by what it reads next. */
export const endingOf = async (
  life: CellLife,
  tenant: SimulatedTenant,
  installation: Installation
): Promise<Ending> => {
  const end = installation.elapsed + patience
  for (;;) {
    const ending = await look(life, tenant, installation)
    if (ending.shownWrong === undefined || installation.elapsed > end) return ending
    await sleep(100)
  }
}

const look = async (life: CellLife, tenant: SimulatedTenant, installation: Installation): Promise<Ending> => {
  // In this order: the worker may go on writing meanwhile.
  const written = [...installation.written]
  const histories = await life.histories()
  const { teams, groupsWithoutTeam } = await tenant.truth()
  const storedWrong = unlike(histories, written)
  const shownWrong = histories.find(({ stored: { team } }) => {
    const shown = teams.find(({ id }) => id === platformTeamIdOf(team))
    // What was refused at first waits for an open team.
    const tabs = life.wanted(team) === "archived" && team.chores.page._tag === "Pending" ? 0 : 1
    return shown?.isArchived !== (life.wanted(team) === "archived") || shown.tabs.length !== tabs
  })
  return {
    requested: histories.length,
    teams: teams.length,
    orphans: groupsWithoutTeam.length,
    ...defined({ storedWrong }),
    ...(shownWrong === undefined
      ? {}
      : {
          shownWrong: `the platform shows ${JSON.stringify(teams.map(({ id, isArchived, tabs }) => ({ id, isArchived, tabs: tabs.length })))}`
        })
  }
}

const unlike = (teams: ReadonlyArray<TeamAndHistory>, written: ReadonlyArray<Written>): string | undefined => {
  if (teams.length === 0) return "nothing is stored"
  if (!teams.every(isConsistent)) return "its history doesn't lead to what is stored"
  const gone = written.filter(
    (one) =>
      !teams.some(
        ({ stored, history }) =>
          stored.id === one.team && history.some(({ event }) => isDeepStrictEqual(event, one.event))
      )
  )
  return gone.length === 0 ? undefined : `overwritten: ${gone.map(({ event }) => event._tag).join(", ")}`
}
