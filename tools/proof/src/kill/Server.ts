import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, readFileSync } from "node:fs"
import { setTimeout as nextLook } from "node:timers/promises"
import { commandOf } from "@incident-teams/testkit/programs"
import { serverEnvironment } from "@incident-teams/testkit/Server"
import { compileCache, type SimulatedTenant, workspaces } from "./SimulatedTenant.ts"

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export interface ServerOptions {
  /** Where it keeps its data, where that is a folder. */
  readonly data?: string
  /** Beyond the usual settings, or instead of them. */
  readonly settings?: Readonly<Record<string, string>>
  /** What it is started for, such as `["serve", "--role", "worker"]`. Default: to serve in all roles. */
  readonly command?: ReadonlyArray<string>
  /** No file may become larger, as on a full disk. */
  readonly fileLimitKiB?: number
  /** Where its log is kept. Default: it is read until the server listens, and not kept after that. */
  readonly logFile?: string
}

const urlIn = (log: string): string | undefined => /http:\/\/127\.0\.0\.1:\d+/u.exec(log)?.[0]

/** The real server as a process: killed and started again on the same data, under the same address or another. */
export class Server {
  #process: ChildProcess | undefined
  #url = ""
  readonly #environment: Readonly<Record<string, string>>
  readonly #command: ReadonlyArray<string>
  #log = ""
  #fileLimitKiB: number | undefined
  readonly #logFile: string | undefined

  constructor(
    tenant: SimulatedTenant,
    { data = "", settings = {}, command = [], fileLimitKiB, logFile }: ServerOptions = {}
  ) {
    this.#logFile = logFile
    this.#fileLimitKiB = fileLimitKiB
    this.#command = command
    this.#environment = serverEnvironment(tenant, data, {
      ...compileCache,
      SENTINEL_WORKSPACES: workspaces,
      WORKER_LEASE_SECONDS: "2",
      FEED_SWEEP_SECONDS: "0.3",
      ...settings
    })
  }

  get url(): string {
    return this.#url
  }

  /** Of the process that runs now. */
  get pid(): number {
    return this.#process?.pid ?? 0
  }

  async start(): Promise<void> {
    const [command, ...args] = [
      ...(this.#fileLimitKiB === undefined ? [] : ["bash", "-c", `ulimit -f ${this.#fileLimitKiB}; exec "$@"`, "bash"]),
      process.execPath,
      commandOf("server", this.#environment),
      ...this.#command
    ]
    const file = this.#logFile
    const log = file === undefined ? "pipe" : openSync(file, "w")
    const child = spawn(command ?? process.execPath, args, { env: this.#environment, stdio: ["ignore", "ignore", log] })
    if (typeof log === "number") closeSync(log)
    this.#process = child
    this.#url = await (file === undefined ? this.#listensInPipe(child) : this.#listensInFile(child, file))
  }

  /** Where it listens, once it says so; what it says then is read by nobody, and kept by nobody. */
  #listensInPipe(child: ChildProcess): Promise<string> {
    this.#log = ""
    return new Promise((resolve, reject) => {
      const read = (part: Buffer) => {
        this.#log += part.toString()
        const url = urlIn(this.#log)
        if (url === undefined) return
        child.stderr?.off("data", read).resume()
        resolve(url)
      }
      child.stderr?.on("data", read)
      child.once("exit", (code) => reject(new Error(`The server ended with ${code} before it listened:\n${this.#log}`)))
    })
  }

  async #listensInFile(child: ChildProcess, file: string): Promise<string> {
    for (;;) {
      this.#log = readFileSync(file, "utf8")
      const url = urlIn(this.#log)
      if (url !== undefined) return url
      if (child.exitCode !== null) {
        throw new Error(`The server ended with ${child.exitCode} before it listened:\n${this.#log}`)
      }
      await nextLook(5)
    }
  }

  /** All of its log where it is kept in a file, otherwise what it logged until it listened. */
  get log(): string {
    return this.#logFile === undefined ? this.#log : readFileSync(this.#logFile, "utf8")
  }

  /** Waits for the end of a command that ends by itself, and answers with its exit code. */
  async run(): Promise<number | null> {
    await this.start().catch(() => undefined)
    return this.#process?.exitCode ?? null
  }

  /** Freezes it (SIGSTOP), or lets it go on (SIGCONT). */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.#process?.kill(signal)
  }

  /** The sum of a metric over all of its labels. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.#url}/metrics`)).text()
    return [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "gmu"))].reduce(
      (sum, [, value]) => sum + Number(value),
      0
    )
  }

  /** From the next start on. */
  makeRoom(): void {
    this.#fileLimitKiB = undefined
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, "exit")
    child.kill(signal)
    await gone
  }

  async call(
    method: string,
    path: string,
    token: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {}
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" })
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await response.text()
    const parsed: unknown = text === "" ? undefined : JSON.parse(text)
    return { status: response.status, body: parsed }
  }
}
