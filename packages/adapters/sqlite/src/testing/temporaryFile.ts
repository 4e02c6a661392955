import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { afterAll } from "vitest"
import { layerFile } from "../SqliteDatabase.ts"

const made: Array<string> = []

// Of each test file that imports this.
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A file in a folder of its own that isn't there yet. Gone with the test file's last test. */
export const temporaryFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-sqlite-"))
  made.push(folder)
  return join(folder, "data", "incident-teams.sqlite")
}

/** A database of its own each time that it is built. */
export const temporaryDatabase = Layer.unwrap(Effect.sync(() => layerFile(temporaryFile())))
