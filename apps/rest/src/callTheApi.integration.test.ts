import { execFile } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setDefaultCACertificates } from "node:tls"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { sample, sampleEnvironment, tokenOf } from "../testing/sampleServer.ts"
import { type ServerProcess, type SimulatedPlatform, startPlatform, startServer } from "../testing/ServerProcess.ts"

const run = promisify(execFile)
const guide = await readFile(new URL("../../../docs/how-to/call-the-api.md", import.meta.url), "utf8")
const blocksOf = (language: string) =>
  [...guide.matchAll(/```(\w+)\n([^]*?)```/gu)].flatMap(([, found, code = ""]) => (found === language ? [code] : []))

const [, workspace = ""] = sample.workspace.split("=")
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

let platform: SimulatedPlatform
let stopPlatform: () => Promise<void>
let server: ServerProcess
let folder: string

beforeAll(async () => {
  ;({ platform, stop: stopPlatform } = await startPlatform())
  setDefaultCACertificates([await readFile(platform.caFile, "utf8")])
  folder = await mkdtemp(join(tmpdir(), "incident-teams-guide-"))
  server = startServer(sampleEnvironment(platform, folder))
})
afterAll(async () => {
  server.child.kill("SIGTERM")
  await server.ended
  await stopPlatform()
  await rm(folder, { recursive: true, force: true })
})

describe("the guide to calling the API", () => {
  it("gives commands that work in a shell", async () => {
    const [commands = "", ...others] = blocksOf("sh")
    expect(others).toEqual([])
    const env = {
      PATH: process.env["PATH"],
      PUBLIC_URL: await server.listening,
      TOKEN: await tokenOf(platform, "ben"),
      INCIDENT: "soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4111"
    }
    const { stdout } = await run("bash", ["-e", "-c", commands], { env })
    expect(stdout).toMatch(/^\{"id":"[a-z2-7]{26}\.1","status":"Running"/u)
    expect(stdout).toContain('"name":"War room","phase":')
  })

  it("gives actions that work in a playbook", async () => {
    const token = await tokenOf(platform, { application: "playbook" })
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
