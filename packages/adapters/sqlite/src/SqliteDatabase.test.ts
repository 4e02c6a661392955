import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { lookAtStore } from "@incident-teams/application/doctor/lookAtStore"
import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { firstCommit, idOf, nextCommit } from "@incident-teams/application/testing/team-store/commits"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { ConfigProvider, Effect, Exit, Layer, Logger, Option } from "effect"
import { describe, expect, it } from "vitest"
import { migrations } from "./migrations.ts"
import { DatabaseTooNew, layer, layerFile, localDisk, placeSettings, SqliteDatabase } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteTeamStore.ts"
import { temporaryFile } from "./testing/temporaryFile.ts"

const onFile = <A, E>(file: string, body: Effect.Effect<A, E, TeamStore | SqliteDatabase>) =>
  Effect.provide(body, Layer.provideMerge(layerOn, layerFile(file)))

const store = <A, E>(body: (store: TeamStore["Service"]) => Effect.Effect<A, E>) => Effect.flatMap(TeamStore, body)

const pragma = (name: string) =>
  Effect.flatMap(SqliteDatabase, (database) =>
    database.read((sql) => Object.values(sql.one(`PRAGMA ${name}`) ?? {})[0])
  )

const longAgo = timestampOf(0)

/** Somebody else's connection. */
const elsewhere = <A>(file: string, body: (db: DatabaseSync) => A): A => {
  const db = new DatabaseSync(file)
  try {
    return body(db)
  } finally {
    db.close()
  }
}

/** A file with one team in it, and nobody on it. */
const written = async (): Promise<string> => {
  const file = temporaryFile()
  await Effect.runPromise(
    onFile(
      file,
      store((teams) => teams.create(firstCommit(1, { dueAt: longAgo })))
    )
  )
  return file
}

const failure = <A, E>(effect: Effect.Effect<A, E>): Promise<E> => Effect.runPromise(Effect.flip(effect))

describe("a file on a network file system (bad day 14)", () => {
  it.each([
    ["NFS", 0x6969],
    ["CIFS", 0xff534d42],
    ["CIFS", 0xff534d42 | 0],
    ["SMB2", 0xfe534d42],
    ["FUSE", 0x65735546],
    ["9P", 0x01021997]
  ])("is refused on %s (%d) before it is made, with what to do", async (name, type) => {
    const file = temporaryFile()
    const on = (onNetwork: boolean) => layerFile(file, { onNetwork, fileSystemOf: () => type })
    const refused = await failure(Effect.provide(pragma("journal_mode"), on(false)))
    expect(refused).toMatchObject({
      _tag: "StoreUnavailable",
      reason: expect.stringMatching(
        new RegExp(`network file system \\(${name}\\).*local disk.*ALLOW_NETWORK_DATA`, "u")
      )
    })
    expect(existsSync(file)).toBe(false)
    expect(await Effect.runPromise(Effect.provide(pragma("journal_mode"), on(true)))).toBe("wal")
  })

  it.each([
    ["ext4", 0xef53],
    ["tmpfs", 0x01021994],
    ["a system that tells nothing", undefined]
  ])("is taken on %s", async (_, type) => {
    const storage = { onNetwork: false, fileSystemOf: () => type }
    const mode = Effect.provide(pragma("journal_mode"), layerFile(temporaryFile(), storage))
    expect(await Effect.runPromise(mode)).toBe("wal")
  })
})

