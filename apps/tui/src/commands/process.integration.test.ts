import { execFile, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { readdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { commandOf } from "@incident-teams/testkit/programs"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { describe, expect, inject, it, onTestFinished } from "vitest"
import { as, asked, json } from "../../testing/asked.ts"
import { commandProcess, newHome } from "../../testing/commandProcess.ts"
import { startConsoleServer } from "../../testing/consoleServer.ts"
import { control, newIncident, tokenOf } from "../../testing/simulated.ts"
import { cellsOf } from "../look/cells.ts"

const { url } = inject("sandbox")

const asBen = async () => ({ INCIDENT_TEAMS_TOKEN: await tokenOf("ben") })

/** Resolves once a process has said this. */
const said = async (what: () => string, words: string): Promise<void> => {
  await expect.poll(what, { interval: 20 }).toContain(words)
}

describe("signing in, as a person does", () => {
  it("login shows a code, stays signed in for later commands and for other servers none, until logout", async () => {
    const home = await newHome()
    const environment = { XDG_STATE_HOME: home, INCIDENT_TEAMS_SERVER: "" }
    const login = commandProcess(environment, "login", "--server", `${url}/`)
    await said(login.stderr, "enter the code ")
    const [, page = "", code = ""] = /open (\S+) in a browser and enter the code (\S+)/u.exec(login.stderr()) ?? []
    const form = new URLSearchParams({ code, user: "ben@woodgrove.example" })
    expect((await fetch(page, { method: "POST", body: form })).status).toBe(200)
    expect(await login.ended).toMatchObject({ code: 0, stdout: `Signed in to ${url} as ben@woodgrove.example.\n` })

    // The server is remembered, too.
    const whoami = await commandProcess(environment, "whoami", "--json").ended
    expect(JSON.parse(whoami.stdout)).toMatchObject({ name: "Ben Sample" })
    const elsewhere = await asked(environment, "whoami", "--server", "http://127.0.0.1:1")
    expect(elsewhere).toMatchObject({ code: 3, stderr: expect.stringContaining("You aren't signed in") })

    const folder = join(home, "incident-teams")
    for (const file of await readdir(folder)) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
    const kept = await readFile(join(folder, `${encodeURIComponent(url)}.json`), "utf8")
    const { accessToken } = JSON.parse(kept) as { accessToken: string }
    expect(login.stdout() + login.stderr() + whoami.stdout + whoami.stderr).not.toContain(accessToken)

    const logout = await commandProcess(environment, "logout", "--json").ended
    expect(JSON.parse(logout.stdout)).toEqual({ server: url, wasSignedIn: true })
    expect(await asked(environment, "whoami")).toMatchObject({ code: 3 })
    expect((await asked(environment, "logout")).stdout).toContain("You weren't signed in")
  })

  it("a declined sign-in says so, and ends with 3", async () => {
    const login = commandProcess({ XDG_STATE_HOME: await newHome() }, "login", "--json")
    await said(login.stderr, "enter the code ")
    const [, code = ""] = /enter the code (\S+)/u.exec(login.stderr()) ?? []
    await control("POST", `/device-sign-ins/${code}`, { decline: true })
    const { code: exit, stdout } = await login.ended
    expect({ exit, problem: JSON.parse(stdout) }).toMatchObject({
      exit: 3,
      problem: { type: "incident-teams:signedOut", detail: "The sign-in was declined." }
    })
  })
})

describe("a process", () => {
  it("writes everything before it ends, however much that is", async () => {
    const { stdout, code } = await commandProcess(
      await asBen(),
      "incidents",
      "list",
      "--all",
      "--workspace",
      "soc-prod",
      "--json"
    ).ended
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toHaveProperty("items.10")
  })

  it("ends without a word when nobody reads it any more", async () => {
    const environment = { ...process.env, ...(await asBen()), INCIDENT_TEAMS_SERVER: url }
    const script = `"$0" "$1" incidents list --all --workspace soc-prod --json | head -c 1; printf ' %s' "\${PIPESTATUS[0]}"`
    const { stdout, stderr } = await promisify(execFile)(
      "bash",
      ["-c", script, process.execPath, commandOf("console")],
      {
        env: environment
      }
    )
    expect({ stdout, stderr }).toEqual({ stdout: "{ 0", stderr: "" })
  })

  it.each(["SIGINT", "SIGTERM"] as const)("ends on %s while it looks on", async (signal) => {
    const { number } = await newIncident()
    await json("ben", "team", "create", number)
    const watch = commandProcess(await asBen(), "team", "watch", number)
    await said(watch.stdout, number)
    watch.child.kill(signal)
    expect(await watch.ended).toMatchObject({ code: 130, stderr: "" })
  })

  it("without a command and without a terminal says how to use commands", async () => {
    expect(await commandProcess(await asBen()).ended).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("incident-teams --help")
    })
  })

  it("writes no escape sequence where nobody looks, or where NO_COLOR is set", async () => {
    const environment = { ...(await asBen()), NO_COLOR: "1", FORCE_COLOR: "" }
    const all = [["--help"], ["incidents", "list", "--workspace", "soc-prod"], ["incidents"]].map(
      (args) => commandProcess(environment, ...args).ended
    )
    for (const { stdout, stderr } of await Promise.all(all)) expect(stdout + stderr).not.toContain("\u001b")
  })

  it("shows no control character of a title that somebody made up", async () => {
    const { number } = await newIncident("Beacon \u001b[2J\u001b]0;pwned\u0007 to \u202emoc.live")
    const list = await as("ben", "incidents", "show", number)
    expect(list.stdout).toContain("Beacon")
    // oxlint-disable-next-line no-control-regex
    expect(list.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/u)
  })

  it.each([40, 80, 200])("keeps a list within %i cells", async (columns) => {
    await newIncident(`A very long title, ${"longer and ".repeat(30)}even longer`)
    const environment = { ...(await asBen()), COLUMNS: String(columns) }
    const { stdout } = await asked(environment, "incidents", "list", "--workspace", "soc-prod")
    const lines = stdout.trimEnd().split("\n")
    expect(lines.length).toBeGreaterThan(5)
    expect(Math.max(...lines.map(cellsOf))).toBeLessThanOrEqual(columns)
    expect(lines[0]).toContain("TITLE")
  })

  it("tells its version", async () => {
    expect((await commandProcess({}, "--version").ended).stdout).toMatch(/^incident-teams v\d+\.\d+\.\d+\n$/u)
  })
})

