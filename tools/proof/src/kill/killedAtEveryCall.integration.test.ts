import { describe, expect, it } from "vitest"
import { Life } from "./Life.ts"
import type { Server } from "./Server.ts"
import { simulated } from "./simulated.ts"
import type { Tenant } from "./Simulator.ts"

const start = simulated()

/** The n-th call of Graph, which is held there: before the platform did it, or after, and then never answered. */
interface Moment {
  readonly call: number
  readonly afterEffect: boolean
}

/** Kills the server at its moment and starts it again on the same data; false if that call never came. */
const killAt = async (moment: Moment, tenant: Tenant, server: Server, over: () => boolean): Promise<boolean> => {
  while (!over()) {
    if (await tenant.isHeld()) {
      await server.kill()
      await tenant.release(!moment.afterEffect)
      await server.start()
      return true
    }
  }
  return false
}

const live = async (moment: Moment | undefined) => {
  const { tenant, server } = await start()
  await server.start()
  try {
    const life = new Life(server, tenant)
    await life.begin()
    let over = false
    if (moment !== undefined) await tenant.hold(moment.call, moment.afterEffect)
    const killer = moment === undefined ? Promise.resolve(false) : killAt(moment, tenant, server, () => over)
    await life.create()
    await life.reached("open")
    const open = await life.theTeam()
    await life.change("close")
    await life.reached("archived")
    const archived = await life.theTeam()
    await life.change("reopen")
    await life.reached("open")
    const reopened = await life.theTeam()
    over = true
    const killed = await killer
    return { open, archived, reopened, killed, calls: await tenant.graphCalls() }
  } finally {
    await server.kill()
  }
}

/**
 * Every call, on both sides of its effect, when asked to (KILL_EVERYWHERE=1); otherwise every write, once the platform
 * has done it and nobody knows.
 */
const moments = (calls: ReadonlyArray<string>): ReadonlyArray<Moment> =>
  process.env["KILL_EVERYWHERE"] === "1"
    ? calls.flatMap((_, index) => [false, true].map((afterEffect) => ({ call: index + 1, afterEffect })))
    : calls.flatMap((method, index) => (method === "GET" ? [] : [{ call: index + 1, afterEffect: true }]))

describe("the server, while it is down", () => {
  it("misses nothing: a close behind its back archives the team after the start", { timeout: 120_000 }, async () => {
    const { tenant, server } = await start()
    await server.start()
    try {
      const life = new Life(server, tenant)
      await life.begin()
      await life.create()
      await life.reached("open")
      await server.kill()
      await life.change("close")
      await server.start()
      await life.reached("archived")
      expect((await life.theTeam()).isArchived).toBe(true)
    } finally {
      await server.kill()
    }
  })
})

describe("the server, killed with SIGKILL at a call of the platform and started again", () => {
  it("always ends with the same team, in the state that the incident says", { timeout: 1_200_000 }, async () => {
    const undisturbed = await live(undefined)
    const all = moments(undisturbed.calls)
    expect(all.length).toBeGreaterThanOrEqual(6)
    let kills = 0
    for (const moment of all) {
      const end = await live(moment)
      const where = `call ${moment.call}, ${moment.afterEffect ? "after" : "before"} its effect`
      kills += end.killed ? 1 : 0
      expect(end.open.isArchived, where).toBe(false)
      expect(end.archived, where).toMatchObject({ id: end.open.id, isArchived: true })
      expect(end.reopened, where).toMatchObject({ id: end.open.id, isArchived: false })
      expect(end.reopened.tabs, where).toHaveLength(1)
      const names = (team: typeof end.open) => team.members.map((member) => member.displayName).toSorted()
      expect(names(end.reopened), where).toEqual(names(undisturbed.reopened))
    }
    // A life with a death in it may need fewer calls than one without, so the last moments may never come.
    expect(kills).toBeGreaterThanOrEqual(all.length - 4)
  })
})