describe("the file", () => {
  it("is made with its folder, for nobody else to read", async () => {
    const file = temporaryFile()
    await Effect.runPromise(
      onFile(
        file,
        Effect.gen(function* () {
          yield* store((teams) => teams.create(firstCommit(1)))
          const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
          expect(mode(dirname(file))).toBe("700")
          expect([file, `${file}-wal`, `${file}-shm`].map(mode)).toEqual(["600", "600", "600"])
        })
      )
    )
  })

  it("is the one that INCIDENT_TEAMS_DATA names, in a folder of any depth", async () => {
    const folder = join(dirname(temporaryFile()), "a", "b c")
    await Effect.runPromise(
      Effect.provide(
        Effect.asVoid(SqliteDatabase),
        Layer.provide(layer, ConfigProvider.layer(ConfigProvider.fromUnknown({ INCIDENT_TEAMS_DATA: folder })))
      )
    )
    expect(statSync(join(folder, "incident-teams.sqlite")).isFile()).toBe(true)
  })

  it("is in .data, on a local disk, where nothing else is set", async () => {
    const settings = (set: Readonly<Record<string, string>>) =>
      Effect.runPromise(Effect.provide(placeSettings, ConfigProvider.layer(ConfigProvider.fromUnknown(set))))
    expect(await settings({})).toEqual({ folder: ".data", onNetwork: false })
    const other = await settings({ INCIDENT_TEAMS_DATA: "/data", ALLOW_NETWORK_DATA: "true" })
    expect(other).toEqual({ folder: "/data", onNetwork: true })
  })

  // Elsewhere the numbers mean something else, and nothing is told.
  it("is on the file system that the system tells of", () => {
    expect(localDisk.fileSystemOf("/proc")).toBe(process.platform === "linux" ? 0x9fa0 : undefined)
  })

  it("writes ahead, and through to the disk at every commit", () =>
    Effect.runPromise(
      onFile(
        temporaryFile(),
        Effect.gen(function* () {
          expect(yield* pragma("journal_mode")).toBe("wal")
          // 2 is FULL.
          expect(yield* pragma("synchronous")).toBe(2)
          expect(yield* pragma("foreign_keys")).toBe(1)
          expect(yield* pragma("trusted_schema")).toBe(0)
          expect(yield* pragma("busy_timeout")).toBe(250)
        })
      )
    ))

  it("keeps what was in it", async () => {
    const file = await written()
    const stored = await Effect.runPromise(
      onFile(
        file,
        store((teams) => teams.load(idOf(1)))
      )
    )
    expect(Option.isSome(stored)).toBe(true)
  })
})

describe("migrations", () => {
  it("are done once, and tell how far the file has come", async () => {
    const file = await written()
    await Effect.runPromise(onFile(file, Effect.asVoid(TeamStore)))
    const versions = elsewhere(file, (db) => db.prepare("SELECT version FROM schema_version").all())
    expect(versions.map(({ version }) => version)).toEqual([migrations.length])
  })

  it("leave a file alone that a newer program has written, and say so", async () => {
    const file = await written()
    elsewhere(file, (db) => db.exec(`UPDATE schema_version SET version = ${migrations.length + 1}`))
    const refused = await failure(onFile(file, Effect.asVoid(TeamStore)))
    expect(refused).toBeInstanceOf(DatabaseTooNew)
    expect(String(refused)).toContain(`schema version ${migrations.length + 1}`)
    expect(String(refused)).toContain("Start the newer program again")
    expect(elsewhere(file, (db) => db.prepare("SELECT count(*) AS n FROM teams").get()?.["n"])).toBe(1)
  })

  it("bring a file of the first version up to date, with what is in it", async () => {
    const file = await written()
    elsewhere(file, (db) =>
      db.exec(`
        ALTER TABLE states DROP COLUMN origins;
        DROP TABLE turns;
        DROP TABLE pointers;
        ALTER TABLE teams DROP COLUMN access;
        ALTER TABLE teams DROP COLUMN delayed;
        ALTER TABLE file DROP COLUMN forgotten;
        DROP TABLE ended_sessions;
        ALTER TABLE favorites RENAME TO favourites;
        ALTER TABLE changes RENAME TO later;
        CREATE TABLE changes (
          number INTEGER PRIMARY KEY AUTOINCREMENT, team INTEGER NOT NULL REFERENCES teams,
          first_event INTEGER NOT NULL, last_event INTEGER NOT NULL
        ) STRICT;
        INSERT INTO changes SELECT number, team, first_event, last_event FROM later;
        DROP TABLE later;
        UPDATE schema_version SET version = 1
      `)
    )
    const stored = await Effect.runPromise(
      onFile(
        file,
        store((teams) => Effect.flatMap(teams.load(idOf(1)), Effect.fromOption))
      )
    )
    expect(stored).toMatchObject({ id: idOf(1), schedule: { fence: 0 } })
    expect(stored.schedule).not.toHaveProperty("origins")
    const changes = elsewhere(file, (db) => db.prepare("SELECT number, first_event, last_event FROM changes").all())
    expect(changes.map((change) => ({ ...change }))).toEqual([{ number: 1, first_event: 1, last_event: 1 }])
    const versions = elsewhere(file, (db) => db.prepare("SELECT version FROM schema_version").all())
    expect(versions.map(({ version }) => version)).toEqual([migrations.length])
    // Not forgotten at the next commit: they count from now on.
    const age = elsewhere(file, (db) => db.prepare("SELECT at FROM changes").get()?.["at"])
    expect(Math.abs(Date.now() - Number(age))).toBeLessThan(3_600_000)
  })

  it("are done as a whole or not at all", async () => {
    const file = temporaryFile()
    mkdirSync(dirname(file))
    // In the way of the first migration's last table.
    elsewhere(file, (db) => db.exec("CREATE TABLE watermarks (x)"))
    const exit = await Effect.runPromiseExit(onFile(file, Effect.asVoid(TeamStore)))
    expect(Exit.hasDies(exit)).toBe(true)
    const tables = elsewhere(file, (db) => db.prepare("SELECT name FROM sqlite_schema").all())
    expect(tables.map(({ name }) => name)).toEqual(["watermarks"])
  })
})

