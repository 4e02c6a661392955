import * as fc from "fast-check"
import { describe, it } from "vitest"
import { kinds, livesOf, livesOfEachKind } from "./lives.ts"

/** `npm run test:exhaustive` tries more. */
const numRuns = livesOfEachKind(40)

describe("however two incidents, their people and two workers get in each other's way", () => {
  it.each(Object.entries(kinds))("%s", { timeout: 1_200_000 }, async (_, kind) => {
    await fc.assert(livesOf(kind), { numRuns })
  })
})
