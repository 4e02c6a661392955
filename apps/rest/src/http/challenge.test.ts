import * as fc from "fast-check"
import { expect, it } from "vitest"
import { challenge } from "./challenge.ts"

it("never breaks out of its quotes, whatever it has to tell", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (detail) => {
      expect(challenge({ missing: false, detail }, "https://login.test")).toMatch(
        /^Bearer realm="incident-teams", authorization_uri="https:\/\/login\.test", error="invalid_token", error_description="[\x20-\x21\x23-\x5b\x5d-\x7e]*"$/u
      )
    })
  )
})
