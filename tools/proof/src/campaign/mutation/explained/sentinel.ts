import type { Explanation } from "./Explanation.ts"

export const sentinel: ReadonlyArray<Explanation> = []