describe("on bad days", () => {
  it.each([
    ["something else", "this is not a database, ".repeat(200)],
    ["a picture", Buffer.alloc(8_192, 0x89)]
  ])("says so at start when the file is %s", async (_, content) => {
    const file = temporaryFile()
    mkdirSync(dirname(file))
    writeFileSync(file, content)
    const refused = await failure(onFile(file, Effect.asVoid(TeamStore)))
    expect(refused).toBeInstanceOf(StoreUnavailable)
    expect(String(refused)).toContain(`${file}: this file is not a database. Move it away`)
    expect(readFileSync(file)).toEqual(Buffer.from(content))
  })

  it.each([
    ["a file is where it should be", temporaryFile, (file: string) => writeFileSync(dirname(file), "a file"), "open"],
    ["the system has no folders made there", () => "/proc/incident-teams/a/b.sqlite", () => undefined, "mkdir"]
  ])("says so when the folder can't be made: %s", async (_, fileIn, prepare, failed) => {
    const file = fileIn()
    prepare(file)
    const refused = await failure(onFile(file, Effect.asVoid(TeamStore)))
    expect(refused).toBeInstanceOf(StoreUnavailable)
    expect(String(refused)).toContain(`, ${failed} '`)
    expect(String(refused)).toContain("Set INCIDENT_TEAMS_DATA to a folder that this process's user may write to")
  })

  // The administrator may write everything.
  it.skipIf(process.getuid?.() === 0)("says so when the file can't be written to", async () => {
    const file = await written()
    chmodSync(file, 0o400)
    chmodSync(dirname(file), 0o500)
    const refused = await failure(
      onFile(
        file,
        store((teams) => teams.create(firstCommit(2)))
      )
    )
    chmodSync(dirname(file), 0o700)
    expect(refused).toBeInstanceOf(StoreUnavailable)
  })

  /** SQLite's own switches bring about what a test can't do to a real disk. */
  it.each([
    ["the disk is full", "PRAGMA max_page_count = 1", "the disk is full. Free space"],
    [
      "nothing may be written",
      "PRAGMA query_only = ON",
      "the database can't be written to. Allow this process's user to write"
    ]
  ])("writes nothing and goes on reading when %s", async (_, trouble, words) => {
    const file = await written()
    await Effect.runPromise(
      onFile(
        file,
        Effect.gen(function* () {
          const database = yield* SqliteDatabase
          const teams = yield* TeamStore
          const before = Option.getOrThrow(yield* teams.load(idOf(1)))
          yield* database.read((sql) => sql.one(trouble))
          // Larger than what is free in the file's last pages.
          const description = "x".repeat(60_000)
          const commit = nextCommit(before)
          const refused = yield* Effect.flip(
            teams.commit(before.version, { ...commit, team: { ...commit.team, description } })
          )
          expect(refused).toBeInstanceOf(StoreUnavailable)
          expect(String(refused)).toContain(words)
          expect(yield* teams.load(idOf(1))).toStrictEqual(Option.some(before))
          expect(yield* teams.timeline(idOf(1), 1, 10)).toEqual([])
        })
      )
    )
  })

  it("is found to be writable, and nothing is left of that, or not to be although it reads", async () => {
    const file = await written()
    await Effect.runPromise(
      onFile(
        file,
        Effect.gen(function* () {
          const database = yield* SqliteDatabase
          const pointers = database.read((sql) => sql.all("SELECT * FROM pointers"))
          expect(yield* lookAtStore).toMatchObject([{ state: "ok" }])
          expect(yield* pointers).toEqual([])
          yield* database.read((sql) => sql.one("PRAGMA query_only = ON"))
          const [found] = yield* lookAtStore
          expect(found).toMatchObject({ state: "problem" })
          expect(found?.found).toContain("Allow this process's user to write the file")
        })
      )
    )
  })

  it("lets nobody else write from the beginning of a write on", () => {
    const file = temporaryFile()
    return Effect.runPromise(
      onFile(
        file,
        Effect.gen(function* () {
          const database = yield* SqliteDatabase
          const others = yield* database.write(() => {
            try {
              return elsewhere(file, (db) => db.exec("BEGIN IMMEDIATE"))
            } catch (error) {
              return String(error)
            }
          })
          expect(others).toContain("locked")
        })
      )
    )
  })

  it("waits for somebody else's lock without failing", async () => {
    const file = await written()
    const db = new DatabaseSync(file)
    db.exec("BEGIN IMMEDIATE")
    // Longer than SQLite itself waits, so that it takes a second try.
    const released = new Promise<void>((resolve) => {
      setTimeout(() => {
        db.exec("COMMIT")
        db.close()
        resolve()
      }, 300)
    })
    await Effect.runPromise(
      onFile(
        file,
        store((teams) => teams.create(firstCommit(2)))
      )
    )
    await released
  })

  it("gives up on a lock that nobody gives back, and goes on reading", async () => {
    const file = await written()
    await Effect.runPromise(
      onFile(
        file,
        Effect.gen(function* () {
          const teams = yield* TeamStore
          const db = new DatabaseSync(file)
          db.exec("BEGIN IMMEDIATE")
          const refused = yield* Effect.flip(teams.create(firstCommit(2)))
          expect(refused).toBeInstanceOf(StoreUnavailable)
          expect(String(refused)).toContain("another process holds the database's lock")
          expect(Option.isSome(yield* teams.load(idOf(1)))).toBe(true)
          db.close()
          yield* teams.create(firstCommit(2))
        })
      )
    )
  })

  it("says so when the file is damaged", async () => {
    const file = await written()
    const content = readFileSync(file)
    // Everything but the first page, which says what the file is and where its tables are.
    content.fill(0xff, 4_096)
    writeFileSync(file, content)
    const refused = await failure(
      onFile(
        file,
        store((teams) => teams.load(idOf(1)))
      )
    )
    expect(refused).toBeInstanceOf(StoreUnavailable)
    expect(String(refused)).toContain("the database is damaged. Stop the program, and restore the file from a backup")
  })
})

