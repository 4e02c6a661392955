import { ConfigProvider, Effect } from "effect"
import { describe, expect, it } from "vitest"
import { type Facts, lookAtPostgres, postgresFindings } from "./lookAtPostgres.ts"
import { migrations } from "./migrations.ts"
import { makeOn } from "./PostgresDatabase.ts"
import { newSchema, onPostgres, testPool, testSettings } from "./testing/postgresUnderTest.ts"

const good: Facts = {
  version: "16.4",
  versionNumber: 160_004,
  tls: "TLSv1.3",
  readOnly: false,
  role: "teams",
  superuser: false,
  makesTables: false,
  closedTables: [],
  connections: 97,
  tables: migrations.length
}
const settings = {
  host: "db",
  port: 5_432,
  database: "teams",
  user: "teams",
  tls: {},
  schema: "teams",
  connections: 10
}

describe("what doctor says of PostgreSQL", () => {
  it("is no problem where everything is right", () => {
    const findings = postgresFindings(good, settings)
    expect(findings.filter(({ state }) => state !== "ok")).toEqual([])
    expect(findings.map(({ found }) => found).join(" ")).toMatch(/TLSv1\.3.*enough for 8 processes/u)
  })

  it.each<[string, Partial<Facts>, "warning" | "problem", RegExp, RegExp]>([
    ["an old version", { version: "13.9", versionNumber: 130_009 }, "problem", /version 13\.9/u, /14 or later/u],
    ["a standby", { readOnly: true }, "problem", /no writes/u, /primary/u],
    ["a role without rights", { closedTables: ["events", "teams"] }, "problem", /events, teams/u, /GRANT SELECT/u],
    ["a superuser", { superuser: true }, "warning", /superuser/u, /read and write/u],
    ["no tables, and no right to make them", { tables: 0 }, "problem", /no tables/u, /provision/u],
    ["a newer program's tables", { tables: 99 }, "problem", /version 99/u, /newer program/u],
    ["too few connections", { connections: 10 }, "problem", /up to 11.*has 10/u, /POSTGRES_CONNECTIONS/u],
    ["connections for one process", { connections: 21 }, "warning", /one process/u, /POSTGRES_CONNECTIONS/u]
  ])("names %s, and what to do", (_, facts, state, found, remedy) => {
    expect(postgresFindings({ ...good, ...facts }, settings).filter((finding) => finding.state !== "ok")).toEqual([
      expect.objectContaining({ state, found: expect.stringMatching(found), remedy: expect.stringMatching(remedy) })
    ])
  })

  it("lets a server make the tables whose role may", () => {
    const findings = postgresFindings({ ...good, tables: 0, makesTables: true }, settings)
    expect(findings.filter(({ state }) => state !== "ok")).toEqual([])
  })
})

const query = (text: string) => Effect.promise(async () => (await testPool()).query(text))

/** By a look with these settings: problems and warnings alone. */
const wrong = (environment: Readonly<Record<string, string>>) =>
  Effect.map(
    Effect.provide(lookAtPostgres, ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
    (findings) => findings.filter(({ state }) => state !== "ok").map(({ about, found }) => `${about}: ${found}`)
  )

onPostgres(() => {
  it("sees a real database as the role that asks, from without tables to all rights", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const [schema, role] = [newSchema(), newSchema()]
        const { database, host } = yield* Effect.promise(() => testSettings(schema))
        const asRole = wrong({
          POSTGRES_URL: `postgresql:///${database}?host=${host}&user=${role}`,
          POSTGRES_SCHEMA: schema
        })
        yield* query(`CREATE ROLE ${role} LOGIN CONNECTION LIMIT 5`)
        const few = `PostgreSQL connections: A process has up to 11 connections, and the database has 5 for this role.`
        expect(yield* asRole).toEqual([
          `PostgreSQL tables: The schema ${schema} has no tables. The role may not make them.`,
          few
        ])
        yield* makeOn(yield* Effect.promise(() => testPool()), schema)
        yield* query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}; GRANT SELECT ON ${schema}.schema_version TO ${role};
          GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ${schema} TO ${role};
          GRANT DELETE ON ${schema}.teams TO ${role}; ALTER ROLE ${role} CONNECTION LIMIT -1`)
        const [closed, ...others] = yield* asRole
        expect(closed).toMatch(/^PostgreSQL role: .* may not read and write answers, changes, .*watermarks\.$/u)
        expect(closed).not.toMatch(/teams,|schema_version/u)
        expect(others).toEqual([])
        yield* query(`GRANT DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`)
        expect(yield* asRole).toEqual([])
        yield* query(`ALTER ROLE ${role} SET default_transaction_read_only = on`)
        expect(yield* asRole).toEqual(["PostgreSQL: It accepts no writes."])
        yield* query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
      })
    ))
})

it("says why a database can't be used", async () => {
  const found = await Effect.runPromise(wrong({ POSTGRES_URL: "postgresql://teams@127.0.0.1:1/teams" }))
  expect(found).toEqual([expect.stringMatching(/^PostgreSQL: It can't be used: the database can't be reached\./u)])
})
