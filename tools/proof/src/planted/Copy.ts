import { spawn } from "node:child_process"
import { once } from "node:events"
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Defect } from "./Defect.ts"

const root = fileURLToPath(new URL("../../../..", import.meta.url))

/** What is made anew, or belongs to nobody's copy. */
const leftOut = new Set([".git", ".nx", ".data", "dist", "coverage", "reports"])

/** A copy of the sources to plant a defect in. It shares the installed packages with the original. */
export class Copy {
  readonly folder: string

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "incident-teams-planted-"))
    for (const part of ["apps", "packages", "tools"]) {
      cpSync(join(root, part), join(this.folder, part), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !leftOut.has(basename(path))
      })
    }
    for (const file of ["package.json", "tsconfig.base.json", "vitest.project.ts"]) {
      cpSync(join(root, file), join(this.folder, file))
    }
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"))
  }

  /** Replaces one piece of a source, which must be there exactly once. */
  plant({ file, sound, broken }: Defect): void {
    const path = join(this.folder, file)
    const parts = readFileSync(path, "utf8").split(sound)
    if (parts.length !== 2) throw new Error(`${file} has that piece ${parts.length - 1} times: plant another defect.`)
    writeFileSync(path, parts.join(broken))
  }

  /** Runs a command in a package of the copy; its exit code and all that it said. */
  async run(where: string, command: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) {
    const child = spawn(command, args, {
      cwd: join(this.folder, where),
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"]
    })
    let said = ""
    const hear = (part: Buffer) => {
      said += part.toString()
    }
    child.stdout.on("data", hear)
    child.stderr.on("data", hear)
    await once(child, "close")
    return { code: child.exitCode, said }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
