import process from "node:process"
import { setImmediate } from "node:timers/promises"

const interrupt = "\u0003"

/**
 * Takes from the terminal what was typed before anything was to be seen: keys without a screen mean nothing, and on the
 * first screen they would do something. Ctrl-C ends the process, as it would have done then.
 */
export const dropTyped = async (stdin: NodeJS.ReadStream): Promise<void> => {
  let interrupted = false
  const drop = (typed: Buffer): void => {
    interrupted ||= typed.includes(interrupt)
  }
  stdin.setRawMode(true)
  stdin.on("data", drop)
  // What waits in the terminal is read in the first turn of the event loop.
  await setImmediate()
  await setImmediate()
  // Not paused: Node stops reading only after Ink has begun to listen, and the console would never receive a key.
  stdin.off("data", drop)
  if (interrupted) process.exit(130)
}
