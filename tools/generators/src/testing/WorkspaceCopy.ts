import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { house } from "./thisWorkspace.ts"

/** What a command in the copy came to. */
export interface Ended {
  readonly status: number | null
  /** Everything that it said, stdout first. */
  readonly output: string
}

/** The path without the tools of this workspace, which runs the tests. */
const outside = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules"))
  .join(delimiter)

/** Nothing that this run was given by npm, Vitest or a build machine. */
const atADesk = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:CI$|npm_|VITEST|NODE_|FORCE_COLOR$)/u.test(name))
)

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

  /** Runs to the end with the tools of the workspace on the path, as `npm run` has them there. */
  run(command: string, args: ReadonlyArray<string>, more: Readonly<Record<string, string>> = {}): Ended {
    const tools = ["tools/toolchain/node_modules/.bin", "node_modules/.bin"].map((folder) => join(this.root, folder))
    return this.ended(command, args, [...tools, outside], more)
  }

  /** Runs a script as somebody at a desk does it, who has the machine's own Node on the path and no tool of a workspace. */
  followed(script: string): Ended {
    return this.ended("bash", ["-ec", script], [outside], {})
  }

  private ended(
    command: string,
    args: ReadonlyArray<string>,
    path: ReadonlyArray<string>,
    more: Readonly<Record<string, string>>
  ): Ended {
    const { error, status, stderr, stdout } = spawnSync(command, args, {
      cwd: this.root,
      encoding: "utf8",
      env: { ...atADesk, ...more, PATH: path.join(delimiter) },
      maxBuffer: 2 ** 26
    })
    if (error) throw error
    return { status, output: `${stdout}${stderr}` }
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
