import type { Explanation } from "./Explanation.ts"

export const sqlite: ReadonlyArray<Explanation> = [
  {
    why: "Required by TypeScript: the statement always finds a row, and what isn't defined reads as nothing",
    mutants: [
      [
        "SqliteDatabase.ts",
        'db.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"]',
        'db.prepare("PRAGMA journal_mode = WAL").get()["journal_mode"]'
      ],
      ["SqliteDatabase.ts", "type === undefined", "false"],
      ["PreparedCommit.ts", 'row?.["number"]', 'row["number"]'],
      ["SqliteTeamStore.ts", "row === undefined", "false"],
      ["changesAfter.ts", 'at?.["file"]', 'at["file"]'],
      ["changesAfter.ts", 'at?.["latest"]', 'at["latest"]'],
      ["listPage.ts", "next === undefined", "false"],
      ["listPage.ts", "next !== undefined", "true"],
      ["listPage.ts", "filter.phases === undefined", "false"]
    ]
  },
  {
    why: "Only sooner: without a lock, a statement or a migration that isn't needed",
    mutants: [
      ["SqliteDatabase.ts", "known !== undefined", "false"],
      ["SqliteDatabase.ts", "prepared.set(sql, fresh)", ";"],
      ["SqliteDatabase.ts", "version === migrations.length", "false"],
      ["SqliteTeamStore.ts", "!(yield* database.look((sql) => isAnyDue(sql, at)))", "false"],
      ["claimDue.ts", 'sql.one("SELECT 1 FROM teams WHERE claimable_at <= ? LIMIT 1", now) !== undefined', "true"]
    ]
  },
  {
    why: "Nothing that a quick test has: another system, a file system without a write-ahead log, a folder that another process makes at that moment",
    mutants: [
      ["SqliteDatabase.ts", 'process.platform === "linux"', "true"],
      ["SqliteDatabase.ts", 'mode !== "wal"', "false"],
      ["SqliteDatabase.ts", "throw new UnfitStorage(withoutWriteAheadLog(file, String(mode)))", ";"],
      [
        "SqliteDatabase.ts",
        "`${file} doesn't support a write-ahead log (journal mode ${mode}). Put it on a local disk, not on a network share`",
        "``"
      ],
      ["SqliteDatabase.ts", "!existsSync(folder)", "true"]
    ]
  },
  {
    why: "Only tidier: a file that can't be used is closed at once, and its next statement fails as well",
    mutants: [
      ["SqliteDatabase.ts", "{\n    db.close()\n    throw error\n  }", "{}"],
      ["SqliteDatabase.ts", "db.close()", ";"]
    ]
  },
  {
    why: "The same comes out either way: a version that differs from all before, a cursor of no file",
    mutants: [
      ["SqliteFavoritesStore.ts", "before + 1", "before - 1"],
      ["changesAfter.ts", "[]", '["Stryker was here"]']
    ]
  }
]
