import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Namespace } from "../ids/Namespace.ts"
import { TeamId } from "../ids/TeamId.ts"
import { namespace, teamId } from "../testing/ArbitraryIds.ts"
import { throughJson } from "../testing/throughJson.ts"
import { TeamKey, teamKeyOf } from "./TeamKey.ts"

const key = "it-it-abcdefghijklmnopqrstuvwx27-2"

describe("teamKeyOf", () => {
  it("says whose, which and the how manieth", () => {
    expect(teamKeyOf(Namespace.make("it"), TeamId.make("abcdefghijklmnopqrstuvwx27"), 2)).toBe(key)
  })

  it("always is a mailNickname that Graph takes: at most 64 plain ASCII characters", () => {
    fc.assert(
      fc.property(namespace, teamId, fc.maxSafeNat(), (space, team, incarnation) => {
        const made = teamKeyOf(space, team, incarnation)
        expect(made).toMatch(/^[a-z0-9-]{1,64}$/)
        expect(throughJson(TeamKey, made)).toBe(made)
      })
    )
  })

  it("never is the same for two", () => {
    const triple = fc.tuple(namespace, teamId, fc.nat({ max: 3 }))
    fc.assert(
      fc.property(triple, triple, (one, other) => {
        expect(teamKeyOf(...one) === teamKeyOf(...other)).toBe(one.join() === other.join())
      })
    )
  })

  it.each(["", `x${key}`, `${key}x`, `${key}\n`, key.toUpperCase(), key.slice(3)])("isn't %j", (text) => {
    expect(Schema.is(TeamKey)(text)).toBe(false)
    expect(() => Schema.decodeSync(TeamKey)(text)).toThrow("it-<namespace>-<team id>-<incarnation>")
  })

  it.each([-1, 1.5, Number.NaN])("is none for an incarnation of %d", (incarnation) => {
    expect(() => teamKeyOf(Namespace.make("it"), TeamId.make("a".repeat(26)), incarnation)).toThrow(
      "Schema validation failed"
    )
  })
})
