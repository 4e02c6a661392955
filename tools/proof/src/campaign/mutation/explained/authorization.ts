import type { Explanation } from "./Explanation.ts"

export const authorization: ReadonlyArray<Explanation> = []
