import { setTimeout as sleep } from "node:timers/promises"
import type { Server } from "../../kill/Server.ts"
import type { GraphCall, Tenant } from "../../kill/Simulator.ts"

/** What dies, and by whose dice. */
export interface Mortal {
  readonly server: Server
  readonly tenant: Tenant
  readonly random: () => number
}

/** Killed with SIGKILL and started again: at any time, in the middle of a call of Graph, or before it listens again. */
export const dieOnce = async (mortal: Mortal, call: GraphCall | undefined): Promise<void> => {
  const { server, random } = mortal
  if (call !== undefined) await dieIn(call, 0, mortal)
  else if (random() < 0.35) await dieIn({ path: "^/" }, Math.floor(random() * 12), mortal)
  else {
    await sleep(20 + random() * 2_500)
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

/** So many quarters of a second for the call to come. */
const patience = 10

/** Before the platform did what was asked or after, or before and it is done when nobody waits for it any more. */
const dieIn = async (call: GraphCall, after: number, { server, tenant, random }: Mortal): Promise<void> => {
  await tenant.hold(after + 1, random() < 0.5, call)
  let isHeld = false
  for (let looks = 0; looks < patience && !isHeld; looks++) isHeld = await tenant.isHeld()
  await server.kill()
  await tenant.release(random() < 0.5)
  await tenant.control("DELETE", "/faults/moment")
}
