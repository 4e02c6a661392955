import { rmSync } from "node:fs"
import { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { freePort } from "@incident-teams/testkit/freePort"
import { postgresPrograms, type PostgresServer, startPostgres } from "@incident-teams/testkit/PostgresServer"
import { ConfigProvider, Effect, Layer } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as PostgresDatabase from "./PostgresDatabase.ts"
import { certificateFor } from "./testing/certificates.ts"
import { onPostgres } from "./testing/postgresUnderTest.ts"

let server: PostgresServer
let ours: ReturnType<typeof certificateFor>
let foreign: ReturnType<typeof certificateFor>

/** Whether a connection to the server is encrypted, by what the server says. */
const encrypted = (address: string) =>
  PostgresDatabase.PostgresDatabase.use((database) =>
    database.run("repeatable", { text: "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", values: [] })
  ).pipe(
    Effect.provide(
      Layer.provide(PostgresDatabase.layer, ConfigProvider.layer(ConfigProvider.fromUnknown({ POSTGRES_URL: address })))
    )
  )

const at = (host: string, parameters: string): string => `${server.url.replace("localhost", host)}?${parameters}`

onPostgres(() => {
  describe.skipIf(postgresPrograms() === undefined)("a database that takes only connections with TLS", () => {
    beforeAll(async () => {
      ours = certificateFor("DNS:localhost,IP:127.0.0.1")
      foreign = certificateFor("DNS:localhost")
      server = await startPostgres({ tls: { port: await freePort(), ...ours } })
    })
    afterAll(async () => {
      await server.remove()
      for (const { folder } of [ours, foreign]) rmSync(folder, { recursive: true })
    })

    it.each(["localhost", "127.0.0.1"])("is used where its certificate is for %s", async (host) => {
      const address = at(host, `sslmode=verify-full&sslrootcert=${ours.authority}`)
      expect(await Effect.runPromise(encrypted(address))).toEqual([{ ssl: true }])
    })

    it.each([
      ["by an address that isn't in its certificate", "127.0.0.2", () => ours.authority, /127\.0\.0\.2.*Set the host/u],
      ["by another authority", "localhost", () => foreign.authority, /isn't trusted.*Set sslrootcert=<file>/u],
      ["by the authorities that Node knows", "localhost", () => undefined, /isn't trusted.*Set sslrootcert=<file>/u]
    ])("isn't trusted %s", async (_, host, authority, words) => {
      const file = authority()
      const address = at(host, `sslmode=verify-full${file === undefined ? "" : `&sslrootcert=${file}`}`)
      const refused = await Effect.runPromise(Effect.flip(encrypted(address)))
      expect(refused).toBeInstanceOf(StoreUnavailable)
      expect(refused.message).toMatch(words)
    })

    it("isn't used without TLS, and that is said", async () => {
      const refused = await Effect.runPromise(Effect.flip(encrypted(at("localhost", "sslmode=disable"))))
      expect(refused).toBeInstanceOf(StoreUnavailable)
      expect(refused.message).toContain("Set sslmode=verify-full in POSTGRES_URL")
    })
  })
})