describe("a server that is killed while a command waits", () => {
  it("is waited for, and the command ends well once it is there again and the work is done", async () => {
    const tenant = await newTenant()
    const fault = { surface: "graph", path: "^/groups/.+/team$", fault: { kind: "hold" } }
    const { id: faultId } = await tenant.control("POST", "/faults", fault)
    const token = await tenant.token({ user: "ben" })
    const dataFolder = newFolder()
    // The second server takes the work over once the first one's lease is over.
    const more = { WORKER_LEASE_SECONDS: "2" }
    const first = startConsoleServer(tenant, dataFolder, more)
    const firstUrl = await first.listening
    const environment = { INCIDENT_TEAMS_TOKEN: token, INCIDENT_TEAMS_SERVER: firstUrl }

    const create = commandProcess(environment, "team", "create", "4111", "--wait", "--json")
    await tenant.control("GET", `/faults/${faultId}?untilHeld=240000`)
    await said(create.stderr, "being created")
    await first.stop("SIGKILL")
    await said(create.stderr, "The server doesn't respond. Retrying.")
    await tenant.control("POST", `/faults/${faultId}/release`, { drop: true })
    const second = startConsoleServer(tenant, dataFolder, { ...more, PORT: new URL(firstUrl).port })
    onTestFinished(async () => void (await second.stop()))
    await second.listening
    const { code, stdout, stderr } = await create.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("The team is open.") })
    expect(JSON.parse(stdout)).toMatchObject({ phase: "open", incident: { number: 4111 } })
    const truth = await tenant.control("GET", "/truth")
    expect(truth.teams).toHaveLength(1)
  })
})

/** Whether a shell is missing here; where everything is to be tested, it must not be. */
const isMissing = (shell: string): boolean =>
  process.env["CI"] === undefined && spawnSync(shell, ["--version"], { stdio: "ignore" }).status !== 0

describe("completion", () => {
  const shells = [
    { shell: "bash", parse: ["-n"] },
    { shell: "zsh", parse: ["-n"] },
    { shell: "fish", parse: ["--no-execute"] }
  ]
  const scripts = new Map<string, Promise<string>>()
  const newScript = async (shell: string) => {
    const { code, stdout } = await asked({}, "completion", shell)
    expect(code).toBe(0)
    expect(stdout).not.toContain("--completions")
    return stdout
  }
  const script = (shell: string): Promise<string> => {
    const made = scripts.get(shell) ?? newScript(shell)
    scripts.set(shell, made)
    return made
  }

  it.each(shells)("for $shell names every command and flag", async ({ shell }) => {
    const text = await script(shell)
    for (const word of ["incidents", "reopen", "watch", "approve", "classification", "workspace", "server", "json"]) {
      expect(text).toContain(word)
    }
  })

  for (const { shell, parse } of shells) {
    it.skipIf(isMissing(shell))(`for ${shell} is a script that ${shell} takes`, async () => {
      const home = await newHome()
      const file = join(home, `completion.${shell}`)
      await writeFile(file, await script(shell))
      const parsed = spawnSync(shell, [...parse, file], { encoding: "utf8" })
      expect({ status: parsed.status, stderr: parsed.stderr }).toEqual({ status: 0, stderr: "" })
    })
  }

  it("for bash completes a command's flags", async () => {
    const home = await newHome()
    const file = join(home, "completion.bash")
    await writeFile(file, await script("bash"))
    const ask = `source "$0"; COMP_WORDS=(incident-teams incidents close --cl); COMP_CWORD=3; \
      COMP_LINE="\${COMP_WORDS[*]}"; COMP_POINT=\${#COMP_LINE}; \
      $(complete -p incident-teams | sed 's/.*-F \\([^ ]*\\).*/\\1/') incident-teams --cl close; printf '%s\\n' "\${COMPREPLY[@]}"`
    const child = spawn("bash", ["-c", ask, file])
    let replies = ""
    child.stdout.on("data", (chunk: Buffer) => (replies += chunk.toString()))
    await once(child, "close")
    expect(replies).toContain("--classification")
  })
})