describe("a team that can't be read", () => {
  const damage = (file: string, sql: string) => elsewhere(file, (db) => db.exec(sql))

  it.each([
    ["a newer program wrote it", "UPDATE teams SET schema_version = 9", "Update this program"],
    ["its text is cut off", "UPDATE states SET json = substr(json, 1, 50)", "JSON"],
    ["a field is wrong", "UPDATE states SET json = json_set(json, '$.phase', 'melted')", "phase"]
  ])("is a defect that names it: %s", async (_, sql, words) => {
    const file = await written()
    damage(file, sql)
    const exit = await Effect.runPromiseExit(
      onFile(
        file,
        store((teams) => teams.load(idOf(1)))
      )
    )
    expect(Exit.hasDies(exit)).toBe(true)
    expect(String(exit)).toContain(idOf(1))
    expect(String(exit)).toContain(words)
  })

  it("doesn't keep anybody from the other teams", async () => {
    const file = await written()
    damage(file, "UPDATE states SET json = '{}'")
    const logged: Array<unknown> = []
    const log = Logger.layer([Logger.make(({ message }) => logged.push(message))])
    await Effect.runPromise(
      Effect.provide(
        onFile(
          file,
          Effect.gen(function* () {
            const teams = yield* TeamStore
            yield* teams.create(firstCommit(2, { dueAt: longAgo }))
            const claims = yield* teams.claim("ann", 10, 60_000)
            expect(claims.map(({ stored }) => stored.id)).toEqual([idOf(2)])
            expect(String(logged)).toContain(idOf(1))
            // It waits for its lease like any other, instead of being met at every claim.
            expect(yield* teams.claim("ann", 10, 60_000)).toEqual([])
            expect(logged).toHaveLength(1)
          })
        ),
        log
      )
    )
  })

  it("is left to the newer program that wrote it", async () => {
    const file = await written()
    damage(file, "UPDATE teams SET schema_version = 9")
    await Effect.runPromise(
      onFile(
        file,
        Effect.gen(function* () {
          expect(yield* (yield* TeamStore).claim("ann", 10, 60_000)).toEqual([])
        })
      )
    )
    expect(elsewhere(file, (db) => db.prepare("SELECT fence FROM teams").get()?.["fence"])).toBe(0)
  })
})
