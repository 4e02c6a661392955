import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { startPostgres } from "@incident-teams/testkit/PostgresServer"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { type Cell, type CellReport, meanwhiles } from "./Cell.ts"
import type { InstalledStore } from "./Installation.ts"
import { liveAll } from "./liveAll.ts"
import { runCell } from "./runCell.ts"
import { stepCalls } from "./steps.ts"
import { storeCalls } from "./storeSteps.ts"
import { troublesOf } from "./troubles.ts"

/** Every step, everything that can go wrong with it, and everything that can arrive meanwhile. */
export const allCells: ReadonlyArray<Cell> = [...stepCalls, ...storeCalls].flatMap((step) =>
  troublesOf(step).flatMap((trouble) => meanwhiles.map((meanwhile) => ({ step, trouble, meanwhile })))
)

/** How many times as fast the platform's time runs: an archive of 20 s takes a tenth of a second. */
export const scale = 200

/** So many lives at once; most of each is waiting. */
const atOnce = 10

/** Where the teams of cells are that aren't about Cosmos DB itself. */
export const stores = ["sqlite", "postgres"] as const
export type Store = (typeof stores)[number]

/** Lives all of these cells, each with a tenant and a store of its own. */
export const runFaults = async (
  simulator: SimulatorAddress,
  cells: ReadonlyArray<Cell>,
  onCell: (report: CellReport, done: number) => void = () => undefined,
  store: Store = "sqlite"
): Promise<ReadonlyArray<CellReport>> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-faults-"))
  const database = store === "postgres" ? await startPostgres() : undefined
  const on: InstalledStore =
    database === undefined ? { store: "sqlite", folder } : { store: "postgres", url: database.url }
  try {
    return await liveAll(cells, atOnce, (cell) => runCell(cell, simulator, on), onCell)
  } finally {
    await database?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}
