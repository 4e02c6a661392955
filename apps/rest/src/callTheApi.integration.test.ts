import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { promisify } from "node:util"
import { sample } from "@incident-teams/testkit/sample"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const run = promisify(execFile)
const guide = await readFile(new URL("../../../docs/how-to/call-the-api.md", import.meta.url), "utf8")
const blocksOf = (language: string) =>
  [...guide.matchAll(/```(\w+)\n([^]*?)```/gu)].flatMap(([, found, code = ""]) => (found === language ? [code] : []))

const workspace = sample.workspace("soc-prod")
const incidentName = "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4109"
/** As much of the trigger's body as the playbook's actions read. */
const trigger = {
  object: {
    id: `${workspace}/providers/Microsoft.SecurityInsights/Incidents/${incidentName}`,
    name: incidentName
  }
}

/** What a Logic App makes of `@{triggerBody()?['object']?['id']}`. */
const evaluated = (text: string): string =>
  text.replaceAll(
    /@\{triggerBody\(\)\?\['object'\]\?\['(id|name)'\]\}/gu,
    (_, key: "id" | "name") => trigger.object[key]
  )

let tenant: Tenant
let server: Server
let folder: string

beforeAll(async () => {
  tenant = await newTenant()
  folder = newFolder()
  server = startServer(serverEnvironment(tenant, folder))
})
afterAll(() => server.stop())

describe("the guide to calling the API", () => {
  it("gives commands that work in a shell", async () => {
    const [commands = "", ...others] = blocksOf("sh")
    expect(others).toEqual([])
    const env = {
      PATH: process.env["PATH"],
      PUBLIC_URL: await server.listening,
      TOKEN: await tenant.token({ user: "ben" }),
      INCIDENT: "soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4111"
    }
    const { stdout } = await run("bash", ["-e", "-c", commands], { env })
    expect(stdout).toMatch(/^\{"id":"[a-z2-7]{26}-1","status":"Running"/u)
    expect(stdout).toContain('"name":"War room","phase":')
  })

  it("gives actions that work in a playbook", async () => {
    const token = await tenant.token({ application: "playbook" })
    const base = await server.listening
    const answers: Array<number> = []
    for (const block of blocksOf("json")) {
      const { inputs } = JSON.parse(evaluated(block))
      const { pathname } = new URL(inputs.uri)
      const response = await fetch(`${base}${pathname}`, {
        method: inputs.method,
        headers: { ...inputs.headers, authorization: `Bearer ${token}` },
        body: JSON.stringify(inputs.body)
      })
      expect(await response.json()).toMatchObject({ incidentId: `soc~${incidentName}` })
      answers.push(response.status)
    }
    expect(answers).toEqual([202, 202])
  })
})
