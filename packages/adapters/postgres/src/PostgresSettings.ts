import { readFileSync } from "node:fs"
import { Config, Effect, Redacted, Schema } from "effect"

/** Refused: the settings name no database that could be used. */
export class PostgresMisconfigured extends Schema.TaggedError<PostgresMisconfigured>()("PostgresMisconfigured", {
  problem: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.problem} ${this.remedy}`
  }
}

export interface PostgresSettings {
  /** A name or an address, or the folder of a unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: Redacted.Redacted
  /** Certificates of the authorities that may sign the server's, as PEM; absent: those that Node trusts. Undefined: no TLS. */
  readonly tls: { readonly ca?: string } | undefined
  /** Every table is in it. */
  readonly schema: string
  /** At most so many connections of one process, beside the one that listens. */
  readonly connections: number
}

const example = "postgresql://incident_teams:…@db.example.com/incident_teams"
const modes = new Set(["verify-full", "disable"])
const parameters = new Set(["sslmode", "sslrootcert", "host", "user"])
/** Lower case, so that nobody has to quote it. */
const schemaName = /^[a-z_][a-z0-9_]{0,62}$/u

const misconfigured = (problem: string, remedy: string) => new PostgresMisconfigured({ problem, remedy })

const isLocal = (host: string): boolean => host.startsWith("/") || ["127.0.0.1", "[::1]", "localhost"].includes(host)

const certificates = (file: string) =>
  Effect.try({
    try: () => readFileSync(file, "utf8"),
    catch: (error) =>
      misconfigured(
        `sslrootcert in POSTGRES_URL is "${file}", which can't be read (${String(error)}).`,
        "Name a file with the certificates of the authority that signed the server's certificate, as PEM."
      )
  })

/** A database's address in parts. The password never appears in a message. */
export const partsOf = Effect.fnUntraced(function* (url: Redacted.Redacted) {
  const text = Redacted.value(url)
  if (!URL.canParse(text) || !/^postgres(?:ql)?:$/u.test(new URL(text).protocol)) {
    return yield* misconfigured("POSTGRES_URL isn't the address of a PostgreSQL database.", `Set it to ${example}.`)
  }
  const { hostname, password, pathname, port, searchParams, username } = new URL(text)
  const unknown = [...searchParams.keys()].find((name) => !parameters.has(name))
  if (unknown !== undefined) {
    return yield* misconfigured(
      `POSTGRES_URL has the parameter "${unknown}".`,
      `Remove it. Known are ${[...parameters].join(", ")}.`
    )
  }
  const host = searchParams.get("host") ?? decodeURIComponent(hostname)
  const user = searchParams.get("user") ?? decodeURIComponent(username)
  const database = decodeURIComponent(pathname.slice(1))
  if (host === "" || user === "" || database === "") {
    return yield* misconfigured(
      "POSTGRES_URL lacks the host, the user or the database.",
      `Set it to ${example}, or for a unix socket to postgresql:///incident_teams?host=/var/run/postgresql&user=incident_teams.`
    )
  }
  const mode = searchParams.get("sslmode") ?? (isLocal(host) ? "disable" : "verify-full")
  if (!modes.has(mode) || (mode === "disable" && !isLocal(host))) {
    return yield* misconfigured(
      `sslmode in POSTGRES_URL is "${mode}".`,
      "Remove it: the server's certificate is verified. Without TLS only a database on this machine is used. For a private authority add sslrootcert=<file>."
    )
  }
  const file = searchParams.get("sslrootcert")
  const ca = mode === "disable" || file === null ? undefined : yield* certificates(file)
  return {
    host: host.replace(/^\[(.*)\]$/u, "$1"),
    port: port === "" ? 5_432 : Number(port),
    database,
    user,
    ...(password === "" ? {} : { password: Redacted.make(decodeURIComponent(password)) }),
    tls: mode === "disable" ? undefined : ca === undefined ? {} : { ca }
  }
})

const url = Config.Redacted("POSTGRES_URL").pipe(Config.withDefault(Redacted.make("")))

/**
 * From the environment: POSTGRES_URL, POSTGRES_SCHEMA (default `incident_teams`), POSTGRES_CONNECTIONS (default 10, 2 to
 * 200).
 */
export const postgresSettings: Effect.Effect<PostgresSettings, PostgresMisconfigured | Config.ConfigError> = Effect.gen(
  function* () {
    const given = yield* Config.all({
      url,
      schema: Config.String("POSTGRES_SCHEMA").pipe(Config.withDefault("incident_teams")),
      connections: Config.Int("POSTGRES_CONNECTIONS").pipe(Config.withDefault(10))
    })
    if (!schemaName.test(given.schema)) {
      return yield* misconfigured(
        `POSTGRES_SCHEMA is "${given.schema}".`,
        "Set it to 1 to 63 lower-case letters, digits and underscores. Default: incident_teams."
      )
    }
    if (given.connections < 2 || given.connections > 200) {
      return yield* misconfigured(
        `POSTGRES_CONNECTIONS is ${given.connections}.`,
        "Set it to a number from 2 to 200. Default: 10."
      )
    }
    return { ...(yield* partsOf(given.url)), schema: given.schema, connections: given.connections }
  }
)

/** Whether the environment names a database: then the stores are in PostgreSQL. */
export const isConfigured: Effect.Effect<boolean, Config.ConfigError> = Effect.map(
  url,
  (given) => Redacted.value(given) !== ""
)
