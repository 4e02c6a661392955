import type { Explanation } from "./Explanation.ts"

export const rest: ReadonlyArray<Explanation> = []
