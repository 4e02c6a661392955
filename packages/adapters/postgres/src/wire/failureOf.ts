import { type CallFailure, NotDone, Unclear, Unusable } from "./CallFailure.ts"

/** SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html) of what passes. The statement was rolled back. */
const passing: Readonly<Record<string, string>> = {
  "25006":
    "the database accepts no writes (a standby, or default_transaction_read_only). If it failed over, set the host to the new primary",
  "40001": "another transaction came first",
  "40P01": "another transaction came first (deadlock)",
  "53100": "the database's disk is full. Free space on it",
  "53200": "the database is out of memory",
  "53300": "the database has no connection left. Raise max_connections or lower POSTGRES_CONNECTIONS",
  "55P03": "another transaction holds a lock for too long. Look for it in pg_stat_activity",
  "57014": "the statement took too long. Look in pg_stat_activity for what it waits for",
  "57P01": "the database is being shut down",
  "57P02": "the database crashed and restarts",
  "57P03": "the database is starting up",
  "57P05": "the connection was idle for too long",
  "58030": "the database's disk failed to read or write. Check it and the database's log"
}

/** SQLSTATE of what an operator has to change. */
const unusable: Readonly<Record<string, string>> = {
  "28000": "the database refused the user. Check POSTGRES_URL and pg_hba.conf",
  "28P01": "the database refused the password. Check POSTGRES_URL",
  "3D000": "the database doesn't exist. Create it, or correct POSTGRES_URL",
  "3F000": "the schema doesn't exist. Run `incident-teams-server provision` as a role that may create it",
  "42501":
    "the role may not do this. Grant it the rights that docs/how-to/run-on-several-machines.md lists, and run `incident-teams-server provision` as the owner of the schema",
  "42703": "a column is missing: the tables aren't as this program left them. Restore the database from a backup",
  "42P01": "a table is missing: the tables aren't as this program left them. Restore the database from a backup",
  XX001: "the database is damaged. Restore it from a backup",
  XX002: "an index of the database is damaged. Run REINDEX"
}

/** Node's codes of what happens before a connection is there. */
const neverConnected = new Set([
  "EACCES",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOENT",
  "ENOTFOUND"
])
/** pg's own words for the same; it has no codes for them. */
const notConnected = /timeout exceeded when trying to connect|due to connection timeout|pool after calling end/u
/** Node's codes and pg's words of a connection that broke or never answered. */
const broken = new Set(["ECONNABORTED", "ECONNRESET", "EPIPE", "ETIMEDOUT"])
const brokenWords = /Connection terminated|Connection ended|not queryable|Query read timeout|connection error/u
const untrusted = /^(?:CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_)/u

/** What an operator has to change. */
const trouble = (code: string, words: string): string | undefined => {
  if (code === "28000" && /no encryption/u.test(words)) {
    return "the database accepts only connections with TLS. Set sslmode=verify-full in POSTGRES_URL"
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `the database's certificate is for another name: ${words} Set the host in POSTGRES_URL to a name in the certificate, or get the database a certificate for its host`
  }
  if (/does not support SSL/u.test(words)) {
    return "the database doesn't offer TLS, which is required unless it is on this machine. Set ssl = on in its postgresql.conf"
  }
  return untrusted.test(code)
    ? `the database's certificate isn't trusted: ${words}. Set sslrootcert=<file> in POSTGRES_URL to the certificates of the authority that signed it, or renew it`
    : unusable[code]
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""

/** The failure behind what pg throws; undefined for one that can only be a bug of Incident Teams. */
export const failureOf = (thrown: unknown): CallFailure | undefined => {
  const code = codeOf(thrown)
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  const details = (reason: string) => ({ reason: `${reason}${code === "" ? "" : ` (${code})`}.`, cause: thrown })
  const passes = passing[code]
  if (passes !== undefined) return new NotDone(details(passes))
  const lasting = trouble(code, words)
  if (lasting !== undefined) return new Unusable(details(lasting))
  if (neverConnected.has(code) || notConnected.test(words) || code.startsWith("08")) {
    return new NotDone(details("the database can't be reached. Check that it runs, POSTGRES_URL and the network"))
  }
  if (broken.has(code) || brokenWords.test(words)) {
    return new Unclear(details("the connection to the database broke, or it didn't answer in time"))
  }
  return undefined
}
