import { ConfigProvider, Effect, Redacted } from "effect"
import { describe, expect, it } from "vitest"
import { isConfigured, postgresSettings } from "./PostgresSettings.ts"

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  postgresSettings.pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))))

const url = "postgresql://ada:s%20e%2Fcret@db.example.com:6432/teams"

describe("postgresSettings", () => {
  it("takes an address apart, and keeps the password to itself", async () => {
    const { password, ...settings } = await Effect.runPromise(settingsOf({ POSTGRES_URL: url }))
    expect(settings).toEqual({
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

  it.each([
    [{}, "isn't the address of a PostgreSQL database"],
    [{ POSTGRES_URL: "db.example.com" }, "isn't the address of a PostgreSQL database"],
    [{ POSTGRES_URL: "postgresql://db.example.com/teams" }, "lacks the host, the user or the database"],
    [{ POSTGRES_URL: "postgresql://ada@db.example.com/" }, "lacks the host, the user or the database"],
    [{ POSTGRES_URL: `${url}?sslmode=disable` }, "Without TLS only a database on this machine"],
    [{ POSTGRES_URL: `${url}?sslmode=require` }, "the server's certificate is verified"],
    [{ POSTGRES_URL: `${url}?sslrootcert=/nowhere.pem` }, "can't be read"],
    [{ POSTGRES_URL: `${url}?options=-c` }, 'has the parameter "options"'],
    [{ POSTGRES_URL: url, POSTGRES_SCHEMA: "Teams; DROP" }, "lower-case letters"],
    [{ POSTGRES_URL: url, POSTGRES_CONNECTIONS: "1" }, "from 2 to 200"]
  ])("says what to set: %j", async (environment, words) => {
    const { message } = await Effect.runPromise(Effect.flip(settingsOf(environment)))
    expect(message).toContain(words)
    expect(message).not.toContain("cret")
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
