import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { setTimeout as sleep } from "node:timers/promises"
import * as PostgresDatabase from "@incident-teams/adapter-postgres/PostgresDatabase"
import { Effect, Layer, ManagedRuntime } from "effect"
import { Life, until } from "../kill/Life.ts"
import { Server, type ServerOptions } from "../kill/Server.ts"
import { SimulatedTenant, startTrusted } from "../kill/SimulatedTenant.ts"
import { onFolder, onPostgres } from "./measuredStores.ts"

const scale = 20
/** Milliseconds. Nothing was committed for so long: the transition is over, with everything that follows it. */
const quiet = 1_500

export interface Commits {
  readonly create: number
  readonly archive: number
  readonly reopen: number
}

/** A row that is read in the store itself: a request to the server would make a look due, and a commit of its own. */
type Look = (statement: string) => Promise<Readonly<Record<string, unknown>> | undefined>

/** `tables`: what stands before their names. */
const commitsOn = async (where: ServerOptions, tables: string, look: Look): Promise<Commits> => {
  const simulator = await startTrusted(scale)
  const tenant = await SimulatedTenant.create(simulator)
  const server = new Server(tenant, where)
  try {
    await server.start()
    // States of incidents are among the changes.
    const committed = async () =>
      Number((await look(`SELECT count(*) AS commits FROM ${tables}changes WHERE team IS NOT NULL`))?.["commits"])
    const settled = async (wanted: string): Promise<number> => {
      await until(`the team is ${wanted}`, async () =>
        (await look(`SELECT phase FROM ${tables}teams`))?.["phase"] === wanted ? true : undefined
      )
      for (;;) {
        const before = await committed()
        await sleep(quiet)
        if ((await committed()) === before) return before
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
    return { create: created, archive: archived - created, reopen: reopened - archived }
  } finally {
    await server.kill()
    await simulator.stop()
  }
}

const onSqlite = (): Promise<Commits> =>
  onFolder(async (folder) => {
    let file: DatabaseSync | undefined
    const look: Look = async (statement) => {
      file ??= new DatabaseSync(join(folder, "incident-teams.sqlite"), { readOnly: true })
      return file.prepare(statement).get()
    }
    try {
      return await commitsOn({ data: folder }, "", look)
    } finally {
      file?.close()
    }
  })

const inPostgres = (): Promise<Commits> =>
  onPostgres(async (url, settings) => {
    const runtime = ManagedRuntime.make(Layer.provide(PostgresDatabase.layer, settings))
    const look: Look = (text) =>
      runtime.runPromise(
        PostgresDatabase.PostgresDatabase.use((database) =>
          Effect.map(database.run("repeatable", { text, values: [] }), ([row]) => row)
        )
      )
    try {
      return await commitsOn({ settings: { POSTGRES_URL: url } }, "$schema.", look)
    } finally {
      await runtime.dispose()
    }
  })

/** Commits to a store by a team's creation, archiving and reopening without faults. */
export const commits = async () => ({ sqlite: await onSqlite(), postgres: await inPostgres() })
