import { inject } from "vitest"
import type { SimulatorAddress } from "../Simulator.ts"

declare module "vitest" {
  interface ProvidedContext {
    readonly simulator: SimulatorAddress
    /** Where `newFolder` makes folders. */
    readonly temporaryFolder: string
  }
}

/** The simulator that all test files of a package share; each makes tenants of its own in it. */
export const simulator: SimulatorAddress = inject("simulator")
