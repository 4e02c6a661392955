import { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"

/** SQLite's primary result codes (sqlite.org/rescode.html) that an operator can do something about. */
const reasons: Readonly<Record<number, string>> = {
  5: "another process holds the database's lock. The operation is retried. If this persists, look for a backup or a SQLite shell that keeps the file open",
  6: "the database is locked. If this persists, look for a backup or a SQLite shell that keeps the file open",
  8: "the database can't be written to. Allow this process's user to write the file and its folder",
  10: "the disk failed to read or write. Check the disk and the system's log",
  11: "the database is damaged. Stop the program, and restore the file from a backup or repair it (sqlite3 .recover)",
  13: "the disk is full. Free space on the volume that holds the database",
  14: "the database can't be opened. Check that the folder exists and that this process's user may read and write it",
  26: "this file is not a database. Move it away, or set INCIDENT_TEAMS_DATA to another folder"
}

/** The low byte of the extended result code, which only SQLite's errors have; 0, which means success, for any other. */
const primaryCode = (error: unknown): number =>
  error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0

/** Somebody else holds the lock; nothing was done. */
export const isBusy = (error: StoreUnavailable): boolean => {
  const code = primaryCode(error.cause)
  return code === 5 || code === 6
}

/** A failure that an operator can resolve; undefined for one that can only be a bug of Incident Teams. */
export const sqliteFailure = (error: unknown, file: string): StoreUnavailable | undefined => {
  const reason = reasons[primaryCode(error)]
  return reason === undefined ? undefined : new StoreUnavailable({ reason: `${file}: ${reason}.`, cause: error })
}
