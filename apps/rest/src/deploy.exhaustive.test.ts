import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"

const read = (name: string): string => readFileSync(new URL(`../../../deploy/${name}`, import.meta.url), "utf8")

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-deploy-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Checking files without a running systemd came with version 250. */
const systemd = Number(
  /^systemd (\d+)/u.exec(spawnSync("systemd-analyze", ["--version"]).stdout?.toString() ?? "")?.[1]
)

describe.runIf(systemd >= 250)("incident-teams.service (skipped without systemd-analyze, version 250 or later)", () => {
  const analyze = (file: string, ...args: ReadonlyArray<string>) =>
    spawnSync("systemd-analyze", ["--no-pager", ...args, file], { encoding: "utf8" })

  it("is accepted by systemd, and exposes little", () => {
    const file = join(newFolder(), "incident-teams.service")
    // systemd looks for the program, which isn't installed here.
    writeFileSync(file, read("incident-teams.service").replace(/^ExecStart=\S+/mu, `ExecStart=${process.execPath}`))
    const { status, stderr } = analyze(file, "verify", "--recursive-errors=no")
    // Of other units of this machine it may say more.
    expect([status, stderr.split("\n").filter((line) => line.includes("incident-teams"))], stderr).toEqual([0, []])
    // In tenths, from 0 (no access to the system) to 100 (all).
    const exposure = analyze(file, "security", "--offline=true", "--threshold=20")
    expect(exposure.status, exposure.stdout).toBe(0)
  })
})

const runs = (command: string, ...args: ReadonlyArray<string>): boolean =>
  spawnSync(command, [...args, "version"]).status === 0
/** Docker Compose, as a plugin of Docker or of its own: that is also the name of the first version, which Debian 12 has. */
const composer = runs("docker", "compose") ? ["docker", "compose"] : runs("docker-compose") ? ["docker-compose"] : []

describe.runIf(composer.length > 0)("compose.yaml (skipped without Docker Compose)", () => {
  it("is accepted by Docker Compose, with one port on loopback and nothing to write but the volume", () => {
    const folder = newFolder()
    const [command = "", ...args] = composer
    const version = spawnSync(command, [...args, "version", "--short"], { encoding: "utf8" }).stdout
    const files = {
      // The first version doesn't know the name of a project in the file.
      "deploy/compose.yaml": version.startsWith("1.")
        ? read("compose.yaml").replace(/^name:.*$/mu, "")
        : read("compose.yaml"),
      "deploy/incident-teams.env": "AZURE_TENANT_ID='tenant of the file'\nHOST=127.0.0.1\n",
      "reports/release/nothing": ""
    }
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const { status, stdout, stderr } = spawnSync(
      command,
      [...args, "--file", join(folder, "deploy/compose.yaml"), "config"],
      { encoding: "utf8" }
    )
    expect([status, stderr]).toEqual([0, ""])
    expect(stdout).toMatch(/AZURE_TENANT_ID: tenant of the file/u)
    // What the file says of a server outside of a container doesn't count.
    expect(stdout).toMatch(/HOST: 0\.0\.0\.0/u)
    expect(stdout).toMatch(/read_only: true/u)
    expect(stdout).toContain(`context: ${join(folder, "reports/release")}`)
  })
})
