import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import tls from "node:tls"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { sampleTenantId } from "./sample/people.ts"

/** The line that the command prints. */
interface Announced {
  readonly base: string
  readonly caFile: string
  readonly tenantId: string
  readonly control: string
}

const main = fileURLToPath(new URL("main.ts", import.meta.url))

const folders: Array<string> = []
const children: Array<ChildProcess> = []
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL")
  await Promise.all(folders.map((path) => rm(path, { recursive: true, force: true })))
})

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "simulator-test-"))
  folders.push(path)
  return path
}

type Started = Awaited<ReturnType<typeof start>>

const start = async (environment: Readonly<Record<string, string>> = {}, args: ReadonlyArray<string> = []) => {
  const child = spawn(process.execPath, [main, ...args], {
    // So that the files of a killed simulator are removed, too.
    env: {
      NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"),
      ...process.env,
      TMPDIR: await folder(),
      ...environment
    },
    stdio: ["pipe", "pipe", "pipe"]
  })
  children.push(child)
  let errors = ""
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()))
  const line = await Promise.race([
    once(createInterface(child.stdout), "line").then(([text]) => String(text)),
    once(child, "exit").then(() => undefined)
  ])
  return { child, errors: () => errors, announced: line === undefined ? undefined : (JSON.parse(line) as Announced) }
}

const exitCode = async (child: ChildProcess): Promise<unknown> => child.exitCode ?? (await once(child, "exit"))[0]

const trust = async ({ caFile }: Announced): Promise<string> => {
  const ca = await readFile(caFile, "utf8")
  tls.setDefaultCACertificates([ca])
  return ca
}

describe("a running simulator", () => {
  let running: Started
  beforeAll(async () => {
    running = await start()
    await trust(running.announced!)
  })

  it("prints one line with its addresses, and answers there", async () => {
    const { announced } = running
    expect(announced).toMatchObject({ tenantId: sampleTenantId, control: `${announced!.base}/control` })
    const response = await fetch(`${announced!.base}/${sampleTenantId}/v2.0/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({ issuer: `${announced!.base}/${sampleTenantId}/v2.0` })
  })

  it("reports a port that is in use in plain words", async () => {
    const { port } = new URL(running.announced!.base)
    for (const name of ["PORT", "PAGES_PORT"]) {
      const { child, errors } = await start({ [name]: port })
      expect(await exitCode(child)).toBe(1)
      expect(errors()).toContain("port is in use")
    }
  })

  it("stops with its parent only with --stop-with-parent", async () => {
    const tied = await start({}, ["--stop-with-parent"])
    tied.child.stdin.end()
    running.child.stdin.end()
    expect(await exitCode(tied.child)).toBe(0)
    expect(running.child.exitCode).toBeNull()
    expect((await fetch(`${running.announced!.control}/tenants`)).status).toBe(200)
  })

  it("stops on SIGTERM, and removes its temporary folder", async () => {
    running.child.kill("SIGTERM")
    expect(await exitCode(running.child)).toBe(0)
    await expect(readFile(running.announced!.caFile)).rejects.toThrow("ENOENT")
  })
})

it("keeps tenants, certificate and signing key for the next start, even after SIGKILL", async () => {
  const path = await folder()
  const environment = { SIMULATOR_STATE: join(path, "state.json"), SIMULATOR_TLS: join(path, "tls") }
  const first = await start(environment)
  const ca = await trust(first.announced!)
  const port = new URL(first.announced!.base).port
  const control = (path_: string, init: RequestInit = {}) =>
    fetch(`${first.announced!.control}/tenants/${sampleTenantId}${path_}`, init)
  const token = async (): Promise<string> => {
    const response = await control("/tokens", {
      method: "POST",
      body: JSON.stringify({ application: "server", audience: "graph" })
    })
    return ((await response.json()) as { access_token: string }).access_token
  }
  const authorization = `Bearer ${await token()}`
  const group = (init: RequestInit = {}) =>
    fetch(`${first.announced!.base}/v1.0/groups(uniqueName='inc-1')`, {
      ...init,
      headers: { authorization, prefer: "create-if-missing" }
    })
  const body = {
    displayName: "INC",
    mailEnabled: true,
    mailNickname: "inc",
    securityEnabled: false,
    groupTypes: ["Unified"]
  }
  const owners = { "owners@odata.bind": ["https://graph.microsoft.com/v1.0/users/ana@woodgrove.example"] }
  const created = await group({ method: "PATCH", body: JSON.stringify({ ...body, ...owners }) })
  expect(created.status).toBe(201)
  const { id } = (await created.json()) as { id: string }
  const isSaved = () =>
    readFile(environment.SIMULATOR_STATE, "utf8").then(
      (text) => text.includes(id),
      () => false
    )
  await expect.poll(isSaved).toBe(true)
  first.child.kill("SIGKILL")
  await exitCode(first.child)

  const second = await start({ ...environment, PORT: port })
  expect(await readFile(second.announced!.caFile, "utf8")).toBe(ca)
  // The token from before the restart is still valid, and the group is there.
  expect(await (await group()).json()).toMatchObject({ id, displayName: "INC" })
  await control("/users/ben", { method: "PATCH", body: JSON.stringify({ displayName: "Changed" }) })
  second.child.kill("SIGTERM")
  expect(await exitCode(second.child)).toBe(0)

  const third = await start({ ...environment, PORT: port })
  expect(third.announced).toEqual(second.announced)
  expect(await (await control("/users/ben")).json()).toMatchObject({ displayName: "Changed" })
})

it.each([
  [{ PORT: "eighty" }, "PORT must be a number"],
  [{ PLATFORM_TIME_SCALE: "0" }, "PLATFORM_TIME_SCALE must be a positive number"]
])("refuses %j in plain words", async (environment, message) => {
  const { child, errors } = await start(environment)
  expect(await exitCode(child)).toBe(1)
  expect(errors()).toContain(message)
})
