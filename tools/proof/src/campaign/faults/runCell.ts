import { isDeepStrictEqual } from "node:util"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import type { Simulator } from "../../kill/Simulator.ts"
import { isConsistent, type TeamAndHistory } from "../TeamAndHistory.ts"
import type { Cell, CellReport } from "./Cell.ts"
import { CellLife } from "./CellLife.ts"
import { Installation } from "./Installation.ts"
import { Mishap } from "./Mishap.ts"

/** What was done shows later, as it does on the real platform (10). */
const lagging = {
  throttling: false,
  memberLagMillis: 5_000,
  memberRemovalLagMillis: 5_000,
  archivedLagMillis: 10_000,
  tabLagMillis: 10_000
}

/** What the store kept that isn't as it was written; undefined where it is. */
const unlike = (team: TeamAndHistory, written: ReadonlyArray<TeamEvent>): string | undefined => {
  if (!isConsistent(team)) return "its history doesn't lead to what is stored"
  const gone = written.filter((one) => !team.history.some(({ event }) => isDeepStrictEqual(event, one)))
  return gone.length === 0 ? undefined : `overwritten: ${gone.map(({ _tag }) => _tag).join(", ")}`
}

/** Lives one cell, in a tenant and on a store of its own. */
export const runCell = async (cell: Cell, simulator: Simulator, folder: string): Promise<CellReport> => {
  const tenant = await simulator.tenant()
  await tenant.control("PATCH", "/behaviour", lagging)
  await tenant.control("PATCH", "/arm/behaviour", { throttling: false })
  const { step, trouble } = cell
  const mishap = new Mishap(cell, tenant)
  await mishap.reached("beginning")
  const installation = await Installation.make(simulator, tenant, {
    ...(step.surface === "cosmos" ? { store: "cosmos" } : { store: "sqlite", folder }),
    withApp: step.withApp === true,
    beforeCommit: (commit) => mishap.recorded(commit)
  })
  const life = new CellLife(cell, mishap, tenant, installation)
  let failure: string | undefined
  try {
    await life.live()
  } catch (error) {
    failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
  // Until it is stopped, the worker may go on writing.
  const written = [...installation.written]
  const history = await life.history()
  const truth = await tenant.truth()
  const [one] = truth.teams
  const falseAudits = [...installation.falseAudits]
  const stored = history === undefined ? "nothing is stored" : unlike(history, written)
  // What was refused at first waits for an open team.
  const tabs = life.closed && history?.stored.team.page._tag === "Pending" ? 0 : 1
  const converged =
    failure === undefined && one?.isArchived === life.closed && one.tabs.length === tabs && stored === undefined
  const report = {
    step: step.step,
    surface: step.surface,
    trouble: trouble.name,
    meanwhile: cell.meanwhile,
    applied: await mishap.applied(),
    converged,
    retried: life.retries > 0,
    teams: truth.teams.length,
    orphans: truth.groupsWithoutTeam.length,
    falseAudits,
    calls: (await tenant.graphCalls()).length
  }
  await installation.stop()
  await tenant.control("DELETE", "")
  if (report.applied === 0) failure ??= "it never went wrong"
  failure ??= stored
  if (!converged) {
    failure ??= `the platform shows ${JSON.stringify({ archived: one?.isArchived, tabs: one?.tabs.length })}`
  }
  failure ??= falseAudits[0]
  return failure === undefined ? report : { ...report, failure }
}
