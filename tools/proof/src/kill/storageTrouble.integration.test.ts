import { open } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { defined } from "@incident-teams/domain/defined"
import { sample } from "@incident-teams/testkit/sample"
import { describe, expect, it } from "vitest"
import { Life, until } from "./Life.ts"
import { simulated } from "./simulated.ts"

const install = simulated()
const { dev } = sample.person

const begin = async (fileLimitKiB?: number) => {
  const { tenant, server, data } = await install(defined({ fileLimitKiB }))
  await server.start()
  const life = new Life(server, tenant)
  await life.begin()
  return { data, server, life, token: await tenant.tokenOf("ben") }
}

// Takes more than 20 seconds: the server is started five times, and refuses only after it waited for the database.
describe("a database that another process holds", () => {
  it("refuses a change with 503, and accepts it once the database is free", async () => {
    const { data, server, life, token } = await begin()
    const other = new DatabaseSync(join(data, "incident-teams.sqlite"))
    try {
      other.exec("BEGIN IMMEDIATE")
      const refused = await server.call("PUT", `/v1/favorites/people/${dev}`, token)
      expect(refused).toMatchObject({ status: 503, body: { type: expect.stringContaining("store") } })
      other.exec("ROLLBACK")
      expect((await server.call("PUT", `/v1/favorites/people/${dev}`, token)).status).toBe(200)
      await life.create()
      await life.reached("open")
    } finally {
      other.close()
      await server.kill()
    }
  })
})

describe("a disk that is full", () => {
  it("refuses changes with what to do, and keeps everything that was acknowledged", async () => {
    const { server, life, token } = await begin(500)
    try {
      await life.create()
      const star = (person: string) => server.call("PUT", `/v1/favorites/people/${person}`, token)
      const unstar = (person: string) => server.call("DELETE", `/v1/favorites/people/${person}`, token)
      let starred = false
      // Each change writes a little, until nothing more goes on the disk.
      const refused = await until("the disk is full", async () => {
        const answer = await (starred ? unstar(dev) : star(dev))
        if (answer.status !== 200) return answer
        starred = !starred
        return undefined
      })
      expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(/disk/u) } })
      await server.kill()
      server.makeRoom()
      await server.start()
      const { body } = await server.call("GET", "/v1/favorites", token)
      expect(body).toMatchObject({ items: starred ? [{ id: dev }] : [] })
      await life.reached("open")
      await life.theTeam()
    } finally {
      await server.kill()
    }
  })
})

describe("a database that may not be written", () => {
  it("refuses changes with what to do, and still shows what is there", async () => {
    const { data, server, life, token } = await begin()
    try {
      await life.create()
      await life.reached("open")
      await server.kill("SIGTERM")
      // SQLite's own mark of a database that this version may read and not write: sqlite.org/fileformat.html, 1.3.1.
      const file = await open(join(data, "incident-teams.sqlite"), "r+")
      await file.write(Buffer.from([3]), 0, 1, 18)
      await file.close()
      await server.start()
      await life.reached("open")
      const refused = await server.call("PUT", `/v1/favorites/people/${dev}`, token)
      expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(/can't be written to/u) } })
    } finally {
      await server.kill()
    }
  })
})
