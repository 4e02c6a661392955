/** A thread that attacks until it is terminated, so that those who measure don't wait for it. */
import { parentPort, workerData } from "node:worker_threads"
import { Attackers } from "./Attackers.ts"
import { attacks, type Target } from "./attacks.ts"

/** What the thread is started with. */
export interface Orders {
  readonly attack: string
  readonly target: Target
  readonly connections: number
}

/** What the thread says of itself, again and again. */
export interface Progress {
  readonly opened: number
  readonly answers: Readonly<Record<string, number>>
}

// What the only caller of this file hands over.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const { attack, target, connections } = workerData as Orders

const attackers = new Attackers(target.url, connections)
attacks[attack]?.(attackers, target)
setInterval(() => {
  const progress: Progress = { opened: attackers.opened, answers: attackers.answers }
  // A thread's port, which has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(progress)
}, 50)
