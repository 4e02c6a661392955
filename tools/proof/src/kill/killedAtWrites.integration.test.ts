import { describe, expect, it } from "vitest"
import { Life } from "./Life.ts"
import { liveAndDie } from "./liveAndDie.ts"
import { simulated } from "./simulated.ts"

const install = simulated()

// Takes more than 20 seconds: after each of four kills the server is started again, and waits for the lease of the killed one.
describe("the server, while it is down", () => {
  it("misses nothing: a close in Sentinel archives the team after the start", async () => {
    const { tenant, server } = await install()
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

/** One of each kind that a blind repetition would repeat; killedAtEveryCall.exhaustive.test.ts has them all. */
const writes = [
  { call: 1, afterEffect: true, of: { method: "PATCH", path: "/groups(uniqueName='{key}')" } },
  { call: 1, afterEffect: true, of: { method: "POST", path: "/teams/{id}/channels/{channel}/tabs" } },
  { call: 1, afterEffect: true, of: { method: "POST", path: "/teams/{id}/archive" } }
] as const

describe("the server, killed with SIGKILL after the platform carried out a write, and started again", () => {
  it("ends with the same team, in the state that the incident says", async () => {
    const { open, archived, reopened, kills } = await liveAndDie(await install(), writes)
    expect(kills).toBe(writes.length)
    expect(open.isArchived).toBe(false)
    expect(archived).toMatchObject({ id: open.id, isArchived: true })
    expect(reopened).toMatchObject({ id: open.id, isArchived: false })
    expect(reopened.tabs).toHaveLength(1)
  })
})
