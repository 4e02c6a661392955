import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import tls from "node:tls"
import { fileURLToPath } from "node:url"
import { expect, it, onTestFinished } from "vitest"
import { sampleTenantId } from "./sample/people.ts"

interface Announced {
  readonly base: string
  readonly caFile: string
  readonly tenantId: string
  readonly control: string
}

const main = fileURLToPath(new URL("main.ts", import.meta.url))

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "simulator-test-"))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

const start = async (environment: Readonly<Record<string, string>> = {}, args: ReadonlyArray<string> = []) => {
  const child = spawn(process.execPath, [main, ...args], {
    // What a killed simulator leaves behind goes with the test.
    env: { ...process.env, TMPDIR: await folder(), ...environment },
    stdio: ["pipe", "pipe", "pipe"]
  })
  onTestFinished(() => void child.kill("SIGKILL"))
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

it("says in one line where it is, answers there, and stops on SIGTERM", async () => {
  const { child, announced } = await start()
  await trust(announced!)
  expect(announced).toMatchObject({ tenantId: sampleTenantId, control: `${announced!.base}/control` })
  const response = await fetch(`${announced!.base}/${sampleTenantId}/v2.0/.well-known/openid-configuration`)
  expect(await response.json()).toMatchObject({ issuer: `${announced!.base}/${sampleTenantId}/v2.0` })
  child.kill("SIGTERM")
  expect(await exitCode(child)).toBe(0)
  await expect(readFile(announced!.caFile)).rejects.toThrow("ENOENT")
})

it("stops with its parent when asked to, and only then", async () => {
  const [tied, free] = [await start({}, ["--stop-with-parent"]), await start()]
  tied.child.stdin.end()
  free.child.stdin.end()
  expect(await exitCode(tied.child)).toBe(0)
  expect(free.child.exitCode).toBeNull()
  await trust(free.announced!)
  expect((await fetch(`${free.announced!.control}/tenants`)).status).toBe(200)
})

it("a second start finds tenants, certificate and signing key again, also after SIGKILL", async () => {
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
  await expect
    .poll(() =>
      readFile(environment.SIMULATOR_STATE, "utf8").then(
        (text) => text.includes(id),
        () => false
      )
    )
    .toBe(true)
  first.child.kill("SIGKILL")
  await exitCode(first.child)

  const second = await start({ ...environment, PORT: port })
  expect(await readFile(second.announced!.caFile, "utf8")).toBe(ca)
  // The token of before the restart is still good, and the group is there.
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
])("refuses %j in words", async (environment, message) => {
  const { child, errors } = await start(environment)
  expect(await exitCode(child)).toBe(1)
  expect(errors()).toContain(message)
})

it("a taken port is a clear message", async () => {
  const { announced } = await start()
  const { child, errors } = await start({ PORT: new URL(announced!.base).port })
  expect(await exitCode(child)).toBe(1)
  expect(errors()).toContain("port is taken")
})
