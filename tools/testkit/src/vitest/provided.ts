import type { SimulatorAddress } from "../Simulator.ts"

/** What `sharedSimulator` provides to the test files of a package. */
export interface Provided {
  /** The simulator that they share; each makes tenants of its own in it. */
  readonly simulator: SimulatorAddress
  /** Where `newFolder` makes folders. */
  readonly temporaryFolder: string
}

declare module "vitest" {
  interface ProvidedContext {
    readonly testkit: Provided
  }
}
