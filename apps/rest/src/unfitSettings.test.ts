import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { serverEnvironment } from "@incident-teams/testkit/Server"
import { Tenant } from "@incident-teams/testkit/Tenant"
import { Cause, ConfigProvider, Console, Effect, Exit, Layer, Option } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { settingsSections } from "../testing/settingsReference.ts"
import { anyText, unfitSettings } from "../testing/unfitSettings.ts"
import { serve } from "./commands/serve.ts"
import { services } from "./main.ts"
import { wordsFor } from "./startFailure.ts"

let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "incident-teams-settings-"))
})
afterAll(() => rm(data, { recursive: true, force: true }))

/** Nothing is asked of it at the start. */
const tenant = new Tenant(
  { base: "https://localhost:9", control: "", tenantId: "", caFile: "", ca: "", timeScale: 100 },
  "7a1e0000-0000-4000-8000-000000000001"
)

/** What the server itself reads; the other sections are about the sandbox, the simulator, the console. */
const ofTheServer = new Set([
  "Identity",
  "The Incident page",
  "Platform and incidents",
  "This deployment",
  "Store, worker, server",
  "Traces"
])

const settings = settingsSections.filter(({ title }) => ofTheServer.has(title)).flatMap(({ names }) => names)

const cases = Object.entries(unfitSettings).flatMap(([name, values]) =>
  values.map((one) => [name, one.value, one] as const)
)

const silent: Console.Console = { ...globalThis.console, log: () => undefined, error: () => undefined }

/** Serves with this environment, and answers with why it doesn't; it isn't waited for a server that does. */
const start = (environment: Readonly<Record<string, string>>) => {
  const provider = ConfigProvider.layer(ConfigProvider.fromEnv({ env: environment }))
  return Effect.runPromiseExit(
    serve(Layer.provide(services, provider), "all").pipe(
      Effect.timeout("5 seconds"),
      Effect.provide(provider),
      Effect.provideService(Console.Console, silent)
    )
  )
}

describe("the server as it starts", () => {
  it.each(cases)("says by name that %s=%s won't do, and what it has to be", async (name, value, { says, ...one }) => {
    const exit = await start(serverEnvironment(tenant, data, { ...one.with, [name]: value }))
    if (Exit.isSuccess(exit)) throw new Error("It ended without a reason.")
    const words = Option.match(Cause.findErrorOption(exit.cause), {
      onNone: () => Cause.pretty(exit.cause),
      onSome: wordsFor
    })
    expect(words).toMatch(says)
    expect(words).toMatch(new RegExp(`\\b${name}\\b`, "u"))
    expect(words).not.toMatch(/node_modules|sample-secret/u)
    expect(oddWordsIn(words)).toEqual([])
  })

  it("refuses some value of every setting that the reference tells of, but for those that may be any text", () => {
    expect(settings.length).toBeGreaterThan(30)
    expect(
      settings.filter((name) => !anyText.has(name) && unfitSettings[name] === undefined),
      "Add to apps/rest/testing/unfitSettings.ts a value that each of these refuses, and what is said of it."
    ).toEqual([])
    expect([...Object.keys(unfitSettings), ...anyText].filter((name) => !settings.includes(name))).toEqual([])
  })
})
