import { createLocalJWKSet } from "jose"
import { expect, it, onTestFinished } from "vitest"
import { restUnderTest, type TestOptions } from "../../testing/restUnderTest.ts"
import { audience, tenant } from "../../testing/sampleCallers.ts"
import { authority } from "../../testing/testTokens.ts"
import * as EntraTokens from "../authentication/EntraTokens.ts"

const asked = async (options: TestOptions) => {
  const rest = restUnderTest(options)
  onTestFinished(() => rest.settled())
  return rest.send("GET", "/v1/sign-in")
}

const told = { authority, tenantId: tenant, scope: `api://${audience}/access_as_user` }

it("GET /v1/sign-in tells anyone, without a token, how to get one", async () => {
  const { status, body } = await asked({})
  expect({ status, body }).toEqual({ status: 200, body: told })
})

it("names the console's client where one is configured", async () => {
  const consoleClient = "cccccccc-bbbb-4ccc-8ddd-eeeeeeeeeeee"
  const keys = createLocalJWKSet({ keys: [] })
  const verifier = EntraTokens.make({ tenant, audience, scope: "access_as_user", authority, keys, consoleClient })
  expect((await asked({ verifier })).body).toEqual({ ...told, clientId: consoleClient })
})
