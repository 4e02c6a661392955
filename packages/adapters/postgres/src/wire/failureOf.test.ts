import { describe, expect, it } from "vitest"
import { failureOf } from "./failureOf.ts"

const thrown = (code: string, message = "") => Object.assign(new Error(message), { code })

describe("failureOf", () => {
  it.each([
    ["NotDone", thrown("ECONNREFUSED")],
    ["NotDone", thrown("ENOENT")],
    ["NotDone", thrown("57P03", "the database system is starting up")],
    ["NotDone", thrown("57P01", "terminating connection due to administrator command")],
    ["NotDone", thrown("40P01", "deadlock detected")],
    ["NotDone", thrown("25006", "cannot execute UPDATE in a read-only transaction")],
    ["NotDone", thrown("53100", "No space left on device")],
    ["NotDone", new Error("timeout exceeded when trying to connect")],
    ["NotDone", new Error("Connection terminated due to connection timeout")],
    ["Unclear", new Error("Connection terminated unexpectedly")],
    ["Unclear", new Error("Query read timeout")],
    ["Unclear", thrown("ECONNRESET")],
    ["Unusable", thrown("28P01", "password authentication failed")],
    ["Unusable", thrown("42501", "permission denied for table teams")],
    ["Unusable", thrown("42P01", "relation does not exist")],
    ["Unusable", thrown("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain")],
    ["Unusable", new Error("The server does not support SSL connections")],
    ["Unusable", thrown("28000", 'no pg_hba.conf entry for host "192.0.2.1", no encryption')]
  ])("is %s after %s", (kind, error) => {
    const failure = failureOf(error)
    expect(failure).toMatchObject({ _tag: kind, cause: error })
    expect(failure?.reason).not.toBe("")
  })

  it.each([
    [thrown("CERT_HAS_EXPIRED", "certificate has expired"), "renew it"],
    [new Error("The server does not support SSL connections"), "Set ssl = on in its postgresql.conf"]
  ])("says what to do about TLS: %s", (error, remedy) => {
    expect(failureOf(error)?.reason).toContain(remedy)
  })

  it.each([thrown("42601", "syntax error"), thrown("23505", "duplicate key"), new TypeError("not a function")])(
    "leaves a bug to be one: %s",
    (error) => {
      expect(failureOf(error)).toBeUndefined()
    }
  )
})
