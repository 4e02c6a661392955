import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { Cell, CellReport } from "./Cell.ts"
import { CellLife } from "./CellLife.ts"
import { endingOf } from "./Ending.ts"
import { Installation, type InstalledStore } from "./Installation.ts"
import { JumpingClock } from "./JumpingClock.ts"
import { Mishap } from "./Mishap.ts"

/**
 * What was done shows later, as it does on the real platform (10). Not what is pinned: a page that may have been pinned is
 * looked for two seconds later and pinned once more if it doesn't show by then, see the README's known limits.
 */
const lagging = {
  throttling: false,
  memberLagMillis: 5_000,
  memberRemovalLagMillis: 5_000,
  archivedLagMillis: 10_000
}

/** Lives one cell, in a tenant of its own; on `store` unless it is about Cosmos DB itself. */
export const runCell = async (cell: Cell, simulator: SimulatorAddress, store: InstalledStore): Promise<CellReport> => {
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", lagging)
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const { step, trouble } = cell
  const mishap = new Mishap(cell, tenant)
  await mishap.reached("beginning")
  const clock = new JumpingClock()
  const life = new CellLife(cell, mishap, tenant, clock)
  const installation = await Installation.make(tenant, {
    ...(step.surface === "cosmos" ? { store: "cosmos" } : store),
    withApp: step.withApp === true,
    witness: { recorded: (commit) => life.recorded(commit), pointed: (what) => mishap.pointed(what) },
    clock
  })
  let failure: string | undefined
  try {
    await life.live(installation)
  } catch (error) {
    failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
  const { requested, teams, orphans, storedWrong, shownWrong } = await endingOf(life, tenant, installation)
  const brokenLaw = await life.brokenLaw()
  const falseAudits = [...installation.falseAudits]
  const applied = await mishap.applied()
  const report = {
    step: step.step,
    surface: step.surface,
    trouble: trouble.name,
    meanwhile: cell.meanwhile,
    applied,
    converged: (failure ?? storedWrong ?? shownWrong) === undefined,
    retried: life.retries > 0,
    requested,
    teams,
    orphans,
    falseAudits,
    calls: (await tenant.calls("graph")).length
  }
  await installation.stop()
  await tenant.control("DELETE", "")
  failure ??= applied === 0 ? "it never went wrong" : (storedWrong ?? shownWrong ?? brokenLaw ?? falseAudits[0])
  return failure === undefined ? report : { ...report, failure }
}
