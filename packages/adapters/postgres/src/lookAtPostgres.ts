import { fine, type Finding, problem, warning } from "@incident-teams/application/doctor/Finding"
import { Effect, Schema } from "effect"
import { migrations } from "./migrations.ts"
import { connectionOf, driver, versionIn } from "./PostgresDatabase.ts"
import { type PostgresSettings, postgresSettings } from "./PostgresSettings.ts"
import { failureOf } from "./wire/failureOf.ts"

const about = "PostgreSQL"

/** What a database says of itself, and of the role that asks. */
const Facts = Schema.Struct({
  version: Schema.String,
  versionNumber: Schema.Int,
  /** `TLSv1.3`; null without TLS. */
  tls: Schema.NullOr(Schema.String),
  readOnly: Schema.Boolean,
  role: Schema.String,
  superuser: Schema.Boolean,
  /** Whether it may make the tables, or change them. */
  makesTables: Schema.Boolean,
  /** Tables that it may not read and write. */
  closedTables: Schema.Array(Schema.String),
  /** How many connections it can have, all processes together. */
  connections: Schema.Int,
  /** Of the tables; 0 where there are none. */
  tables: Schema.Int
})
export type Facts = typeof Facts.Type

const question = `
  SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS "versionNumber",
    (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS tls,
    pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS "readOnly",
    role.rolname::text AS role, role.rolsuper AS superuser,
    CASE WHEN place.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE')
      ELSE pg_has_role(place.nspowner, 'USAGE') END AS "makesTables",
    ARRAY(
      SELECT relname::text FROM pg_class
      WHERE relnamespace = place.oid AND relkind = 'r' AND relname <> 'schema_version' AND NOT (
        has_schema_privilege(place.oid, 'USAGE') AND has_table_privilege(pg_class.oid, 'SELECT')
        AND has_table_privilege(pg_class.oid, 'INSERT') AND has_table_privilege(pg_class.oid, 'UPDATE')
        AND has_table_privilege(pg_class.oid, 'DELETE'))
      ORDER BY relname) AS "closedTables",
    least(
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0),
      nullif(role.rolconnlimit, -1), nullif(datconnlimit, -1)) AS connections
  FROM pg_roles role JOIN pg_database ON datname = current_database() LEFT JOIN pg_namespace place ON nspname = $1
  WHERE role.rolname = current_user`

const provisioning = "Run `incident-teams-server provision` with a POSTGRES_URL of the role that owns the schema."

const tableFinding = ({ makesTables, tables }: Facts, { schema }: PostgresSettings): Finding => {
  const tablesAbout = "PostgreSQL tables"
  const known = migrations.length
  if (tables > known) {
    return problem(
      tablesAbout,
      `The schema ${schema} has version ${tables}, and this program knows up to ${known}.`,
      "Start the newer program again, or restore the backup that was made before it."
    )
  }
  if (tables === known) return fine(tablesAbout, `The schema ${schema} has this program's version, ${known}.`)
  const found =
    tables === 0 ? `The schema ${schema} has no tables.` : `The schema ${schema} has version ${tables} of ${known}.`
  return makesTables
    ? fine(tablesAbout, `${found} The server makes them when it starts.`)
    : problem(tablesAbout, `${found} The role may not make them.`, provisioning)
}

const roleFinding = ({ closedTables, role, superuser }: Facts, { schema }: PostgresSettings): Finding => {
  const roleAbout = "PostgreSQL role"
  if (closedTables.length > 0) {
    return problem(
      roleAbout,
      `${role} may not read and write ${closedTables.join(", ")}.`,
      `As the owner: GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}.`
    )
  }
  return superuser
    ? warning(
        roleAbout,
        `${role} is a superuser.`,
        "Use a role that may only read and write: docs/how-to/run-on-several-machines.md."
      )
    : fine(roleAbout, `${role} may read and write every table, and is no superuser.`)
}

const connectionFinding = ({ connections }: Facts, settings: PostgresSettings): Finding => {
  const connectionsAbout = "PostgreSQL connections"
  const each = settings.connections + 1
  const processes = Math.floor(connections / each)
  const found = `A process has up to ${each} connections, and the database has ${connections} for this role.`
  const remedy = "Lower POSTGRES_CONNECTIONS, or raise max_connections and the limits of role and database."
  if (processes === 0) return problem(connectionsAbout, found, remedy)
  return processes === 1
    ? warning(connectionsAbout, `${found} That is enough for one process.`, remedy)
    : fine(connectionsAbout, `${found} That is enough for ${processes} processes.`)
}

/** What is to be said about a database that could be asked. */
export const postgresFindings = (facts: Facts, settings: PostgresSettings): ReadonlyArray<Finding> => [
  facts.versionNumber < 140_000
    ? problem(about, `It is version ${facts.version}.`, "Update it to version 14 or later.")
    : fine(about, `It responds, and is version ${facts.version}.`),
  ...(facts.readOnly
    ? [
        problem(
          about,
          "It accepts no writes.",
          "Set the host in POSTGRES_URL to the primary, or turn off default_transaction_read_only."
        )
      ]
    : []),
  fine(
    "PostgreSQL encryption",
    facts.tls === null
      ? "The connection stays on this machine, without TLS."
      : `The connection uses ${facts.tls}, and the certificate is verified.`
  ),
  tableFinding(facts, settings),
  roleFinding(facts, settings),
  connectionFinding(facts, settings)
]

const ask = Effect.fnUntraced(function* (settings: PostgresSettings) {
  const { Client } = yield* driver
  const answered = Effect.tryPromise({
    try: async () => {
      const client = new Client({ ...connectionOf(settings), statement_timeout: 10_000, query_timeout: 12_000 })
      // Not listened to, an error of the connection would end the process. The query that waits for an answer fails as well.
      client.on("error", () => undefined)
      await client.connect()
      try {
        const { rows } = await client.query<Readonly<Record<string, unknown>>>(question, [settings.schema])
        return { ...rows[0], tables: await versionIn(client, settings.schema) }
      } finally {
        await client.end()
      }
    },
    catch: (thrown) => failureOf(thrown)?.reason ?? String(thrown)
  })
  return yield* Effect.map(answered, Schema.decodeUnknownSync(Facts))
})

/** Looks at the configured database, and changes nothing in it. */
export const lookAtPostgres = Effect.gen(function* () {
  const settings = yield* postgresSettings
  return yield* Effect.match(ask(settings), {
    onFailure: (reason) => [problem(about, `It can't be used: ${reason}`, "Correct that, and run doctor again.")],
    onSuccess: (facts) => postgresFindings(facts, settings)
  })
})
