import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as SqliteDatabase from "@incident-teams/adapter-sqlite/SqliteDatabase"
import * as SqliteTeamStore from "@incident-teams/adapter-sqlite/SqliteTeamStore"
import { Layer } from "effect"
import { afterAll } from "vitest"
import { everyCrash } from "../testing/everyCrash.ts"

const folder = mkdtempSync(join(tmpdir(), "incident-teams-crashes-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let lives = 0
everyCrash("on SQLite", () =>
  SqliteTeamStore.layerOn.pipe(Layer.provide(SqliteDatabase.layerFile(join(folder, `${++lives}.sqlite`))))
)
