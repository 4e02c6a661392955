import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { errorCodes, errorDetails, errorMessage } from "./GraphErrorBody.ts"

describe("errorCodes", () => {
  it("walks down to the innermost error, in either spelling", () => {
    expect(
      errorCodes({
        error: {
          code: "NotFound",
          message: "No team found",
          innerError: { code: "ItemNotFound", innererror: { code: "Deepest" }, "request-id": "1" }
        }
      })
    ).toEqual(["NotFound", "ItemNotFound", "Deepest"])
  })

  it("reads the details of a directory's error", () => {
    const body = {
      error: { code: "Request_BadRequest", details: [{ code: "ObjectConflict", target: "mailNickname" }] }
    }
    expect(errorCodes(body)).toEqual(["Request_BadRequest", "ObjectConflict"])
  })

  it("reads what a naming policy suggests for a property", () => {
    const body = {
      error: {
        code: "Request_BadRequest",
        details: [
          { code: "MissingPrefixSuffix", target: "displayName", suggestedPropertyValue: "GRP_INC-1" },
          { code: "ContainsBlockedWord", target: "mailNickname" },
          { code: null, target: null }
        ]
      }
    }
    expect(errorDetails(body)).toEqual([
      { code: "MissingPrefixSuffix", target: "displayName", suggested: "GRP_INC-1" },
      { code: "ContainsBlockedWord", target: "mailNickname" }
    ])
    expect(errorDetails({ error: { details: null } })).toEqual([])
  })

  it("reads the property that only the message names", () => {
    const message = "Invalid value specified for property 'resourceBehaviorOptions' of resource 'Group'."
    expect(errorDetails({ error: { code: "Request_BadRequest", message } })).toEqual([
      { code: "Request_BadRequest", target: "resourceBehaviorOptions" }
    ])
    expect(errorDetails({ error: { message: "Bad." } })).toEqual([])
  })

  it("prefers details to the message, and leaves out those without a code or a property", () => {
    const details = [{ code: "A" }, { target: "b" }, { code: "C", target: "d" }]
    const message = "Invalid value specified for property 'visibility' of resource 'Group'."
    expect(errorDetails({ error: { details, message } })).toEqual([{ code: "C", target: "d" }])
    expect(errorDetails({ error: { details: details.slice(0, 2) } })).toEqual([])
    expect(errorDetails({ error: { message } })).toEqual([{ code: "", target: "visibility" }])
  })

  it("reads the outermost message, and none of what isn't an error", () => {
    expect(errorMessage({ error: { message: "Bad.", innerError: { message: "Worse." } } })).toBe("Bad.")
    for (const body of ["Bad.", {}, { error: {} }, { error: { message: null } }]) {
      expect([errorMessage(body), errorCodes(body), errorDetails(body)]).toEqual(["", [], []])
    }
  })

  it("takes a code of null for none", () => {
    expect(errorCodes({ error: { code: null, innerError: null, details: [{ code: null }] } })).toEqual([])
    expect(errorCodes({ error: { code: "A", innererror: null } })).toEqual(["A"])
  })

  it("never fails, whatever the body is", () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => Array.isArray(errorCodes(body))))
  })
})
