import { execFile, spawnSync } from "node:child_process"
import { readFile } from "node:fs/promises"
import { createServer } from "node:net"
import { basename } from "node:path"
import { setDefaultCACertificates } from "node:tls"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { commandOf } from "@incident-teams/testkit/programs"
import { Effect } from "effect"
import { describe, expect, inject, it, onTestFinished } from "vitest"
import { findSandbox } from "./SandboxFile.ts"
import { tokenOf as tokenFrom } from "./sandboxUser.ts"
import { answers, command, started, temporaryFolder } from "./testing/commands.ts"
import type { Started } from "./testing/processes.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const hasCurl = spawnSync("curl", ["--version"]).status === 0
/** There a process's children can be told. */
const hasProc = process.platform === "linux"

const trust = async ({ caFile }: Started): Promise<string> => {
  const ca = await readFile(caFile, "utf8")
  setDefaultCACertificates([ca])
  return ca
}

/** A token as the command prints it. */
const printedToken = async (name: string, dataFolder: string): Promise<string> => {
  const { stdout, stderr, code } = await command("token", [name], { INCIDENT_TEAMS_DATA: dataFolder }).ended
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 })
  return stdout.trim()
}

/** The same by what the command does: a process for each takes a second. */
const tokenOf = (name: string, dataFolder: string): Promise<string> =>
  Effect.runPromise(
    findSandbox(dataFolder).pipe(
      Effect.flatMap(Effect.fromOption),
      Effect.flatMap(({ control }) => tokenFrom(control, name))
    )
  )

