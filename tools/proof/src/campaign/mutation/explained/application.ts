import type { Explanation } from "./Explanation.ts"

export const application: ReadonlyArray<Explanation> = []
