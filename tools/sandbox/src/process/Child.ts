import { spawn } from "node:child_process"
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from "node:fs"
import { createInterface } from "node:readline"
import { Deferred, Effect, type Scope } from "effect"
import { inRepository } from "../programs.ts"
import { SandboxFailure } from "../SandboxFailure.ts"

export interface ChildOptions {
  /** As people call it: "The server". */
  readonly name: string
  /** The file to run. */
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  /** Everything that it prints. Begun anew; that of the start before is kept beside it, as `<name>.1`. */
  readonly logFile: string
  /** Asked to stop, it has so long to do so cleanly, before it is killed. Default: 12 s. */
  readonly graceMillis?: number
}

export interface Child {
  /** The first line that it prints on stdout. */
  readonly firstLine: Effect.Effect<string, SandboxFailure>
  /** Fails as soon as the process ends without having been asked to. */
  readonly died: Effect.Effect<never, SandboxFailure>
}

/** The server lets requests end for 10 s, and calls of its workers for 5 s more. */
const usualGraceMillis = 20_000
/** It kills itself by then; we do where it can't even do that. */
const afterGraceMillis = 2_000
/** For `node --import`. */
export const endWithParent = (graceMillis: number): string =>
  new URL(`endWithParent.${inRepository ? "ts" : "js"}?graceMillis=${graceMillis}`, import.meta.url).href

/**
 * What a process needs of its surroundings, and settings that mean the same here. Nothing else is handed on: somebody's
 * AZURE_… variables or proxy must not lead the sandbox to a real tenant.
 */
const inherited = [
  "PATH",
  "HOME",
  "LANG",
  "TZ",
  "TMPDIR",
  "TMP",
  "TEMP",
  "SystemRoot",
  "NODE_COMPILE_CACHE",
  "LOG_LEVEL",
  "POSTGRES_URL",
  "POSTGRES_SCHEMA",
  "POSTGRES_CONNECTIONS"
]

export const surroundings = (): Record<string, string> =>
  Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    })
  )

/** The end of a log, for a person who has to see why. */
export const lastLines = (logFile: string, count: number): string => {
  try {
    return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-count).join("\n")
  } catch {
    return ""
  }
}

/**
 * Runs a file on this Node as a process of its own for as long as the scope lives. The end of its stdin asks it to stop,
 * as SIGTERM does: so it stops with the scope, and also when we are gone without a word.
 */
export const startChild = (options: ChildOptions): Effect.Effect<Child, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => launch(options)),
      ({ stop }) => stop
    ),
    ({ child }) => child
  )

const launch = ({ name, file, env, logFile, graceMillis = usualGraceMillis }: ChildOptions) => {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`)
  const log = openSync(logFile, "w", 0o600)
  const spawned = spawn(process.execPath, ["--import", endWithParent(graceMillis), file], {
    env: { ...surroundings(), ...env },
    stdio: ["pipe", "pipe", log],
    // A process group of its own: Ctrl-C reaches us alone, and we stop them in the right order.
    detached: true,
    windowsHide: true
  })
  const { stdin, stdout } = spawned
  if (stdin === null || stdout === null) throw new Error("Pipes were asked for.")
  const firstLine = Deferred.makeUnsafe<string, SandboxFailure>()
  const ended = Deferred.makeUnsafe<void>()
  const died = Deferred.makeUnsafe<never, SandboxFailure>()
  let stopping = false
  let logClosed = false

  const end = (how: string, cause?: Error) => {
    const said = lastLines(logFile, 10)
    const failure = new SandboxFailure({
      message: `${name} ended unexpectedly (${how}). ${said === "" ? "Its log is empty." : `The end of its log:\n${said}`}`,
      ...(cause === undefined ? {} : { cause })
    })
    if (!stopping) Deferred.doneUnsafe(died, Effect.fail(failure))
    Deferred.doneUnsafe(firstLine, Effect.fail(failure))
    Deferred.doneUnsafe(ended, Effect.void)
    closeSync(log)
    logClosed = true
  }
  spawned.once("exit", (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`))
  // It couldn't be started, so it has no pid and won't exit either.
  spawned.once("error", (error) => (spawned.pid === undefined ? end(error.message, error) : undefined))
  // Writing to a process that has just ended; "exit" reports the end.
  stdin.on("error", () => {})
  createInterface({ input: stdout }).on("line", (line) => {
    // Only the first has an effect.
    Deferred.doneUnsafe(firstLine, Effect.succeed(line))
    if (!logClosed) writeSync(log, `${line}\n`)
  })

  const child: Child = {
    firstLine: Deferred.await(firstLine),
    died: Deferred.await(died)
  }
  const stop = Effect.suspend(() => {
    stopping = true
    stdin.end()
    return Deferred.await(ended)
  }).pipe(
    Effect.timeoutOrElse({
      duration: graceMillis + afterGraceMillis,
      orElse: () =>
        Effect.suspend(() => {
          spawned.kill("SIGKILL")
          return Deferred.await(ended)
        })
    })
  )
  return { child, stop }
}
