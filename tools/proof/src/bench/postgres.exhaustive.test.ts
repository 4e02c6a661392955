import { postgresPrograms } from "@incident-teams/testkit/PostgresServer"
import { describe, expect, it } from "vitest"
import { commits } from "./commits.ts"
import { growthOf } from "./growth.ts"
import { measuredStores } from "./measuredStores.ts"
import { commitToWork } from "./wake/commitToWork.ts"

// Takes more than 20 seconds: a server, a database and a life of a team, whose writes are counted once nothing more follows.
describe.skipIf(process.env["CI"] !== "true" && postgresPrograms() === undefined)("the bench with PostgreSQL", () => {
  it("measures it with any number of teams", async () => {
    const { at } = await measuredStores.postgres((store) => growthOf(store, [20, 40]))
    expect(Object.keys(at)).toEqual(["20", "40"])
    expect(at["40"]?.commit.least).toBeGreaterThan(0)
  })

  it("measures how soon another process works on what was committed", async () => {
    const { ms, p95Ms } = await commitToWork(20)
    expect(ms.rounds).toBe(20)
    expect(p95Ms).toBeGreaterThanOrEqual(ms.median)
  })

  it("counts the commits of a team's creation, archiving and reopening, as with SQLite", async () => {
    for (const { archive, create, reopen } of Object.values(await commits()))
      expect(Math.min(archive, create, reopen)).toBeGreaterThan(0)
  })
})
