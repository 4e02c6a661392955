import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { house } from "./thisWorkspace.ts"

/** What a command in the copy came to. */
export interface Ended {
  readonly status: number | null
  /** Everything that it said, stdout first. */
  readonly output: string
}

/** This workspace's own files in a folder of their own, to be changed at will. Nothing is installed there yet. */
export class WorkspaceCopy implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "incident-teams-")))

  constructor() {
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: house })
    for (const path of listed.toString("utf8").split("\0")) {
      // One that is deleted but not committed yet is listed too.
      if (path !== "" && existsSync(join(house, path))) cpSync(join(house, path), join(this.root, path))
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8")
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  /**
   * Runs to the end, as somebody at a desk does it, also on a build machine. The tools of the workspace are on the path,
   * as `npm run` has them there.
   */
  run(command: string, args: ReadonlyArray<string>, folder = "."): Ended {
    const { CI: _, ...environment } = process.env
    const { error, status, stderr, stdout } = spawnSync(command, args, {
      cwd: join(this.root, folder),
      encoding: "utf8",
      env: { ...environment, PATH: `${join(this.root, "node_modules/.bin")}:${process.env["PATH"]}` },
      maxBuffer: 2 ** 26
    })
    if (error) throw error
    return { status, output: `${stdout}${stderr}` }
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
