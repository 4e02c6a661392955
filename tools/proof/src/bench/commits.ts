import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { setTimeout as sleep } from "node:timers/promises"
import { Life, until } from "../kill/Life.ts"
import { Server } from "../kill/Server.ts"
import { SimulatedTenant, startTrusted } from "../kill/SimulatedTenant.ts"

const scale = 20
/** Milliseconds. Nothing was committed for so long: the transition is over, with everything that follows it. */
const quiet = 1_500

export interface Commits {
  readonly create: number
  readonly archive: number
  readonly reopen: number
}

/** Commits to the embedded store by a team's creation, archiving and reopening without faults, read in its own file. */
export const commits = async (): Promise<Commits> => {
  const simulator = await startTrusted(scale)
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-commits-"))
  const tenant = await SimulatedTenant.create(simulator)
  const server = new Server(tenant, { data: folder })
  try {
    await server.start()
    const file = new DatabaseSync(join(folder, "incident-teams.sqlite"), { readOnly: true })
    const phase = file.prepare("SELECT phase FROM teams")
    const count = file.prepare("SELECT count(*) AS commits FROM changes")
    const committed = () => Number(count.get()?.["commits"])
    /** A request would make a look due, and a commit of its own: the file is read instead. */
    const settled = async (wanted: string): Promise<number> => {
      await until(`the team is ${wanted}`, async () => (phase.get()?.["phase"] === wanted ? true : undefined))
      for (;;) {
        const before = committed()
        await sleep(quiet)
        if (committed() === before) return before
      }
    }
    const life = new Life(server, tenant)
    await life.begin()
    await life.create()
    const created = await settled("open")
    await life.change("close")
    const archived = await settled("archived")
    await life.change("reopen")
    const reopened = await settled("open")
    file.close()
    return { create: created, archive: archived - created, reopen: reopened - archived }
  } finally {
    await server.kill()
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
