import { open } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { sample } from "@incident-teams/testkit/sample"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Life, until } from "./Life.ts"
import { type Installed, simulated } from "./simulated.ts"

const install = simulated()
const { dev } = sample.person

describe("the server on a database", () => {
  /** One for all of these tests, in this order: to start one and to create a team takes longer than they do. */
  let installed: Installed
  let life: Life
  let token = ""
  let starred = false

  const database = () => join(installed.data, "incident-teams.sqlite")
  const change = async () => {
    const answer = await installed.server.call(starred ? "DELETE" : "PUT", `/v1/favorites/people/${dev}`, token)
    if (answer.status === 200) starred = !starred
    return answer
  }
  const expectEverything = async () => {
    const { body } = await installed.server.call("GET", "/v1/favorites", token)
    expect(body).toMatchObject({ items: starred ? [{ id: dev }] : [] })
    await life.reached("open")
    await life.theTeam()
  }

  beforeAll(async () => {
    // Enough for the sample incidents, which are stored as they are published, and for a team.
    installed = await install({ fileLimitKiB: 1_000 })
    const { server, tenant } = installed
    token = await tenant.tokenOf("ben")
    life = new Life(server, tenant)
    await server.start()
    await life.begin()
    await life.create()
  })
  afterAll(() => installed.server.kill())

  it("that another process holds, refuses a change with 503, and accepts it once the database is free", async () => {
    // Waits for what the server itself is writing.
    const other = new DatabaseSync(database(), { timeout: 240_000 })
    try {
      other.exec("BEGIN IMMEDIATE")
      expect(await change()).toMatchObject({ status: 503, body: { type: expect.stringContaining("store") } })
      other.exec("ROLLBACK")
    } finally {
      other.close()
    }
    expect((await change()).status).toBe(200)
    await expectEverything()
  })

  it("on a full disk, refuses changes with what to do, and keeps everything that was acknowledged", async () => {
    // Each change writes a little, until nothing more goes on the disk.
    const refused = await until(
      "the disk is full",
      async () => {
        const answer = await change()
        return answer.status === 200 ? undefined : answer
      },
      { everyMillis: 10 }
    )
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(/disk/u) } })
    await installed.server.kill()
    installed.server.makeRoom()
    await installed.server.start()
    await expectEverything()
  })

  it("that may not be written, refuses changes with what to do, and still shows what is there", async () => {
    await installed.server.kill("SIGTERM")
    // SQLite's own mark of a database that this version may read and not write: sqlite.org/fileformat.html, 1.3.1.
    const file = await open(database(), "r+")
    await file.write(Buffer.from([3]), 0, 1, 18)
    await file.close()
    await installed.server.start()
    await expectEverything()
    const refused = await change()
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringMatching(/can't be written to/u) } })
  })
})
