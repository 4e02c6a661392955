import { expect, it } from "vitest"
import { Walk } from "./Walk.ts"

it("every walk over links and merges comes to rest under L17, L18 and L19", () => {
  for (let seed = 1; seed <= 60; seed++) expect(() => new Walk(seed).run()).not.toThrow()
})
