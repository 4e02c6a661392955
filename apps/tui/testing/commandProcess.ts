import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { commandOf } from "@incident-teams/testkit/programs"
import { simulator } from "@incident-teams/testkit/vitest/simulator"
import { inject, onTestFinished } from "vitest"
import type { Ended, Environment } from "./asked.ts"

export interface CommandProcess {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<Ended & { readonly signal: NodeJS.Signals | null }>
}

/** A home of a test's own. */
export const newHome = async (): Promise<string> => {
  const home = await mkdtemp(join(tmpdir(), "console-test-"))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  return home
}

/** The program as people start it, with nothing in its environment but this. */
export const commandProcess = (environment: Environment, ...args: ReadonlyArray<string>): CommandProcess => {
  const child = spawn(process.execPath, [commandOf("console"), ...args], {
    env: {
      PATH: process.env["PATH"] ?? "",
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? "",
      INCIDENT_TEAMS_SERVER: inject("sandbox").url,
      NODE_EXTRA_CA_CERTS: simulator.caFile,
      ...environment
    },
    stdio: ["ignore", "pipe", "pipe"]
  })
  onTestFinished(() => void child.kill("SIGKILL"))
  let stdout = ""
  let stderr = ""
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, "close").then(([code, signal]) => ({
    code: Number(code),
    signal: signal as NodeJS.Signals | null,
    stdout,
    stderr
  }))
  return { child, stdout: () => stdout, stderr: () => stderr, ended }
}
