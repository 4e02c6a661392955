import { Tenant } from "../Tenant.ts"
import { simulator } from "./simulator.ts"

/** A new tenant of the shared simulator, so that tests share nothing. */
export const newTenant = (): Promise<Tenant> => Tenant.make(simulator)
