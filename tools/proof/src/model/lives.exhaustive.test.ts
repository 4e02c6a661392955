import * as fc from "fast-check"
import { describe, it } from "vitest"
import { kinds, livesOf, livesOfEachKind } from "./lives.ts"

const numRuns = livesOfEachKind(160)

// Takes more than 20 seconds: 160 lives of each kind, four times as many as in npm test.
describe("however two incidents, their people and two workers get in each other's way", () => {
  it.each(Object.entries(kinds))("%s", { timeout: 1_200_000 }, async (_, kind) => {
    await fc.assert(livesOf(kind), { numRuns })
  })
})
