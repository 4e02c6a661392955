import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { hasDotSegments } from "./dotSegments.ts"

const dot = fc.constantFrom(".", "%2e", "%2E")
const segment = fc.stringMatching(/^[a-z0-9~%.-]{1,8}$/u).filter((text) => !/^(?:\.|%2e){1,2}$/iu.test(text))

describe("dot segments", () => {
  it("are always found in a path, in any spelling and place", () => {
    fc.assert(
      fc.property(
        fc.array(segment),
        fc.array(dot, { minLength: 1, maxLength: 2 }),
        fc.array(segment),
        fc.constantFrom("", "?a=b", "/?x=/y"),
        (before, dots, after, query) => {
          expect(hasDotSegments(`/${[...before, dots.join(""), ...after].join("/")}${query}`)).toBe(true)
        }
      )
    )
  })

  it("are never found in a path without one, nor in a query", () => {
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        expect(hasDotSegments(`/${segments.join("/")}?file=/../x`)).toBe(false)
      })
    )
  })

  it.each(["/v1/%2e%2e/metrics", "/v1/incidents/.%2E/me", "/v1/..", "/./metrics", "http://host/v1/../metrics"])(
    "are found in %s",
    (target) => {
      expect(hasDotSegments(target)).toBe(true)
    }
  )
})
