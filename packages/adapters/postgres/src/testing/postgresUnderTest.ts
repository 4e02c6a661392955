import type { StoreUnderTest, TroubledPlace } from "@incident-teams/application/testing/StoreUnderTest"
import { onServer } from "@incident-teams/testkit/vitest/onServer"
import type { ProvidedPostgres } from "@incident-teams/testkit/vitest/sharedPostgres"
import { Effect, Layer, Redacted } from "effect"
import { Pool } from "pg"
import { afterAll, afterEach, inject } from "vitest"
import { connectionOf, makeOn, PostgresDatabase } from "../PostgresDatabase.ts"
import { partsOf, type PostgresSettings } from "../PostgresSettings.ts"

const postgres: ProvidedPostgres = inject("postgres")

/** Declares tests that need the server; skipped with the reason where there is none. */
export const onPostgres = (tests: () => void): void => onServer(postgres, tests)

const testUrl = (): string => ("url" in postgres ? postgres.url : "")

export const testSettings = (schema: string): Promise<PostgresSettings> =>
  Effect.runPromise(Effect.map(partsOf(Redacted.make(testUrl())), (parts) => ({ ...parts, schema, connections: 10 })))

let opened: Promise<Pool> | undefined

/** The connections that all stores of a test file share. */
export const testPool = (): Promise<Pool> => (opened ??= openPool())

const openPool = async () => {
  const pool = new Pool({ ...connectionOf(await testSettings("unused")), max: 20 })
  pool.on("error", () => undefined)
  return pool
}

const prefix = `test_${process.pid}_${Date.now().toString(36)}`
let schemas = 0
/** Schemas with tables in which nothing is stored: making one takes longer than a test. */
const empty: Array<string> = []
/** To be emptied after the test. */
const used: Array<string> = []

/** A name that no other test has. */
export const newSchema = (): string => `${prefix}_${++schemas}`

const takeSchema = (): string => {
  const schema = empty.pop() ?? newSchema()
  used.push(schema)
  return schema
}

const tables = [
  "answers",
  "rosters",
  "chunks",
  "events",
  "changes",
  "teams",
  "places",
  "favorites",
  "watermarks",
  "locks",
  "ended_sessions"
]

const emptied = async (schema: string): Promise<boolean> => {
  const pool = await testPool()
  const { rows } = await pool.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [
    `${schema}.feed`
  ])
  if (rows[0]?.there !== true) return false
  await pool.query(tables.map((table) => `DELETE FROM ${schema}.${table}`).join("; "))
  return true
}

// Of each test file that imports this.
afterEach(async () => {
  for (const schema of used.splice(0)) if (await emptied(schema)) empty.push(schema)
})
afterAll(async () => {
  if (opened === undefined) return
  const pool = await opened
  for (let n = 1; n <= schemas; n++) await pool.query(`DROP SCHEMA IF EXISTS ${prefix}_${n} CASCADE`)
  empty.length = 0
  await pool.end()
  opened = undefined
})

const databaseIn = (schema: string): Layer.Layer<PostgresDatabase, unknown> =>
  Layer.effect(
    PostgresDatabase,
    Effect.flatMap(
      Effect.promise(() => testPool()),
      (pool) => makeOn(pool, schema)
    )
  )

/** An empty place: its tables are made when the first store is built on it. */
export const emptyPlace = (): Layer.Layer<PostgresDatabase, unknown> => databaseIn(takeSchema())

const execute = (text: string, ...values: ReadonlyArray<unknown>) =>
  Effect.promise(async () => (await testPool()).query(text, [...values]))

const troubledPlace = <Store, E>(layerOn: Layer.Layer<Store, E, PostgresDatabase>): TroubledPlace<Store> => {
  const schema = newSchema()
  const renamed = `${schema}_away`
  return {
    layer: Layer.provide(layerOn, databaseIn(schema)),
    cut: Effect.acquireRelease(execute(`ALTER SCHEMA ${schema} RENAME TO ${renamed}`), () =>
      execute(`ALTER SCHEMA ${renamed} RENAME TO ${schema}`)
    ),
    holdRow: (team) =>
      Effect.acquireRelease(
        Effect.promise(async () => {
          const client = await (await testPool()).connect()
          await client.query("BEGIN")
          await client.query(`UPDATE ${schema}.teams SET revision = revision WHERE id = $1`, [team])
          return client
        }),
        (client) =>
          Effect.promise(async () => {
            await client.query("ROLLBACK")
            client.release()
          })
      ),
    spoil: (id) =>
      Effect.andThen(
        execute(`UPDATE ${schema}.teams SET json = '{' WHERE id = $1`, id),
        execute(`UPDATE ${schema}.favorites SET json = '{' WHERE owner = $1`, id)
      )
  }
}

/** What the contract suites are given. */
export const underTest = <Store, E>(
  layerOn: Layer.Layer<Store, E, PostgresDatabase>
): StoreUnderTest<Store> & Required<Pick<StoreUnderTest<Store>, "sharesData">> => ({
  layer: Layer.provide(layerOn, Layer.unwrap(Effect.sync(emptyPlace))),
  sharesData: () => Layer.provide(layerOn, emptyPlace()),
  troubled: () => troubledPlace(layerOn)
})
