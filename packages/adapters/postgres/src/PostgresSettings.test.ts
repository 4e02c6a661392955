import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ConfigProvider, Effect, Redacted } from "effect"
import { describe, expect, it } from "vitest"
import { isConfigured, postgresSettings } from "./PostgresSettings.ts"

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  postgresSettings.pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))))

const url = "postgresql://ada:s%20e%2Fcret@db.example.com:6432/teams"

describe("postgresSettings", () => {
  it("takes an address apart, and keeps the password to itself", async () => {
    const { password, ...settings } = await Effect.runPromise(settingsOf({ POSTGRES_URL: url }))
    expect(settings).toStrictEqual({
      host: "db.example.com",
      port: 6_432,
      database: "teams",
      user: "ada",
      tls: {},
      schema: "incident_teams",
      connections: 10
    })
    expect(password === undefined ? "" : Redacted.value(password)).toBe("s e/cret")
    expect(JSON.stringify(password)).not.toContain("cret")
  })

  it.each([
    ["a unix socket", "postgresql:///teams?host=/var/run/postgresql&user=ada", "/var/run/postgresql"],
    ["IPv6", "postgres://ada@[::1]/teams", "::1"],
    ["this machine", "postgres://ada@localhost/teams", "localhost"]
  ])("needs no TLS on %s", async (_, address, host) => {
    const settings = await Effect.runPromise(settingsOf({ POSTGRES_URL: address }))
    expect(settings).toMatchObject({ host, port: 5_432, database: "teams", user: "ada" })
    expect(settings.tls).toBeUndefined()
  })

  it("uses TLS on this machine too where that is asked for", async () => {
    const { tls } = await Effect.runPromise(
      settingsOf({ POSTGRES_URL: "postgres://ada@localhost/teams?sslmode=verify-full" })
    )
    expect(tls).toEqual({})
  })

  it("takes the certificates of a private authority, and reads none where there is no TLS", async () => {
    const folder = mkdtempSync(join(tmpdir(), "incident-teams-settings-"))
    const file = join(folder, "ca.pem")
    writeFileSync(file, "certificates")
    const tlsAt = async (address: string) => (await Effect.runPromise(settingsOf({ POSTGRES_URL: address }))).tls
    expect(await tlsAt(`${url}?sslrootcert=${file}`)).toEqual({ ca: "certificates" })
    expect(await tlsAt("postgres://ada@127.0.0.1/teams?sslrootcert=/nowhere.pem")).toBeUndefined()
    rmSync(folder, { recursive: true })
  })

  it("takes user and host from parameters, names with signs in them, and bounds as they are", async () => {
    const settings = await Effect.runPromise(
      settingsOf({
        POSTGRES_URL: "postgres://d%20b.example.com/a%2Fb?user=a%20b",
        POSTGRES_SCHEMA: `_${"a".repeat(62)}`,
        POSTGRES_CONNECTIONS: "200"
      })
    )
    expect(settings).toEqual({
      host: "d b.example.com",
      port: 5_432,
      database: "a/b",
      user: "a b",
      tls: {},
      schema: `_${"a".repeat(62)}`,
      connections: 200
    })
    const named = await Effect.runPromise(
      settingsOf({ POSTGRES_URL: url.replace("ada", "a%20b"), POSTGRES_CONNECTIONS: "2" })
    )
    expect(named).toMatchObject({ user: "a b", connections: 2 })
  })

  const address =
    "POSTGRES_URL isn't the address of a PostgreSQL database. Set it to postgresql://incident_teams:…@db.example.com/incident_teams."
  const lacking =
    "POSTGRES_URL lacks the host, the user or the database. Set it to postgresql://incident_teams:…@db.example.com/incident_teams, " +
    "or for a unix socket to postgresql:///incident_teams?host=/var/run/postgresql&user=incident_teams."
  const mode = (given: string) =>
    `sslmode in POSTGRES_URL is "${given}". Remove it: the server's certificate is verified. Without TLS only a database on ` +
    "this machine is used. For a private authority add sslrootcert=<file>."
  const schema = (given: string) =>
    `POSTGRES_SCHEMA is "${given}". Set it to 1 to 63 lower-case letters, digits and underscores. Default: incident_teams.`
  const connections = (given: string) =>
    `POSTGRES_CONNECTIONS is ${given}. Set it to a number from 2 to 200. Default: 10.`

  it.each([
    [{}, address],
    [{ POSTGRES_URL: "db.example.com" }, address],
    [{ POSTGRES_URL: "xpostgres://ada@db.example.com/teams" }, address],
    [{ POSTGRES_URL: "postgresqlx://ada@db.example.com/teams" }, address],
    [{ POSTGRES_URL: "postgresql://db.example.com/teams" }, lacking],
    [{ POSTGRES_URL: "postgresql://ada@db.example.com/" }, lacking],
    [{ POSTGRES_URL: "postgresql:///teams?user=ada" }, lacking],
    [{ POSTGRES_URL: `${url}?sslmode=disable` }, mode("disable")],
    [{ POSTGRES_URL: `${url}?sslmode=require` }, mode("require")],
    [{ POSTGRES_URL: "postgresql://ada@localhost/teams?sslmode=require" }, mode("require")],
    [
      { POSTGRES_URL: `${url}?options=-c` },
      'POSTGRES_URL has the parameter "options". Remove it. Known are sslmode, sslrootcert, host, user.'
    ],
    [{ POSTGRES_URL: url, POSTGRES_SCHEMA: "Teams; DROP" }, schema("Teams; DROP")],
    [{ POSTGRES_URL: url, POSTGRES_SCHEMA: "1a" }, schema("1a")],
    [{ POSTGRES_URL: url, POSTGRES_SCHEMA: "aB" }, schema("aB")],
    [{ POSTGRES_URL: url, POSTGRES_SCHEMA: "a".repeat(64) }, schema("a".repeat(64))],
    [{ POSTGRES_URL: url, POSTGRES_CONNECTIONS: "1" }, connections("1")],
    [{ POSTGRES_URL: url, POSTGRES_CONNECTIONS: "201" }, connections("201")]
  ])("says what to set: %j", async (environment, words) => {
    const { message } = await Effect.runPromise(Effect.flip(settingsOf(environment)))
    expect(message).toBe(words)
    expect(message).not.toContain("cret")
  })

  it("says which certificates can't be read, and why", async () => {
    const { message } = await Effect.runPromise(
      Effect.flip(settingsOf({ POSTGRES_URL: `${url}?sslrootcert=/nowhere.pem` }))
    )
    expect(message).toMatch(
      /^sslrootcert in POSTGRES_URL is "\/nowhere\.pem", which can't be read \(.*ENOENT.*\)\. Name a file with the certificates of the authority that signed the server's certificate, as PEM\.$/u
    )
  })

  it.each([
    [{}, false],
    [{ POSTGRES_URL: "" }, false],
    [{ POSTGRES_URL: url }, true]
  ])("is configured by POSTGRES_URL alone: %j", async (environment, is) => {
    const found = Effect.provide(isConfigured, ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))
    expect(await Effect.runPromise(found)).toBe(is)
  })
})
