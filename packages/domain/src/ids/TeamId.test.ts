import { createHash } from "node:crypto"
import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fullIncidentId, namespace, teamId } from "../testing/ArbitraryIds.ts"
import { throughJson } from "../testing/throughJson.ts"
import { base32 } from "./base32.ts"
import { FullIncidentId } from "./FullIncidentId.ts"
import { Namespace } from "./Namespace.ts"
import { TeamId, teamIdOf } from "./TeamId.ts"

const armId = FullIncidentId.make(
  "/subscriptions/d0cfe6b2-9ac0-4464-9919-dccaee2e48c0/resourceGroups/soc/providers/Microsoft.OperationalInsights" +
    "/workspaces/soc/providers/Microsoft.SecurityInsights/Incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5"
)

describe("teamIdOf", () => {
  it("never changes: teams that exist are found by it", () => {
    expect(teamIdOf(Namespace.make("it"), armId)).toBe("dou2vjq4iv266fvgbieynyjy56")
    expect(teamIdOf(Namespace.make("it"), FullIncidentId.make("splunk/soc/4711"))).toBe("kbbx4ewlsjloqqsreh2damtpc3")
  })

  it("keeps two installations in one tenant apart", () => {
    expect(teamIdOf(Namespace.make("it"), armId)).not.toBe(teamIdOf(Namespace.make("test"), armId))
  })

  it("is always the first 26 characters of the documented hash, in any case of the source's spelling of the incident", () => {
    fc.assert(
      fc.property(namespace, fullIncidentId, (space, id) => {
        const digest = createHash("sha256").update(`${space}\n${id.toLowerCase()}`).digest()
        expect(teamIdOf(space, id)).toBe(base32(digest).slice(0, 26))
        expect(teamIdOf(space, FullIncidentId.make(id.toUpperCase()))).toBe(teamIdOf(space, id))
      })
    )
  })

  it.each(["", "a".repeat(25), "a".repeat(27), "A".repeat(26), `${"a".repeat(25)}1`, `${"a".repeat(26)}\n`])(
    "isn't %j",
    (text) => {
      expect(Schema.is(TeamId)(text)).toBe(false)
    }
  )

  it("always survives its codec", () => {
    fc.assert(
      fc.property(teamId, (id) => {
        expect(throughJson(TeamId, id)).toBe(id)
      })
    )
  })
})
