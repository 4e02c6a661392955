import { Life } from "./Life.ts"
import type { Server } from "./Server.ts"
import type { Installed } from "./simulated.ts"
import type { GraphCall, SimulatedTenant, TeamTruth } from "./SimulatedTenant.ts"

/** The n-th call of Graph, or of such calls, at which the server is killed: before the platform carries it out, or after. */
export interface Moment {
  readonly call: number
  readonly afterEffect: boolean
  readonly of?: GraphCall
}

/** How a team looked on the platform each time that it came to rest. */
export interface Lived {
  readonly open: TeamTruth
  readonly archived: TeamTruth
  readonly reopened: TeamTruth
  /** How many of the moments came. */
  readonly kills: number
  /** The method of every call of Graph, in order. */
  readonly calls: ReadonlyArray<string>
}

/**
 * One team's life, created, archived and reopened, in which the server is killed with SIGKILL at each of these moments,
 * one after the other, and started again on the same data. `closedWhileDown`: the incident is closed while no server runs.
 */
export const liveAndDie = async (
  { tenant, server }: Installed,
  moments: ReadonlyArray<Moment> = [],
  { closedWhileDown = false } = {}
): Promise<Lived> => {
  await server.start()
  try {
    const life = new Life(server, tenant)
    await life.begin()
    let over = false
    if (moments[0] !== undefined) await hold(moments[0], tenant)
    const killer = killAt(moments, tenant, server, () => over)
    await life.create()
    await life.reached("open")
    const open = await life.theTeam()
    if (closedWhileDown) await server.kill()
    await life.change("close")
    if (closedWhileDown) await server.start()
    await life.reached("archived")
    const archived = await life.theTeam()
    await life.change("reopen")
    await life.reached("open")
    const reopened = await life.theTeamWithTab()
    over = true
    const kills = await killer
    await server.kill("SIGTERM")
    return { open, archived, reopened, kills, calls: (await tenant.calls("graph")).map(({ method }) => method) }
  } finally {
    await server.kill()
  }
}

const hold = ({ call, afterEffect, of }: Moment, tenant: SimulatedTenant): Promise<void> =>
  tenant.hold(call, afterEffect, of)

/** The first of the moments is held already; answers with how many came before the life was over. */
const killAt = async (
  moments: ReadonlyArray<Moment>,
  tenant: SimulatedTenant,
  server: Server,
  over: () => boolean
): Promise<number> => {
  for (const [index, { afterEffect }] of moments.entries()) {
    while (!(await tenant.isHeld())) if (over()) return index
    await server.kill()
    await tenant.release(!afterEffect)
    await tenant.control("DELETE", "/faults/moment")
    const next = moments[index + 1]
    if (next !== undefined) await hold(next, tenant)
    await server.start()
  }
  return moments.length
}
