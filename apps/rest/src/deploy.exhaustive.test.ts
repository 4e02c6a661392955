import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

/** Checking files without a running systemd came with version 250. */
const systemd = Number(
  /^systemd (\d+)/u.exec(spawnSync("systemd-analyze", ["--version"]).stdout?.toString() ?? "")?.[1]
)

describe.runIf(systemd >= 250)("incident-teams.service (skipped without systemd-analyze, version 250 or later)", () => {
  const analyze = (file: string, ...args: ReadonlyArray<string>) =>
    spawnSync("systemd-analyze", ["--no-pager", ...args, file], { encoding: "utf8" })

  it("is accepted by systemd, and exposes little", () => {
    const folder = mkdtempSync(join(tmpdir(), "incident-teams-unit-"))
    try {
      const unit = readFileSync(new URL("../../../deploy/incident-teams.service", import.meta.url), "utf8")
      const file = join(folder, "incident-teams.service")
      // systemd looks for the program, which isn't installed here.
      writeFileSync(file, unit.replace(/^ExecStart=\S+/mu, `ExecStart=${process.execPath}`))
      const { status, stderr } = analyze(file, "verify", "--recursive-errors=no")
      // Of other units of this machine it may say more.
      expect([status, stderr.split("\n").filter((line) => line.includes("incident-teams"))], stderr).toEqual([0, []])
      // In tenths, from 0 (no access to the system) to 100 (all).
      const exposure = analyze(file, "security", "--offline=true", "--threshold=20")
      expect(exposure.status, exposure.stdout).toBe(0)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
