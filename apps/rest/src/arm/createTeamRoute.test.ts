import { mkdtemp, rm } from "node:fs/promises"
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { SecurityInsights } from "@azure/arm-securityinsight"
import { Effect, Exit, Redacted, Scope } from "effect"
import { expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { tokenOf } from "../../testing/testTokens.ts"
import { tlsForTests } from "../../testing/tlsForTests.ts"
import { listen } from "../listen.ts"

it("a team that takes longer is asked for again by the official client, by itself, after the 10 seconds that it is asked to wait", async () => {
  const folder = await mkdtemp(join(tmpdir(), "incident-teams-retry-"))
  const { ca, certFile, keyFile } = await tlsForTests(folder)
  const tls = { cert: await readFile(certFile, "utf8"), key: Redacted.make(await readFile(keyFile, "utf8")) }
  const rest = restUnderTest({ patienceMillis: 0 })
  const scope = Effect.runSync(Scope.make())
  const { address } = await Effect.runPromise(
    Scope.provide(listen(rest.app, { host: "localhost", port: 0, tls }), scope)
  )
  const { armId } = await rest.newIncident()
  const [, , subscription = "", , group = "", , , , workspace = "", , , , incident = ""] = armId.split("/")
  const token = await tokenOf("ben")
  const client = new SecurityInsights(
    { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    subscription,
    { endpoint: address, credentialScopes: "ours/.default", tlsOptions: { ca } }
  )
  const statuses: Array<number> = []
  const waits: Array<string | undefined> = []
  client.pipeline.addPolicy(
    {
      name: "record",
      sendRequest: async (request, next) => {
        const response = await next(request)
        statuses.push(response.status)
        if (response.status === 503) {
          await rest.work()
          waits.push(response.headers.get("retry-after"))
          // That it waits as long as it is asked to is the client's own affair.
          response.headers.set("retry-after", "0")
        }
        return response
      }
    },
    { afterPhase: "Retry" }
  )
  const team = await client.incidents.createTeam(group, workspace, incident, { teamName: "Patience" })
  expect(team).toMatchObject({ name: "Patience" })
  expect(statuses).toEqual([503, 200])
  expect(waits).toEqual(["10"])
  expect(await rest.teams()).toHaveLength(1)

  await Effect.runPromise(Scope.close(scope, Exit.void))
  await rest.settled()
  await rm(folder, { recursive: true, force: true })
})
