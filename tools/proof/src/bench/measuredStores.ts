import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as PostgresDatabase from "@incident-teams/adapter-postgres/PostgresDatabase"
import * as PostgresTeamStore from "@incident-teams/adapter-postgres/PostgresTeamStore"
import * as SqliteDatabase from "@incident-teams/adapter-sqlite/SqliteDatabase"
import * as SqliteTeamStore from "@incident-teams/adapter-sqlite/SqliteTeamStore"
import type { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { startPostgres } from "@incident-teams/testkit/PostgresServer"
import { ConfigProvider, Layer } from "effect"

export type TeamStores = Layer.Layer<TeamStore, unknown>

/** `measure` has a PostgreSQL server by its address, and the settings that a store of this process reads. */
export const onPostgres = async <A>(measure: (url: string, settings: Layer.Layer<never>) => Promise<A>): Promise<A> => {
  const server = await startPostgres({ durable: true })
  try {
    return await measure(server.url, ConfigProvider.layer(ConfigProvider.fromUnknown({ POSTGRES_URL: server.url })))
  } finally {
    await server.remove()
  }
}

/** `measure` has an empty folder. */
export const onFolder = async <A>(measure: (folder: string) => Promise<A>): Promise<A> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-bench-"))
  try {
    return await measure(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Stores that can be measured on one machine, each empty and written through to the disk. */
export const measuredStores = {
  sqlite: <A>(measure: (store: TeamStores) => Promise<A>): Promise<A> =>
    onFolder((folder) =>
      measure(Layer.provide(SqliteTeamStore.layerOn, SqliteDatabase.layerFile(join(folder, "teams.sqlite"))))
    ),
  postgres: <A>(measure: (store: TeamStores) => Promise<A>): Promise<A> =>
    onPostgres((_, settings) =>
      measure(PostgresTeamStore.layerOn.pipe(Layer.provide(PostgresDatabase.layer), Layer.provide(settings)))
    )
}
