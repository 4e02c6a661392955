import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import {
  type Command,
  type Environment,
  run,
  type Running,
  type Started,
  startOn,
  stop,
  welcomed
} from "./processes.ts"

/** Gone with the test. */
export const temporaryFolder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "sandbox-test-"))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

const endingWithTest = (running: Running): Running => {
  onTestFinished(() => stop(running))
  return running
}

/** Starts one of the commands. What is left of it ends with the test. */
export const command = (name: Command, args: ReadonlyArray<string>, env: Environment): Running =>
  endingWithTest(run(name, args, env))

/** `npm start` on this folder, once it has said its welcome. It ends with the test. */
export const started = (dataFolder: string): Promise<Started> =>
  welcomed(endingWithTest(startOn(dataFolder)), dataFolder)

/** Whether somebody answers there. The time-out only says that they hang: nobody is told by a refused connection. */
export const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(60_000) }).then(
    () => true,
    () => false
  )
