import { execFile, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import {
  accessSync,
  chownSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir, userInfo } from "node:os"
import { delimiter, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"

const run = promisify(execFile)

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Where Debian and Red Hat put the server's programs, which aren't on the PATH there. */
const installed = (): ReadonlyArray<string> => {
  const versions = (folder: string, inside: string): ReadonlyArray<string> => {
    try {
      return readdirSync(folder)
        .toSorted((a, b) => Number(b.replaceAll(/\D/gu, "")) - Number(a.replaceAll(/\D/gu, "")))
        .map((version) => join(folder, version, inside))
    } catch {
      return []
    }
  }
  return [...versions("/usr/lib/postgresql", "bin"), "/usr/pgsql/bin"]
}

/** The folder of PostgreSQL's server programs; undefined where they aren't installed. */
export const postgresPrograms = (): string | undefined =>
  [...(process.env["PATH"] ?? "").split(delimiter), ...installed()].find(
    (folder) => folder !== "" && isProgram(join(folder, "initdb")) && isProgram(join(folder, "postgres"))
  )

/** PostgreSQL refuses to run as root: then as its own user, which its package makes, or as nobody. */
const owner = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string, user: string) =>
    Number(execFileSync("id", [flag, user], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }))
  try {
    return { uid: idOf("-u", "postgres"), gid: idOf("-g", "postgres") }
  } catch {
    return { uid: 65_534, gid: 65_534 }
  }
}

/** Only says that a start hangs. */
const patienceMillis = 60_000

/** Has a server listen on loopback, where it takes only connections with TLS. As PEM. */
export interface PostgresTls {
  readonly port: number
  readonly certificate: string
  readonly key: string
}

export interface PostgresOptions {
  readonly tls?: PostgresTls
  /** Writes through to the disk, as in reality. Default: nothing is, which is faster. */
  readonly durable?: boolean
}

/** A PostgreSQL server of its own, on a unix socket in a temporary folder unless it is given TLS. */
export interface PostgresServer {
  /** Of the database `postgres`, as a superuser. */
  readonly url: string
  readonly start: () => Promise<void>
  /** `fast`: connections are ended. `immediate`: as by a crash. */
  readonly stop: (mode: "fast" | "immediate") => Promise<void>
  /** Stops it for good and removes everything. */
  readonly remove: () => Promise<void>
}

export const startPostgres = async ({ durable = false, tls }: PostgresOptions = {}): Promise<PostgresServer> => {
  const programs = postgresPrograms()
  if (programs === undefined) throw new Error("PostgreSQL's server isn't installed.")
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-postgres-"))
  const as = owner()
  if (as !== undefined) chownSync(folder, as.uid, as.gid)
  const data = join(folder, "data")
  const user = "tests"
  const env = { PATH: process.env["PATH"] ?? "", LC_ALL: "C", USER: userInfo().username }
  await run(
    join(programs, "initdb"),
    ["--pgdata", data, "--username", user, "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync"],
    { ...as, env, cwd: folder }
  )
  let server: ReturnType<typeof spawn> | undefined
  let ended: Promise<unknown> = Promise.resolve()
  const ownFile = (name: string, text: string): string => {
    const file = join(folder, name)
    writeFileSync(file, text, { mode: 0o600 })
    if (as !== undefined) chownSync(file, as.uid, as.gid)
    return file
  }
  const settings = {
    ...(tls === undefined
      ? { listen_addresses: "" }
      : {
          listen_addresses: "127.0.0.1,127.0.0.2",
          port: String(tls.port),
          ssl: "on",
          ssl_cert_file: ownFile("server.crt", tls.certificate),
          ssl_key_file: ownFile("server.key", tls.key),
          hba_file: ownFile("pg_hba.conf", "hostssl all all 127.0.0.0/8 trust\n")
        }),
    unix_socket_directories: folder,
    unix_socket_permissions: "0777",
    ...(durable ? {} : { fsync: "off", full_page_writes: "off" }),
    max_connections: "100"
  }
  /** The server writes its state into the last line of this file. */
  const isReady = (): boolean => {
    try {
      return readFileSync(join(data, "postmaster.pid"), "utf8").trimEnd().endsWith("ready")
    } catch {
      return false
    }
  }
  const start = async () => {
    const child = spawn(
      join(programs, "postgres"),
      ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      { ...as, env, cwd: folder, stdio: ["ignore", "ignore", "pipe"] }
    )
    let words = ""
    child.stderr.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-4_000)))
    server = child
    ended = once(child, "exit")
    for (let left = patienceMillis; !isReady(); left -= 20) {
      if (child.exitCode !== null || left <= 0) throw new Error(`PostgreSQL didn't start: ${words}`)
      await sleep(20)
    }
  }
  const stop = async (mode: "fast" | "immediate") => {
    server?.kill(mode === "fast" ? "SIGINT" : "SIGQUIT")
    await ended
    server = undefined
  }
  await start()
  return {
    url:
      tls === undefined
        ? `postgresql:///postgres?host=${folder}&user=${user}`
        : `postgresql://${user}@localhost:${tls.port}/postgres`,
    start,
    stop,
    remove: async () => {
      await stop("immediate")
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
