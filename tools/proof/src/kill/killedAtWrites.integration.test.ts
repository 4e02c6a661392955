import { expect, it } from "vitest"
import { liveAndDie } from "./liveAndDie.ts"
import { simulated } from "./simulated.ts"

const install = simulated()

/** One of each kind that a blind repetition would repeat; killedAtEveryCall.exhaustive.test.ts has them all. */
const writes = [
  { call: 1, afterEffect: true, of: { method: "PATCH", path: "/groups(uniqueName='{key}')" } },
  { call: 1, afterEffect: true, of: { method: "POST", path: "/teams/{id}/channels/{channel}/tabs" } },
  { call: 1, afterEffect: true, of: { method: "POST", path: "/teams/{id}/archive" } }
] as const

it("the server, killed with SIGKILL after the platform carried out a write, and while the incident is closed, ends with the same team, in the state that the incident says", async () => {
  const { open, archived, reopened, kills } = await liveAndDie(await install(), writes, { closedWhileDown: true })
  expect(kills).toBe(writes.length)
  expect(open.isArchived).toBe(false)
  expect(archived).toMatchObject({ id: open.id, isArchived: true })
  expect(reopened).toMatchObject({ id: open.id, isArchived: false })
  expect(reopened.tabs).toHaveLength(1)
})
