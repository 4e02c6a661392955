import type { Explanation } from "./Explanation.ts"

export const worker: ReadonlyArray<Explanation> = []