/** Asks the server as Ben. */
const asked = async (sandbox: Pick<Started, "url">, folder: string, path: string, method = "GET"): Promise<unknown> => {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf("ben", folder)}` }
  })
  expect(response.status).toBe(200)
  return response.json()
}

const takenPort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

const childrenOf = async (pid: number): Promise<ReadonlyArray<number>> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(" ").map(Number)

const commandLine = (pid: number): Promise<string> => readFile(`/proc/${pid}/cmdline`, "utf8")

// Takes more than 20 seconds on a slow machine: a start is three processes, and the tests below need five.
describe("what npm start runs", () => {
  const { folder, ...sandbox } = inject("sharedSandbox")

  it("says what it is, and a token opens the incident list", async () => {
    expect(sandbox.stdout).toContain(`${sandbox.url}/v1/incidents?workspace=soc-prod`)
    expect(sandbox.stdout).toContain("This is a sandbox")
    const start = await fetch(`${sandbox.url}/`, { headers: { accept: "text/html" } })
    expect(sandbox.stdout).toContain(start.url)
    expect(await start.text()).toContain("<h1>Incident Teams</h1>")
    const list = (await asked(sandbox, folder, "/v1/incidents?workspace=soc-prod")) as {
      items: ReadonlyArray<unknown>
    }
    expect(list.items.length).toBeGreaterThan(5)
    expect(sandbox.stderr).toBe("")
  })

  it("is found to be a set-up with nothing to mend", async () => {
    const { code, stdout } = await command("doctor", [], { INCIDENT_TEAMS_DATA: folder }).ended
    expect(stdout).toContain("\n0 problems")
    expect(stdout).toContain("reaches this server")
    expect(code).toBe(0)
  })

  it("prints where an incident's page is, and a browser that trusts nothing special is let in there", async () => {
    const page = /An incident's page +(\S+)/u.exec(sandbox.stdout)?.[1] ?? ""
    const cookies = new Map<string, string>()
    const visited = async (
      address: string,
      init: RequestInit = {}
    ): Promise<{ readonly text: string; readonly at: URL }> => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ")
      const response = await fetch(address, { ...init, redirect: "manual", headers: { cookie } })
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/u.exec(line) ?? []
        cookies.set(name, value)
      }
      const to = response.headers.get("location")
      return to === null ? { text: await response.text(), at: new URL(address) } : visited(new URL(to, address).href)
    }
    const signIn = await visited(page)
    expect(signIn.at.protocol).toBe("http:")
    const [, ben = ""] = /value="([^"]+)"[^>]*>Ben Sample/u.exec(signIn.text) ?? []
    const shown = await visited(signIn.at.href, { method: "POST", body: new URLSearchParams({ user: ben }) })
    expect(decodeURIComponent(shown.at.href)).toBe(page)
    expect(shown.text).toContain("<title>4112 ")
    expect(shown.text).toContain("Ben Sample")
  })

  it.skipIf(!hasCurl)("prints a curl that works when it is pasted", async () => {
    const line = sandbox.stdout.split("\n").find((text) => text.includes("curl "))
    const { stdout } = await promisify(execFile)("sh", ["-c", line ?? "false"], { cwd: root })
    expect(stdout).toMatch(/^\{\n/u)
    expect(stdout.match(/^ +title: '/gmu)).toHaveLength(3)
  })

  it("refuses a second sandbox on the same data", async () => {
    const { code, stderr } = await command("start", [], { PORT: "0", INCIDENT_TEAMS_DATA: folder }).ended
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `A sandbox is already running on ${folder}, at ${sandbox.url}. Stop it (process ${sandbox.pid}), or set INCIDENT_TEAMS_DATA and PORT to other values.\n`
    })
  })

  it("has npm run merge merge two incidents as Microsoft Defender does, and says which it can", async () => {
    const merge = (...args: ReadonlyArray<string>) => command("merge", args, { INCIDENT_TEAMS_DATA: folder }).ended
    expect(await merge("4111", "4112")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("soc-prod: 4099, 4100, 4111.")
    })
    expect(await merge()).toMatchObject({ code: 0, stdout: expect.stringContaining("4099 into incident 4100") })
    expect(await asked(sandbox, folder, "/v1/incidents?workspace=soc-prod&number=4099")).toMatchObject({
      items: [{ status: "Closed", merged: {}, alertsCount: 0 }]
    })
  })

  it("has npm run token give tokens of people and applications, and says who there is", async () => {
    const claimsOf = (token: string): unknown => JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString())
    const claims = async (name: string) => claimsOf(await printedToken(name, folder))
    expect(await claims("ben")).toMatchObject({ name: "Ben Sample", scp: "access_as_user" })
    const playbook = (await claims("playbook")) as { idtyp: string; roles: ReadonlyArray<string> }
    expect(playbook).toMatchObject({ idtyp: "app", roles: expect.arrayContaining(["Team.Create"]) })

    const unknown = await command("token", ["zoe"], { INCIDENT_TEAMS_DATA: folder }).ended
    expect(unknown).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^There is no sample user "zoe"/u)
    })
    const listed = [...unknown.stderr.matchAll(/^ {2}(\w+)/gmu)].map(([, name]) => name!)
    expect(listed).toContain("chloe")
    const [said = ""] = /^ {2}playbook .*$/mu.exec(unknown.stderr) ?? []
    expect(said.match(/\b[A-Z]\w+\.[A-Z]\w+\b/gu)?.toSorted()).toEqual(playbook.roles.toSorted())
    for (const name of listed) expect(claimsOf(await tokenOf(name, folder)), name).toHaveProperty("oid")
  })
})

/** On this signal server and simulator stop with it, and nothing went wrong in them. */
const stopsCleanly = async (sandbox: Started, folder: string, signal: NodeJS.Signals): Promise<void> => {
  sandbox.process.kill(signal)
  expect(await sandbox.ended).toMatchObject({ code: 0, stderr: "" })
  expect([await answers(`${sandbox.url}/healthz`), await answers(sandbox.control)]).toEqual([false, false])
  expect(await readFile(`${folder}/server.log`, "utf8")).not.toMatch(/"level":"(?:ERROR|FATAL)"/u)
  expect(await readFile(`${folder}/simulator.log`, "utf8")).not.toContain("Error")
  await expect(readFile(`${folder}/sandbox.json`)).rejects.toThrow("ENOENT")
}

// A start takes some seconds, so that one life stops, is killed and stops again.
describe("npm start", () => {
  it("stops cleanly, finds everything again, the simulated tenant too, even on another port and after it was killed", async () => {
    const folder = await temporaryFolder()
    const first = await started(folder)
    const ca = await trust(first)
    const found = (await asked(first, folder, "/v1/people?search=Chloe%20Sample")) as { people: [{ id: string }] }
    await asked(first, folder, `/v1/favorites/people/${found.people[0].id}`, "PUT")
    await fetch(`${first.control}/users/dev`, { method: "PATCH", body: JSON.stringify({ displayName: "Dev Renamed" }) })
    await stopsCleanly(first, folder, "SIGINT")

    const second = await started(folder)
    expect(await trust(second)).toBe(ca)
    expect(new URL(second.control).port).not.toBe(new URL(first.control).port)
    expect(await asked(second, folder, "/v1/favorites")).toMatchObject({ items: [{ name: "Chloe Sample" }] })
    expect(await asked(second, folder, "/v1/people?search=Dev%20Renamed")).toMatchObject({
      people: [{ name: "Dev Renamed" }]
    })
    second.process.kill("SIGKILL")
    await expect
      .poll(() => Promise.all([answers(`${second.url}/healthz`), answers(second.control)]))
      .toEqual([false, false])
    // Its file is still there, and nobody is misled by it.
    const { code, stderr } = await command("token", ["ben"], { INCIDENT_TEAMS_DATA: folder }).ended
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("No sandbox is running") })

    const third = await started(folder)
    await trust(third)
    expect(await asked(third, folder, "/v1/favorites")).toMatchObject({ items: [{ name: "Chloe Sample" }] })
    await stopsCleanly(third, folder, "SIGTERM")
  })

  it.skipIf(!hasProc).each(["server", "simulator"] as const)("ends and says why when %s dies", async (which) => {
    const sandbox = await started(await temporaryFolder())
    await trust(sandbox)
    const children = await childrenOf(sandbox.process.pid!)
    expect(children).toHaveLength(2)
    for (const pid of children) {
      if ((await commandLine(pid)).includes(basename(commandOf(which)))) process.kill(pid, "SIGKILL")
    }
    const { code, stderr } = await sandbox.ended
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The (?:server|simulator) ended unexpectedly \(signal SIGKILL\)/u)
    })
    expect([await answers(`${sandbox.url}/healthz`), await answers(sandbox.control)]).toEqual([false, false])
  })

  it.each(["PORT", "SIMULATOR_PORT", "SIMULATOR_PAGES_PORT"])(
    "a %s that is in use is reported in one line",
    async (name) => {
      const port = await takenPort()
      const { code, stdout, stderr } = await command("start", [], {
        PORT: "0",
        SIMULATOR_PORT: "0",
        INCIDENT_TEAMS_DATA: await temporaryFolder(),
        [name]: String(port)
      }).ended
      expect({ code, stdout, stderr }).toEqual({
        code: 1,
        stdout: "",
        stderr: expect.stringMatching(new RegExp(String.raw`^Port ${port} is in use\. .*${name}=0.*\n$`, "u"))
      })
    }
  )

  it.each([
    [{ PORT: "http" }, 'PORT is "http". Set it to a port'],
    [{ SIMULATOR_PORT: "-1" }, 'SIMULATOR_PORT is "-1". Set it to a port'],
    [
      { SENTINEL_WORKSPACES: "soc=/subscriptions/1" },
      "SENTINEL_WORKSPACES belongs to a real one. Leave it out, or start"
    ],
    [{ PLATFORM_TIME_SCALE: "0.5" }, 'PLATFORM_TIME_SCALE is "0.5". Set it to a number from 1']
  ])("refuses %j in words", async (env, message) => {
    const { code, stderr } = await command("start", [], { INCIDENT_TEAMS_DATA: await temporaryFolder(), ...env }).ended
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) })
  })
})

describe("npm run token", () => {
  it.each([
    [[], "Usage: npm run -s token -- <name>"],
    [["ben"], "No sandbox is running on "]
  ])("%j without a sandbox says what to do", async (args, message) => {
    const { code, stdout, stderr } = await command("token", args, { INCIDENT_TEAMS_DATA: await temporaryFolder() })
      .ended
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringContaining(message) })
  })
})
