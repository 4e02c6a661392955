import { Redacted } from "effect"
import { expect, it } from "vitest"
import { sample, tenant } from "../../testing/sampleCallers.ts"
import { TokenCache } from "./TokenCache.ts"

const session = {
  caller: { _tag: "User", id: sample.ben.id, name: "Ben Sample" },
  tenant,
  token: Redacted.make("secret"),
  expiresAt: 100_000
} as const

it("keeps no more than it may, and forgets the longest known first", () => {
  const cache = new TokenCache(2)
  for (const token of ["a", "b", "c"]) cache.set(token, session, 100)
  expect([cache.size, cache.get("a", 0), cache.get("b", 0), cache.get("c", 0)]).toEqual([
    2,
    undefined,
    session,
    session
  ])
})

it("forgets a token at the second at which it expires", () => {
  const cache = new TokenCache(2)
  cache.set("a", session, 100)
  expect(cache.get("a", 99.9)).toBe(session)
  expect(cache.get("a", 100)).toBeUndefined()
  expect(cache.size).toBe(0)
})
