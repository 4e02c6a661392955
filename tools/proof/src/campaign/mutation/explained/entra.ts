import type { Explanation } from "./Explanation.ts"

export const entra: ReadonlyArray<Explanation> = []
