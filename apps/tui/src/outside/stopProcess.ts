import process from "node:process"
import { setTimeout as sleep } from "node:timers/promises"

/** Milliseconds in which a signal arrives. */
const arrival = 50

/**
 * Stops this process, and whatever was started together with it, until the shell continues them. Where no shell could, the
 * system ignores the signal, and this goes on at once.
 */
export const stopProcess = async (): Promise<void> => {
  process.kill(0, "SIGTSTP")
  await sleep(arrival)
}
