import { execFile } from "node:child_process"
import { symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { createClient } from "@hey-api/openapi-ts"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import openapiTS, { astToString } from "openapi-typescript"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { documentUnderTest } from "../../testing/documentUnderTest.ts"

const run = promisify(execFile)
const ours = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Generators change what they are given. */
const document = () => JSON.parse(JSON.stringify(documentUnderTest))

/** The life of a team, by a client of paths and types: openapi-typescript's types with openapi-fetch. */
const byPaths = `
import { argv } from "node:process"
import { setTimeout } from "node:timers/promises"
import createClient from "openapi-fetch"
import type { components, paths } from "./schema.ts"

const [, , baseUrl = "", token = ""] = argv
const client = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${token}\` } })

const done = <A>({ data, error }: { readonly data?: A; readonly error?: unknown }): A => {
  if (data === undefined) throw new Error(JSON.stringify(error))
  return data
}
const ended = async ({ id: operationId }: components["schemas"]["Operation"]) => {
  for (;;) {
    const operation = done(await client.GET("/v1/operations/{operationId}", { params: { path: { operationId } } }))
    if (operation.status !== "Running") return operation.status
    await setTimeout(100)
  }
}

const query = { workspace: "soc", status: ["New" as const], top: 30 }
const page = done(await client.GET("/v1/incidents", { params: { query } }))
// @ts-expect-error A number isn't sent as a text.
const wrong: paths["/v1/incidents"]["get"]["parameters"]["query"] = { top: "3" }
void wrong
const incident = page.items.find(({ team }) => team === undefined)
if (incident === undefined) throw new Error("Every incident has a team.")
const header = { "idempotency-key": "life" }
const path = { incidentId: incident.id }
const body = { name: "Generated" }
const created = done(await client.POST("/v1/incidents/{incidentId}/team", { params: { path, header }, body }))
const operations = [await ended(created)]
const params = { path: { teamId: created.teamId } }
operations.push(await ended(done(await client.PATCH("/v1/teams/{teamId}", { params, body: { name: "Renamed" } }))))
done(await client.PATCH("/v1/incidents/{incidentId}", {
  params: { path },
  body: { status: "Closed", classification: "Undetermined" }
}))
let team = done(await client.GET("/v1/teams/{teamId}", { params }))
while (team.phase !== "archived") {
  await setTimeout(100)
  team = done(await client.GET("/v1/teams/{teamId}", { params }))
}
const timeline = done(await client.GET("/v1/teams/{teamId}/timeline", { params: { ...params, query: { top: 2 } } }))
console.log(JSON.stringify({ operations, name: team.name, phase: team.phase, entries: timeline.items.length }))
`

/** The same by a client of functions: @hey-api/openapi-ts. */
const byFunctions = `
import { argv } from "node:process"
import { setTimeout } from "node:timers/promises"
import { createClient } from "./functions/client/index.ts"
import {
  incidentsChange,
  incidentsCreateTeam,
  incidentsList,
  operationsGet,
  teamsGet,
  teamsRename,
  teamsTimeline
} from "./functions/sdk.gen.ts"
import type { IncidentsListData, Operation } from "./functions/types.gen.ts"

const [, , baseUrl = "", token = ""] = argv
const client = createClient({ baseUrl, auth: token })
const throwOnError = true as const

const ended = async ({ id: operationId }: Operation) => {
  for (;;) {
    const { data } = await operationsGet({ client, throwOnError, path: { operationId } })
    if (data.status !== "Running") return data.status
    await setTimeout(100)
  }
}

const query = { workspace: "soc", status: ["New" as const], top: 30 }
const page = await incidentsList({ client, throwOnError, query })
// @ts-expect-error A number isn't sent as a text.
const wrong: IncidentsListData["query"] = { top: "3" }
void wrong
const incident = page.data.items.find(({ team }) => team === undefined)
if (incident === undefined) throw new Error("Every incident has a team.")
const path = { incidentId: incident.id }
const created = await incidentsCreateTeam({
  client,
  throwOnError,
  path,
  headers: { "idempotency-key": "life" },
  body: { name: "Generated" }
})
const operations = [await ended(created.data)]
const { teamId } = created.data
const renamed = await teamsRename({ client, throwOnError, path: { teamId }, body: { name: "Renamed" } })
operations.push(await ended(renamed.data))
await incidentsChange({ client, throwOnError, path, body: { status: "Closed", classification: "Undetermined" } })
let team = (await teamsGet({ client, throwOnError, path: { teamId } })).data
while (team.phase !== "archived") {
  await setTimeout(100)
  team = (await teamsGet({ client, throwOnError, path: { teamId } })).data
}
const timeline = await teamsTimeline({ client, throwOnError, path: { teamId }, query: { top: 2 } })
console.log(JSON.stringify({ operations, name: team.name, phase: team.phase, entries: timeline.data.items.length }))
`

const compilerOptions = {
  strict: true,
  noEmit: true,
  module: "nodenext",
  target: "es2024",
  lib: ["es2024", "dom", "dom.iterable"],
  types: ["node"],
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  verbatimModuleSyntax: true
}

let tenant: Tenant
let server: Server
let folder: string

beforeAll(async () => {
  tenant = await newTenant()
  server = startServer(serverEnvironment(tenant, newFolder()))
  folder = newFolder()
  // The programs see this package's dependencies, as if they were a part of it.
  await symlink(ours("node_modules"), join(folder, "node_modules"))
  await writeFile(join(folder, "schema.ts"), astToString(await openapiTS(document())))
  await createClient({
    input: document(),
    output: { path: join(folder, "functions"), module: { extension: ".ts" } },
    plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
    logs: { level: "silent" }
  })
  await writeFile(join(folder, "byPaths.ts"), byPaths)
  await writeFile(join(folder, "byFunctions.ts"), byFunctions)
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }))
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["byPaths.ts", "byFunctions.ts"] })
  )
}, 600_000)
afterAll(() => server.stop())

describe("clients that two generators make of the document", () => {
  it("compile strictly", { timeout: 600_000 }, async () => {
    const { stdout } = await run(ours("../../node_modules/.bin/tsc"), ["-p", folder]).catch(Object)
    expect(stdout).toBe("")
  })

  it.each([
    ["by paths", "byPaths.ts"],
    ["by functions", "byFunctions.ts"]
  ])("%s drive the life of a team", { timeout: 600_000 }, async (_, program) => {
    const token = await tenant.token({ user: "ben" })
    const { stdout } = await run(process.execPath, [join(folder, program), await server.listening, token])
    expect(JSON.parse(stdout)).toEqual({
      operations: ["Succeeded", "Succeeded"],
      name: "Renamed",
      phase: "archived",
      entries: 2
    })
  })
})
