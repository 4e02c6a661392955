import type { Commit } from "@incident-teams/application/ports/TeamStore"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { Analyst } from "../faults/Analyst.ts"
import { Installation } from "../faults/Installation.ts"
import { JumpingClock } from "../faults/JumpingClock.ts"
import type { LastingLife, LifeReport } from "./LastingLife.ts"
import { LastingTrouble } from "./LastingTrouble.ts"
import { Life } from "./Life.ts"

/** Lives one life in a tenant and on a store of its own. */
export const runLife = async (life: LastingLife, simulator: SimulatorAddress): Promise<LifeReport> => {
  const began = performance.now()
  const tenant = await SimulatedTenant.create(simulator)
  await tenant.control("PATCH", "/behavior", { throttling: false })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const slowness = performance.now() - began
  const { step, answer, turn, span } = life
  const trouble = new LastingTrouble(life, tenant)
  await trouble.reached("beginning")
  const clock = new JumpingClock()
  let recorded: (commit: Commit) => Promise<void> = () => Promise.resolve()
  const installation = await Installation.make(tenant, {
    store: "memory",
    withApp: step.withApp === true,
    witness: { recorded: (commit) => recorded(commit), pointed: (what) => trouble.pointed(what) },
    between: trouble.between,
    clock,
    settings: {
      // What never comes is given up soon, but not what a busy machine answers late.
      GRAPH_TIMEOUT_SECONDS: String(answer.name === "no answer" ? giveUpAfter(slowness) : longestAnswer)
    }
  })
  const of = { step: step.step, answer: answer.name, turn, span }
  try {
    const analyst = await Analyst.signIn(tenant, installation, clock)
    const lived = new Life(life, { trouble, tenant, installation, analyst, clock })
    recorded = (commit) => lived.recorded(commit)
    return { ...of, ...(await lived.live()) }
  } catch (error) {
    return {
      ...of,
      unmended: "silent",
      mended: "silent",
      acted: false,
      leftOpen: false,
      wrongRemedies: [],
      refusedForOurTrouble: 0,
      words: "",
      failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    }
  } finally {
    // A request that is held would keep it from stopping.
    await tenant.heal()
    await installation.stop()
    await tenant.control("DELETE", "")
  }
}

/** Seconds. */
const longestAnswer = 30

/** In seconds, by how many milliseconds it took to make a tenant. */
const giveUpAfter = (slowness: number): number => Math.min(Math.max(0.5, slowness / 50), 4)
