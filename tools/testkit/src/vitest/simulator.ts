import { inject } from "vitest"
import type { Provided } from "./provided.ts"

const provided: Provided = inject("testkit")

export const { simulator, temporaryFolder } = provided
