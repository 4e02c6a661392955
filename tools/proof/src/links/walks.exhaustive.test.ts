import { expect, it } from "vitest"
import { brokenRules } from "./Protocol.ts"
import { Walk } from "./Walk.ts"

it("every walk over links and merges comes to rest under L17, L18 and L19", { timeout: 600_000 }, () => {
  for (let seed = 1; seed <= 5_000; seed++) expect(() => new Walk(seed).run()).not.toThrow()
})

it.each(brokenRules)("some walk notices that %s", { timeout: 600_000 }, (rule) => {
  expect(() => {
    for (let seed = 1; seed <= 2_000; seed++) new Walk(seed, rule).run()
  }).toThrow(/L1[789]|come to rest|call stack/u)
})
