import type { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { Context, Effect, Layer, Redacted, Schema } from "effect"
import type { Pool, PoolClient, PoolConfig } from "pg"
import { migrations } from "./migrations.ts"
import { type PostgresSettings, postgresSettings } from "./PostgresSettings.ts"
import type { CallFailure } from "./wire/CallFailure.ts"
import { failureOf } from "./wire/failureOf.ts"
import { type Again, persistently } from "./wire/persistently.ts"
import { called, waitingForConnection } from "./wire/postgresCalls.ts"

/** The tables were written by a newer program, and this one would not understand them. */
export class DatabaseTooNew extends Schema.TaggedError<DatabaseTooNew>()("DatabaseTooNew", {
  schema: Schema.String,
  version: Schema.Int,
  known: Schema.Int
}) {
  override get message(): string {
    return (
      `The schema ${this.schema} has version ${this.version}, and this program knows up to ${this.known}.` +
      " Start the newer program again, or restore the backup that was made before it."
    )
  }
}

export type Row = Readonly<Record<string, unknown>>

/** A statement whose tables are written as `$schema.table`, with the values of its parameters. */
export interface Statement {
  readonly text: string
  readonly values: ReadonlyArray<unknown>
}

/** Gathers the parameters of a statement while its text is written. */
export const bind = () => {
  const values: Array<unknown> = []
  return {
    values,
    the: (value: unknown, type: string): string => {
      values.push(value)
      return `$${values.length}::${type}`
    }
  }
}

/**
 * The pool of connections that every store of this process shares. Each statement is a transaction of its own, so no
 * transaction waits for this process, and a process that dies holds no lock.
 */
export class PostgresDatabase extends Context.Service<
  PostgresDatabase,
  {
    /** The channel of NOTIFY that tells other processes of commits. */
    readonly channel: string
    /** `once`: a statement that may do more when it is done twice; it isn't repeated where the first may have been done. */
    run(again: Again, statement: Statement): Effect.Effect<ReadonlyArray<Row>, StoreUnavailable>
  }
>()("@incident-teams/adapter-postgres/PostgresDatabase") {}

/** Milliseconds that pass before a connection attempt, or a wait for a free connection, is given up. */
const connectMillis = 5_000
/** The same of a statement, in the database; the other bound is for a connection that broke without a word. */
const statementMillis = 10_000
const answerMillis = 12_000
/** The same of a wait for a lock: a commit holds one for about a millisecond. */
const lockMillis = 5_000

/** The driver is loaded when it is first needed. */
export const driver = Effect.promise(() => import("pg"))

export const connectionOf = ({ database, host, password, port, tls, user }: PostgresSettings): PoolConfig => ({
  host,
  port,
  database,
  user,
  ...(password === undefined ? {} : { password: Redacted.value(password) }),
  // Whose certificate it has to be, pg says: a name is sent to the server, an address isn't.
  ssl: tls === undefined ? false : { ...tls, rejectUnauthorized: true },
  application_name: "incident-teams",
  connectionTimeoutMillis: connectMillis,
  keepAlive: true
})

const openPool = Effect.fnUntraced(function* (settings: PostgresSettings) {
  const { Pool: Made } = yield* driver
  return yield* Effect.acquireRelease(
    Effect.sync(() => {
      const pool = new Made({
        ...connectionOf(settings),
        max: settings.connections,
        idleTimeoutMillis: 60_000,
        statement_timeout: statementMillis,
        lock_timeout: lockMillis,
        idle_in_transaction_session_timeout: 60_000,
        query_timeout: answerMillis
      })
      // A connection that breaks while nobody uses it is replaced by the next one who needs one.
      pool.on("error", () => undefined)
      return pool
    }),
    (pool) => Effect.promise(() => pool.end())
  )
})

const attempt = <A>(ask: () => Promise<A>): Effect.Effect<A, CallFailure> =>
  Effect.callback<A, CallFailure>((resume) => {
    ask().then(
      (answer) => resume(Effect.as(called("done"), answer)),
      (thrown: unknown) => {
        const failure = failureOf(thrown)
        resume(failure === undefined ? Effect.die(thrown) : Effect.andThen(called(failure._tag), Effect.fail(failure)))
      }
    )
  })

/** Begins a transaction, in which `body` has the connection. */
const transaction = async <A>(pool: Pool, body: (client: PoolClient) => Promise<A>): Promise<A> => {
  const client = await pool.connect()
  try {
    await client.query("BEGIN")
    const result = await body(client)
    await client.query("COMMIT")
    client.release()
    return result
  } catch (error) {
    // Closing the connection rolls back, whatever state it is in.
    client.release(true)
    throw error
  }
}

/** The version of the tables; 0 where none are. */
export const versionIn = async (client: Pick<Pool, "query">, schema: string): Promise<number> => {
  // Not to_regclass: it may answer what this connection remembers from before it waited for the lock.
  const { rows } = await client.query<Row>(
    "SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename = 'schema_version') AS there",
    [schema]
  )
  if (rows[0]?.["there"] !== true) return 0
  const found = await client.query<Row>(`SELECT version FROM ${schema}.schema_version`)
  return Number(found.rows[0]?.["version"] ?? 0)
}

/** Brings the tables to this program's version. Of two programs that start at once the second finds it done. */
const migrateTo = (pool: Pool, schema: string): Promise<number> =>
  transaction(pool, async (client) => {
    // Longer than a statement may take otherwise: an index of a large table is made.
    await client.query("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'")
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`incident-teams ${schema}`])
    const version = await versionIn(client, schema)
    if (version >= migrations.length) return version
    if (version === 0) await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
    await client.query(`SET LOCAL search_path = ${schema}`)
    await client.query("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)")
    for (const migration of migrations.slice(version)) await client.query(migration)
    await client.query(`DELETE FROM schema_version; INSERT INTO schema_version VALUES (${migrations.length})`)
    return migrations.length
  })

