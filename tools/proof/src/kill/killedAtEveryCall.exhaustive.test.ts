import { describe, expect, it } from "vitest"
import { liveAndDie, type Moment } from "./liveAndDie.ts"
import { simulated } from "./simulated.ts"
import type { TeamTruth } from "./SimulatedTenant.ts"

const install = simulated()

/** Lives at the same time; a life mostly waits, for the lease of a server that was killed. */
const atOnce = 4
/** Longer than any call of so many servers takes on a busy machine: a call that outlasts its lease is made again and again. */
const settings = { WORKER_LEASE_SECONDS: "8" }

const membersOf = (team: TeamTruth) => team.members.map(({ displayName }) => displayName).toSorted()

// Takes more than 30 seconds: a whole life with two starts of the server for every call.
describe("the server, killed with SIGKILL at a call of the platform and started again", () => {
  it(
    "always ends with the same team, in the state that the incident says, at every call, before and after its effect if it has one",
    { timeout: 3_600_000 },
    async () => {
      const undisturbed = await liveAndDie(await install({ settings }))
      // Before and after are the same moment where a call only reads.
      const moments = undisturbed.calls.flatMap((method, index) =>
        (method === "GET" ? [true] : [false, true]).map((afterEffect): Moment => ({ call: index + 1, afterEffect }))
      )
      expect(moments.length).toBeGreaterThanOrEqual(12)
      let kills = 0
      const waiting = moments.values()
      const lives = Array.from({ length: atOnce }, async () => {
        for (const moment of waiting) {
          const end = await liveAndDie(await install({ settings }), [moment])
          const where = `call ${moment.call}, ${moment.afterEffect ? "after" : "before"} its effect`
          kills += end.kills
          expect(end.open.isArchived, where).toBe(false)
          expect(end.archived, where).toMatchObject({ id: end.open.id, isArchived: true })
          expect(end.reopened, where).toMatchObject({ id: end.open.id, isArchived: false })
          expect(end.reopened.tabs, where).toHaveLength(1)
          expect(membersOf(end.reopened), where).toEqual(membersOf(undisturbed.reopened))
        }
      })
      await Promise.all(lives)
      // A life with a death in it may need fewer calls than one without, so the last moments may never come.
      expect(kills).toBeGreaterThanOrEqual(moments.length - 8)
    }
  )
})
