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

  it.each([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ENETUNREACH",
    "EHOSTUNREACH",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID"
  ])("knows by %s that nothing was sent", (code) => {
    expect(tag("write", thrown(code))).toBe("NotDone")
  })

  it.each<[unknown, number | undefined, string]>([
    [404, 1002, "The Cosmos DB replica isn't up to date (404/1002)."],
    [
      404,
      1003,
      "The database or a container doesn't exist. Create them with `incident-teams-server provision` or infrastructure code, and check COSMOS_DATABASE."
    ],
    [429, 3200, "Cosmos DB throttled the request (429/3200). Raise the containers' throughput if this persists."],
    [449, undefined, "Cosmos DB asked for a retry (449)."],
    [
      401,
      undefined,
      "Cosmos DB rejected the key or token (401). Check COSMOS_KEY, or remove it to use Entra ID, and check this machine's clock."
    ],
    [403, 3, "Cosmos DB accepts no writes right now (403/3)."],
    [
      403,
      1014,
      "The partition of a team is full (403/1014). Ask Azure support to let it grow, or move to an account with room."
    ],
    [
      403,
      5302,
      "Cosmos DB denied access (403/5302). Assign the role \"Cosmos DB Built-in Data Contributor\" on the account to the application, and allow this machine's address in the account's firewall."
    ],
    [413, undefined, "The item or batch is too large for Cosmos DB (413)."],
    [503, 0, "Cosmos DB failed (503)."],
    [400, undefined, "Cosmos DB rejected a request (400). This is a bug in Incident Teams."],
    [
      "ECONNRESET",
      undefined,
      "No answer from Cosmos DB (ECONNRESET). Check COSMOS_ENDPOINT and the network if this persists."
    ]
  ])("says of %s/%s what it is and what to do, and keeps what was thrown", (code, substatus, reason) => {
    const error = thrown(code, defined({ substatus }))
    for (const kind of ["read", "write"] as const)
      expect(failureOf(kind, error)).toMatchObject({ reason, cause: error })
  })

  it("names the innermost error that has a code, and else the kind of error", () => {
    const inner = thrown("ECONNREFUSED")
    const wrapped = new Error("outer", { cause: new TypeError("between", { cause: inner }) })
    expect(failureOf("write", wrapped)).toMatchObject({ _tag: "NotDone", cause: wrapped })
    const coded = Object.assign(new Error("outer", { cause: new RangeError("why") }), { code: "ECONNREFUSED" })
    expect(tag("write", coded)).toBe("NotDone")
    expect(tag("write", Object.assign(new Error("outer", { cause: inner }), { code: undefined }))).toBe("NotDone")
    const reason = (error: unknown) => ({ reason: expect.stringContaining(`(${String(error)})`) })
    expect(failureOf("read", new TypeError("said"))).toMatchObject(reason("TypeError"))
    expect(failureOf("read", new Error("said", { cause: new RangeError("why") }))).toMatchObject(reason("RangeError"))
    expect(failureOf("read", Object.assign(new TypeError("said"), { code: undefined }))).toMatchObject(
      reason("TypeError")
    )
    expect(failureOf("read", "said")).toMatchObject(reason("unknown"))
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
        new CredentialsUnavailable({
          kind,
          reason: "No.",
          remedy: "Do it.",
          by: "operator",
          cause: thrown("ECONNRESET")
        })
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
