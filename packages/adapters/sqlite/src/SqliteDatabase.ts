import { closeSync, existsSync, mkdirSync, openSync, statfsSync } from "node:fs"
import { dirname, join } from "node:path"
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite"
import { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { Config, Context, Effect, Layer, Schedule, Schema } from "effect"
import { migrations } from "./migrations.ts"
import { isBusy, sqliteFailure } from "./sqliteFailure.ts"

/** File systems whose files several machines may change, by the number that `statfs` gives them (Linux: statfs(2)). */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x00006969, "NFS"],
  [0x0000517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB2"],
  [0x65735546, "FUSE"],
  [0x01021997, "9P"],
  [0x5346414f, "AFS"],
  [0x00c36400, "Ceph"],
  [0x0bd00bd0, "Lustre"]
])

/**
 * The name of a file system over a network; undefined: a local one. SQLite's write-ahead log begins to work on most of
 * them and then loses data without an error: its shared memory isn't shared between machines, and locks may do nothing.
 * FUSE may be a local one as well, which nothing tells.
 */
const networkFileSystem = (type: number): string | undefined => networkFileSystems.get(type >>> 0)

/** The file was written by a newer program, and this one would not understand it. */
export class DatabaseTooNew extends Schema.TaggedError<DatabaseTooNew>()("DatabaseTooNew", {
  file: Schema.String,
  version: Schema.Int,
  known: Schema.Int
}) {
  override get message(): string {
    return (
      `${this.file} has schema version ${this.version}, and this program knows up to ${this.known}.` +
      " Start the newer program again, or restore the backup that was made before it."
    )
  }
}

export type Row = Record<string, SQLOutputValue>

/** Statements, each prepared once. For use within `read` and `write`. */
export interface Statements {
  readonly all: (sql: string, ...values: ReadonlyArray<SQLInputValue>) => ReadonlyArray<Row>
  readonly one: (sql: string, ...values: ReadonlyArray<SQLInputValue>) => Row | undefined
  /** How many rows were changed. */
  readonly run: (sql: string, ...values: ReadonlyArray<SQLInputValue>) => number
}

/**
 * One connection to the file that every store of this process shares. Calls are synchronous, hence a `body` runs without
 * anything in between in this process; against other processes SQLite's locks hold.
 */
export class SqliteDatabase extends Context.Service<
  SqliteDatabase,
  {
    /** What one statement finds, which sees one moment without a transaction. */
    look<A>(body: (sql: Statements) => A): Effect.Effect<A, StoreUnavailable>
    /** What is stored at one moment: all statements of `body` see the same. */
    read<A>(body: (sql: Statements) => A): Effect.Effect<A, StoreUnavailable>
    /** All or nothing, and on the disk when it succeeds. */
    write<A>(body: (sql: Statements) => A): Effect.Effect<A, StoreUnavailable>
  }
>()("@incident-teams/adapter-sqlite/SqliteDatabase") {}

/**
 * How long SQLite itself waits for another process's lock (a commit holds it for about a millisecond). Kept short,
 * because that wait blocks the event loop.
 */
const busyMillis = 250
/** How long it is tried again then, with pauses that block nothing, before the store counts as unavailable. */
const patience = "3 seconds"

const whileBusy = {
  schedule: Schedule.jittered(Schedule.exponential("10 millis", 1.5)).pipe(Schedule.upTo({ duration: patience })),
  while: isBusy
}

/**
 * The folder with those above it. mkdirSync's own recursion never ends where the system won't have a folder made in one
 * that is there, and says that the latter isn't (Linux, /proc).
 */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process made it meanwhile.
    if (!existsSync(folder)) throw error
  }
}

/** Where the file may be. */
export interface Storage {
  /** Also on a file system that looks like one over a network. */
  readonly onNetwork: boolean
  /** The number of a folder's file system, as `statfs` gives it; undefined where it tells nothing. */
  readonly fileSystemOf: (folder: string) => number | undefined
}

export const localDisk: Storage = {
  onNetwork: false,
  // Elsewhere the numbers mean something else.
  fileSystemOf: (folder) => (process.platform === "linux" ? statfsSync(folder).type : undefined)
}

const refuseNetwork = (folder: string, { onNetwork, fileSystemOf }: Storage): void => {
  const type = onNetwork ? undefined : fileSystemOf(folder)
  const name = type === undefined ? undefined : networkFileSystem(type)
  if (name !== undefined) throw new UnfitStorage(onNetworkFileSystem(folder, name))
}

const onNetworkFileSystem = (folder: string, name: string): string =>
  `${folder} is on a network file system (${name}), where SQLite can lose data without an error.` +
  " Set INCIDENT_TEAMS_DATA to a folder on a local disk. If only one machine ever uses this folder, set ALLOW_NETWORK_DATA to true"

