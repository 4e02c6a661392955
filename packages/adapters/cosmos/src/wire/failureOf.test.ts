import { CredentialsUnavailable } from "@incident-teams/adapter-entra/CredentialsUnavailable"
import { defined } from "@incident-teams/domain/defined"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { failureOf, type Kind } from "./failureOf.ts"

const thrown = (code: unknown, more: object = {}): Error => Object.assign(new Error("said"), { code, ...more })
const tag = (kind: Kind, error: unknown) => failureOf(kind, error)._tag

describe("failureOf", () => {
  it.each<[unknown, number | undefined, string, string]>([
    [404, undefined, "Missing", "Missing"],
    [404, 1002, "NotDone", "NotDone"],
    [404, 1003, "Unusable", "Unusable"],
    [409, undefined, "Conflict", "Conflict"],
    [412, undefined, "Stale", "Stale"],
    [429, 3200, "NotDone", "NotDone"],
    [449, undefined, "NotDone", "NotDone"],
    [401, undefined, "Unusable", "Unusable"],
    [403, 3, "NotDone", "NotDone"],
    [403, 5302, "Unusable", "Unusable"],
    [413, undefined, "Unusable", "Unusable"],
    [400, undefined, "Unusable", "Unusable"],
    // A server that failed may have written before it did.
    [408, undefined, "NotDone", "Unclear"],
    [410, undefined, "NotDone", "Unclear"],
    [500, undefined, "NotDone", "Unclear"],
    [503, undefined, "NotDone", "Unclear"],
    // Nothing was sent over a connection that never was; over one that broke it may have been.
    ["ECONNREFUSED", undefined, "NotDone", "NotDone"],
    ["ENOTFOUND", undefined, "NotDone", "NotDone"],
    ["ECONNRESET", undefined, "NotDone", "Unclear"],
    ["TimeoutError", undefined, "NotDone", "Unclear"],
    ["REQUEST_SEND_ERROR", undefined, "NotDone", "Unclear"]
  ])("takes %s/%s as %s of a read, and as %s of a write", (code, substatus, read, write) => {
    const error = thrown(code, defined({ substatus }))
    expect([tag("read", error), tag("write", error)]).toEqual([read, write])
    // As the SDK wraps what comes of a batch.
    expect(tag("write", new Error("Batch request error", { cause: error }))).toBe(write)
  })

  it("tells a full partition from a missing right", () => {
    expect(failureOf("write", thrown(403, { substatus: 5302 }))).toMatchObject({
      reason: expect.stringContaining("Assign the role")
    })
    expect(failureOf("write", thrown(403, { substatus: 1014 }))).toMatchObject({
      _tag: "Unusable",
      reason: expect.stringContaining("is full")
    })
  })

  it("hands on what Cosmos DB asked to wait", () => {
    expect(failureOf("write", thrown(429, { retryAfterInMs: 250 }))).toMatchObject({ afterMillis: 250 })
    expect(failureOf("write", thrown(429))).not.toHaveProperty("afterMillis")
  })

  it("tells who has to do what about a token that there isn't", () => {
    const refused = (kind: "refused" | "unreachable") =>
      failureOf(
        "write",
        new CredentialsUnavailable({ kind, reason: "No.", remedy: "Do it.", by: "operator", cause: undefined })
      )
    expect(refused("refused")).toMatchObject({ _tag: "Unusable", reason: "No. Do it." })
    expect(refused("unreachable")).toMatchObject({ _tag: "NotDone", reason: "No." })
  })

  it("never takes a write for undone, or for refused, of which it can't be known", () => {
    const error = fc.oneof(
      fc.integer({ min: 500, max: 599 }).map((status) => thrown(status)),
      fc.constantFrom("ECONNRESET", "EPIPE", "TimeoutError", "ETIMEDOUT").map((code) => thrown(code)),
      fc.string().map((message) => new Error(message)),
      fc.anything()
    )
    fc.assert(
      fc.property(error, (one) => {
        expect(tag("write", one)).toBe("Unclear")
      })
    )
  })
})