/** Without a lock, and without a right to create anything, where nothing is to be done. */
const migrate = Effect.fnUntraced(function* (pool: Pool, schema: string) {
  const before = yield* persistently(
    "repeatable",
    attempt(() => versionIn(pool, schema))
  )
  const version =
    before >= migrations.length
      ? before
      : yield* persistently(
          "repeatable",
          attempt(() => migrateTo(pool, schema))
        )
  if (version > migrations.length) return yield* new DatabaseTooNew({ schema, version, known: migrations.length })
  return before
})

/** On a pool that is closed elsewhere. Creates the schema with its tables where they aren't there. */
export const makeOn = Effect.fnUntraced(function* (pool: Pool, schema: string) {
  yield* migrate(pool, schema)
  return PostgresDatabase.of({
    channel: schema,
    run: (again, { text, values }) =>
      persistently(
        again,
        Effect.flatMap(
          Effect.suspend(() => waitingForConnection(pool.waitingCount)),
          () =>
            Effect.map(
              attempt(() => pool.query<Row>(text.replaceAll("$schema", schema), [...values])),
              ({ rows }) => rows
            )
        )
      )
  })
})

/** With these settings. */
export const make = Effect.fnUntraced(function* (settings: PostgresSettings) {
  const pool = yield* openPool(settings)
  return yield* makeOn(pool, settings.schema)
})

/** From the environment, see `postgresSettings`. */
export const layer = Layer.effect(PostgresDatabase, Effect.flatMap(postgresSettings, make))

/** Creates the schema with its tables or brings them up to date, as a role that may. */
export const provision = Effect.gen(function* () {
  const settings = yield* postgresSettings
  const pool = yield* openPool(settings)
  const before = yield* migrate(pool, settings.schema)
  const done = before === 0 ? "made" : before < migrations.length ? "brought up to date" : "left as it was"
  return [{ container: `${settings.database}, schema ${settings.schema}`, done }]
}).pipe(Effect.scoped)