const connect = (file: string, storage: Storage): DatabaseSync => {
  makeFolder(dirname(file))
  refuseNetwork(dirname(file), storage)
  // SQLite would create it readable for everybody; its log files get the same mode as the file.
  closeSync(openSync(file, "a", 0o600))
  const db = new DatabaseSync(file, {
    timeout: busyMillis
  })
  try {
    const mode = db.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"]
    if (mode !== "wal") throw new UnfitStorage(withoutWriteAheadLog(file, String(mode)))
    db.exec("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF")
  } catch (error) {
    db.close()
    throw error
  }
  return db
}

const withoutWriteAheadLog = (file: string, mode: string): string =>
  `${file} doesn't support a write-ahead log (journal mode ${mode}). Put it on a local disk, not on a network share`

/** The file can't be where it is. */
class UnfitStorage extends Error {}

/** The file can't be reached at all: an operating system's error, in its own words. */
const openFailure = (error: unknown, file: string): StoreUnavailable =>
  sqliteFailure(error, file) ??
  new StoreUnavailable({
    reason:
      error instanceof UnfitStorage
        ? `${error.message}.`
        : `${file}: the database can't be opened (${error instanceof Error ? error.message : String(error)}). Set INCIDENT_TEAMS_DATA to a folder that this process's user may write to.`,
    cause: error
  })

const statementsOf = (db: DatabaseSync): Statements => {
  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const fresh = db.prepare(sql)
    prepared.set(sql, fresh)
    return fresh
  }
  return {
    all: (sql, ...values) => statement(sql).all(...values),
    one: (sql, ...values) => statement(sql).get(...values),
    run: (sql, ...values) => Number(statement(sql).run(...values).changes)
  }
}

const transaction = <A>(db: DatabaseSync, sql: Statements, begin: string, body: (sql: Statements) => A): A => {
  sql.run(begin)
  try {
    const result = body(sql)
    sql.run("COMMIT")
    return result
  } catch (error) {
    // Some failures (a full disk) have rolled back already.
    if (db.isTransaction) sql.run("ROLLBACK")
    throw error
  }
}

/** Brings the file to this program's version. Two programs that start at once: the second finds it done. */
const migrate = (file: string, sql: Statements, exec: (script: string) => void): void => {
  exec("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT")
  const version = Number(sql.one("SELECT version FROM schema_version")?.["version"] ?? 0)
  if (version > migrations.length) throw new DatabaseTooNew({ file, version, known: migrations.length })
  if (version === migrations.length) return
  for (const migration of migrations.slice(version)) exec(migration)
  exec("DELETE FROM schema_version")
  sql.run("INSERT INTO schema_version VALUES (?)", migrations.length)
}

/** Opens `file`, which is created with its folder where it isn't there, and brings it up to date. */
export const open = Effect.fnUntraced(function* (file: string, storage: Storage = localDisk) {
  const db = yield* Effect.acquireRelease(
    Effect.retry(
      Effect.try({ try: () => connect(file, storage), catch: (error) => openFailure(error, file) }),
      whileBusy
    ),
    (opened) => Effect.sync(() => opened.close())
  )
  const sql = statementsOf(db)
  const look = <A>(body: (sql: Statements) => A): Effect.Effect<A, StoreUnavailable> => {
    const once = Effect.suspend(() => {
      try {
        return Effect.succeed(body(sql))
      } catch (error) {
        const failure = sqliteFailure(error, file)
        return failure === undefined ? Effect.die(error) : Effect.fail(failure)
      }
    })
    return Effect.catchIf(once, isBusy, () => Effect.retry(once, whileBusy))
  }
  const within = <A>(begin: string, body: (sql: Statements) => A): Effect.Effect<A, StoreUnavailable> =>
    look(() => transaction(db, sql, begin, body))
  yield* Effect.catchDefect(
    // IMMEDIATE: the lock is taken at once. One that is taken at the first write fails without waiting (SQLITE_BUSY_SNAPSHOT).
    within("BEGIN IMMEDIATE", () => migrate(file, sql, (script) => db.exec(script))),
    (defect) => (defect instanceof DatabaseTooNew ? Effect.fail(defect) : Effect.die(defect))
  )
  return SqliteDatabase.of({
    look,
    read: (body) => within("BEGIN", body),
    write: (body) => within("BEGIN IMMEDIATE", body)
  })
})

/** On this very file. */
export const layerFile = (file: string, storage?: Storage) => Layer.effect(SqliteDatabase, open(file, storage))

/** INCIDENT_TEAMS_DATA, the file's folder, which is on a local disk unless ALLOW_NETWORK_DATA. */
export const placeSettings = Effect.gen(function* () {
  const folder = yield* Config.String("INCIDENT_TEAMS_DATA").pipe(Config.withDefault(".data"))
  const onNetwork = yield* Config.Boolean("ALLOW_NETWORK_DATA").pipe(Config.withDefault(false))
  return { folder, onNetwork }
})

/** `incident-teams.sqlite` in the configured folder. */
export const layer = Layer.effect(
  SqliteDatabase,
  Effect.flatMap(placeSettings, ({ folder, onNetwork }) =>
    open(join(folder, "incident-teams.sqlite"), { ...localDisk, onNetwork })
  )
)
