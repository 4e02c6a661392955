import type { ArmRoute } from "./ArmRoute.ts"
import { createTeamRoute } from "./createTeamRoute.ts"
import { documentRoutes } from "./documentRoutes.ts"

/** Everything that is served under /subscriptions. */
export const armRoutes: ReadonlyArray<ArmRoute> = [...documentRoutes, createTeamRoute]
