import { incidentId } from "@incident-teams/domain/testing/ArbitraryIds"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { commentName } from "./commentName.ts"

it("is always the same GUID for the same comment, and another one for another", () => {
  fc.assert(
    fc.property(incidentId, fc.string(), fc.string(), (incident, comment, other) => {
      const name = commentName(incident, comment)
      expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u)
      expect(commentName(incident, comment)).toBe(name)
      expect(commentName(incident, other) === name).toBe(other === comment)
    })
  )
})

it("always stays the GUID that it is", () => {
  fc.assert(
    fc.property(incidentId, fc.uuid(), (incident, comment) => {
      expect(commentName(incident, comment)).toBe(comment)
      expect(commentName(incident, comment.toUpperCase())).toBe(comment)
    })
  )
})
