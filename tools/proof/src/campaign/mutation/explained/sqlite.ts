import type { Explanation } from "./Explanation.ts"

export const sqlite: ReadonlyArray<Explanation> = []
