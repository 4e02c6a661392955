import { setTimeout as sleep } from "node:timers/promises"
import { until } from "../../kill/Life.ts"
import type { Server } from "../../kill/Server.ts"
import type { GraphCall, SimulatedTenant } from "../../kill/SimulatedTenant.ts"

/** What dies, and by whose dice. */
export interface Mortal {
  readonly server: Server
  readonly tenant: SimulatedTenant
  readonly random: () => number
  /** How many changes were acknowledged so far. */
  readonly acknowledged: () => number
}

/**
 * Killed with SIGKILL and started again: once it has acknowledged something, so that there is something to lose, in the
 * middle of a call of Graph, or before it listens again.
 */
export const dieOnce = async (mortal: Mortal, call: GraphCall | undefined): Promise<void> => {
  const { server, random, acknowledged } = mortal
  if (call !== undefined) await dieIn(call, 0, patient, mortal)
  else if (random() < 0.35) await dieIn({ path: "^/" }, Math.floor(random() * 12), impatient, mortal)
  else {
    const before = acknowledged()
    const pause = 20 + random() * 2_500
    await until("a change is acknowledged", async () => (acknowledged() > before ? true : undefined))
    await sleep(pause)
    await server.kill()
  }
  if (random() < 0.2) {
    const begun = server.start().catch(() => undefined)
    await sleep(random() * 700)
    await server.kill()
    await begun
  }
  await server.start()
}

/** How long to wait for a call, in milliseconds: where it has to come, only so long that it can be told from a hang. */
const patient = 240_000
/** Where any moment will do. */
const impatient = 2_500

/** Before the platform carried it out or after, or before and it is carried out when nobody waits for it any more. */
const dieIn = async (
  call: GraphCall,
  after: number,
  patience: number,
  { server, tenant, random }: Mortal
): Promise<void> => {
  await tenant.hold(after + 1, random() < 0.5, call)
  const isHeld = await tenant.isHeld(patience)
  await server.kill()
  await tenant.release(random() < 0.5)
  await tenant.control("DELETE", "/faults/moment")
  if (!isHeld && patience === patient) throw new Error(`This call never came: ${call.method ?? ""} ${call.path}`)
}
