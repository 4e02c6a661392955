import type { Explanation } from "./Explanation.ts"

export const graph: ReadonlyArray<Explanation> = []
