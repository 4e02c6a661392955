import { spawn, type SpawnOptions, spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

/** A folder outside of any workspace, with what somebody else would install there by plain npm. */
export class FreshFolder implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "incident-teams-outside-")))

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  /** Runs to the end. */
  run(command: string, ...args: ReadonlyArray<string>): { readonly status: number | null; readonly output: string } {
    return this.runWith({}, command, ...args)
  }

  /** As `run`, with more in the environment. */
  runWith(environment: Readonly<Record<string, string>>, command: string, ...args: ReadonlyArray<string>) {
    const { error, status, stderr, stdout } = spawnSync(command, args, {
      cwd: this.root,
      encoding: "utf8",
      env: { ...this.#environment, ...environment },
      maxBuffer: 2 ** 26,
      timeout: 240_000
    })
    if (error) throw error
    return { status, output: `${stdout}${stderr}` }
  }

  install(...packages: ReadonlyArray<string>): void {
    const { output, status } = this.run("npm", "install", "--no-audit", "--no-fund", ...packages)
    if (status !== 0) throw new Error(output)
  }

  /** Starts a command that an installed package brings, with nothing else in its environment. */
  start(command: string, environment: Readonly<Record<string, string>>, stdio: SpawnOptions["stdio"]) {
    return spawn(join(this.root, "node_modules/.bin", command), {
      cwd: this.root,
      env: { PATH: process.env["PATH"], ...environment },
      stdio
    })
  }

  /** As somebody else would have it: without what npm, nx and vitest tell their children. */
  get #environment(): NodeJS.ProcessEnv {
    const ours =
      /^(?:npm_(?!config_)|NX_|VITEST|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$|TEST$|MODE$|DEV$|PROD$|SSR$|BASE_URL$)/u
    const kept = Object.entries(process.env).filter(([name]) => !ours.test(name))
    return { ...Object.fromEntries(kept), NO_COLOR: "1" }
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
