import { describe, expect, it } from "vitest"
import { Life } from "./Life.ts"
import { simulated } from "./simulated.ts"

const install = simulated()

/** Every call that creates something that a blind repetition would create twice. */
const creating = [
  { surface: "graph", method: "PATCH", path: "/groups(uniqueName='{key}')" },
  { surface: "graph", method: "PUT", path: "/groups/{id}/team" },
  { surface: "graph", method: "POST", path: "/teams/{id}/members/add" },
  { surface: "graph", method: "POST", path: "/teams/{id}/channels/{channel}/tabs" },
  { surface: "arm", method: "PUT", path: "^/subscriptions/.*/comments/" }
] as const

const faults = [
  ["a 503", { kind: "answer", status: 503, code: "ServiceUnavailable", afterEffect: true }],
  ["a broken connection", { kind: "reset", afterEffect: true }]
] as const

describe.each(faults)("%s after the effect of every creating call", (_, fault) => {
  it("creates nothing twice", async () => {
    const { tenant, server } = await install()
    for (const [index, call] of creating.entries()) {
      await tenant.control("POST", "/faults", { id: `lost-${index}`, ...call, times: 1, fault })
    }
    await server.start()
    try {
      const life = new Life(server, tenant)
      await life.begin()
      await life.create()
      await life.reached("open")
      const open = await life.theTeam()
      expect(open.tabs).toHaveLength(1)
      expect(new Set(open.members.map((member) => member.displayName)).size).toBe(open.members.length)
      await life.change("close")
      await life.reached("archived")
      expect(await life.theTeam()).toMatchObject({ id: open.id, isArchived: true })
      expect(await life.announcements()).toBe(1)
      // Each of them did go wrong once.
      for (const index of creating.keys()) expect(await tenant.applied(`lost-${index}`)).toBe(1)
    } finally {
      await server.kill()
    }
  })
})
