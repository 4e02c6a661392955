import * as fc from "fast-check"
import { describe, it } from "vitest"
import { kinds, livesOf } from "./lives.ts"

/** Lives of each kind; `npm run test:exhaustive` tries more. MODEL_RUNS is another number. */
const numRuns = Number(process.env["MODEL_RUNS"] ?? 40)

describe("however two incidents, their people and two workers get in each other's way", () => {
  it.each(Object.entries(kinds))("%s", { timeout: 1_200_000 }, async (_, kind) => {
    await fc.assert(livesOf(kind), { numRuns })
  })
})
