import { CredentialsUnavailable } from "@incident-teams/adapter-entra/CredentialsUnavailable"
import { describe, expect, it } from "vitest"
import { answerFailure, networkFailure, unreadableAnswer } from "./failureOf.ts"
import type { GraphRequest } from "./GraphRequest.ts"

const archive: GraphRequest = {
  method: "POST",
  path: "/teams/1/archive",
  doing: "archive the team",
  needs: "TeamSettings.ReadWrite.All"
}

const answer = (status: number, code: string, message = "An internal message with https://backend/ and so on.") => ({
  status,
  headers: new Headers({ "request-id": "6f2a" }),
  body: { error: { code, message } },
  unreadable: false
})

const missingRole =
  "Missing role permissions on the request. API requires one of 'TeamSettings.ReadWrite.All'. Roles on the request ''. Resource specific consent grants on the request ''."

describe("an answer that denies a request because of the installation", () => {
  it.each([
    ["the directory names a missing permission", 403, "Authorization_RequestDenied", "", "permission"],
    ["Teams names a missing permission", 403, "Forbidden", missingRole, "permission"],
    ["a missing scope", 403, "Forbidden", "Missing scope permissions on the request.", "permission"],
    ["conditional access blocks it", 403, "insufficient_claims", "", "permission"],
    ["the token isn't accepted", 401, "InvalidAuthenticationToken", "", "credentials"],
    ["too many objects were created", 403, "Directory_QuotaExceeded", "", "quota"],
    ["too many objects were created", 400, "Directory_QuotaExceeded", "", "quota"],
    ["the tenant has no subscription", 402, "PaymentRequired", "", "license"]
  ])("is told from a refusal: %s (%i %s)", (_, status, code, message, kind) => {
    expect(answerFailure(archive, answer(status, code, message), undefined)).toMatchObject({
      _tag: "InstallationTrouble",
      kind
    })
  })

  it("is told by a code at any depth", () => {
    for (const [code, kind] of [
      ["insufficient_claims", "permission"],
      ["Directory_QuotaExceeded", "quota"]
    ]) {
      const body = { error: { code: "Forbidden", innerError: { code } } }
      expect(answerFailure(archive, { ...answer(403, ""), body }, undefined)).toMatchObject({ kind })
    }
  })

  it("names what to do", () => {
    const remedy = (status: number, code: string, message = "") =>
      answerFailure(archive, answer(status, code, message), undefined)
    expect(remedy(403, "Forbidden", missingRole)).toMatchObject({
      reason: "Microsoft Graph rejected the request to archive the team (403 Forbidden, request 6f2a).",
      remedy:
        "Grant the application the Microsoft Graph permission TeamSettings.ReadWrite.All with admin consent, for example with incident-teams-server setup."
    })
    const both = { ...archive, needs: "TeamSettings.ReadWrite.All and TeamMember.ReadWrite.All" } as const
    expect(answerFailure(both, answer(403, "Forbidden", missingRole), undefined)).toMatchObject({
      remedy: expect.stringContaining(
        "the Microsoft Graph permissions TeamSettings.ReadWrite.All and TeamMember.ReadWrite.All with"
      )
    })
    expect(remedy(402, "PaymentRequired")).toMatchObject({ remedy: expect.stringContaining("Microsoft Teams") })
    expect(remedy(401, "InvalidAuthenticationToken")).toMatchObject({
      remedy: expect.stringContaining("AZURE_CLIENT_ID")
    })
    expect(remedy(403, "insufficient_claims")).toMatchObject({ remedy: expect.stringContaining("conditional access") })
    expect(remedy(400, "Directory_QuotaExceeded")).toMatchObject({
      remedy: expect.stringContaining("Groups Administrator")
    })
  })
})

describe("an answer that isn't a success", () => {
  it.each([
    [429, "NotDone", "Microsoft Graph throttled the request to archive the team (429 Code)."],
    [509, "NotDone", "Microsoft Graph throttled the request to archive the team (509 Code)."],
    [423, "NotDone", "Microsoft Graph couldn't handle the request to archive the team (423 Code)."],
    [
      502,
      "Unclear",
      "Microsoft Graph failed during the request to archive the team (502 Code, request 6f2a). It may have taken effect."
    ]
  ])("says what happened, and when to try again: %i", (status, _tag, reason) => {
    expect(answerFailure(archive, answer(status, "Code"), 5_000)).toMatchObject({ _tag, reason, afterMillis: 5_000 })
    expect(answerFailure(archive, answer(status, "Code"), undefined)).not.toHaveProperty("afterMillis")
  })

  it("has its codes where one that isn't there, or is done already, tells cases apart", () => {
    expect(answerFailure(archive, answer(404, "NotFound"), undefined)).toMatchObject({
      _tag: "Missing",
      reason: 'Microsoft Graph answered "not found" to the request to archive the team (404 NotFound).',
      codes: ["NotFound"]
    })
    expect(answerFailure(archive, answer(409, "Conflict"), undefined)).toMatchObject({
      _tag: "Conflict",
      reason: "The request to archive the team conflicts with another change, or is already done (409 Conflict).",
      codes: ["Conflict"]
    })
  })

  it("is none after a success", () => {
    expect(answerFailure(archive, answer(202, ""), undefined)).toBeUndefined()
  })
})

describe("a nickname that is taken", () => {
  const words = "Another object with the same value for property mailNickname already exists."

  it("has the code of a conflict, also where only its words tell, and has it once", () => {
    expect(answerFailure(archive, answer(400, "Request_BadRequest", words), undefined)).toMatchObject({
      codes: ["Request_BadRequest", "ObjectConflict"]
    })
    expect(answerFailure(archive, answer(400, "ObjectConflict", words), undefined)).toMatchObject({
      codes: ["ObjectConflict"]
    })
    expect(answerFailure(archive, answer(400, "Request_BadRequest"), undefined)).toMatchObject({
      codes: ["Request_BadRequest"]
    })
  })
})

describe("a refusal", () => {
  it("has all that its error says, and its request's id if there is one", () => {
    const body = { error: { code: "BadRequest", details: [{ code: "Blocked", target: "displayName" }] } }
    expect(answerFailure(archive, { ...answer(400, ""), body }, undefined)).toMatchObject({
      _tag: "Refusal",
      status: 400,
      codes: ["BadRequest", "Blocked"],
      details: [{ code: "Blocked", target: "displayName" }],
      reason: "Microsoft Graph rejected the request to archive the team (400 Blocked, request 6f2a).",
      remedy: expect.stringContaining("Teams admin center")
    })
    const unmarked = { ...answer(400, "BadRequest"), headers: new Headers() }
    expect(answerFailure(archive, unmarked, undefined)).toMatchObject({
      reason: "Microsoft Graph rejected the request to archive the team (400 BadRequest)."
    })
  })

  it.each([
    [403, "Forbidden", "An unknown error has occurred."],
    [403, "AccessDenied", ""],
    [400, "BadRequest", ""],
    [400, "Authorization_RequestDenied", missingRole]
  ])("is of the request where it names nothing that the application lacks (%i %s)", (status, code, message) => {
    expect(answerFailure(archive, answer(status, code, message), undefined)?._tag).toBe("Refusal")
  })

  it("never shows the service's own message, which isn't for people", () => {
    for (const status of [400, 403, 404, 409, 429, 500]) {
      expect(JSON.stringify(answerFailure(archive, answer(status, "Code"), 1_000))).not.toContain("backend")
    }
  })
})

describe("a call without an answer", () => {
  it("is the installation's trouble where the credentials are, and may be retried where Entra ID didn't answer", () => {
    const common = {
      reason: "Entra ID denied a token.",
      remedy: "Set AZURE_CLIENT_SECRET.",
      by: "operator",
      cause: undefined
    } as const
    expect(networkFailure(archive, new CredentialsUnavailable({ kind: "refused", ...common }))).toMatchObject({
      _tag: "InstallationTrouble",
      kind: "credentials",
      remedy: "Set AZURE_CLIENT_SECRET."
    })
    expect(networkFailure(archive, new CredentialsUnavailable({ kind: "unreachable", ...common }))).toMatchObject({
      _tag: "NotDone",
      reason: common.reason
    })
  })

  it("is the installation's trouble where this machine can't resolve or trust the host", () => {
    for (const code of ["ENOTFOUND", "CERT_HAS_EXPIRED", "SELF_SIGNED_CERT_IN_CHAIN"]) {
      expect(networkFailure(archive, Object.assign(new Error("fetch failed"), { code }))).toMatchObject({
        _tag: "InstallationTrouble",
        kind: "network"
      })
    }
    for (const code of ["ECONNREFUSED", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]) {
      expect(networkFailure(archive, Object.assign(new Error("fetch failed"), { code }))._tag).toBe("NotDone")
    }
  })

  it("says what isn't known: a write that may have arrived may have taken effect", () => {
    const failed = (method: GraphRequest["method"], code: string) => {
      const cause = Object.assign(new Error("fetch failed"), { code })
      const failure = networkFailure({ ...archive, method }, cause)
      expect(failure).toHaveProperty("cause", cause)
      return failure
    }
    const reason = "No answer from Microsoft Graph to the request to archive the team (ECONNRESET)."
    expect(failed("POST", "ECONNRESET")).toMatchObject({
      _tag: "Unclear",
      reason: `${reason} It may have taken effect.`
    })
    expect(failed("GET", "ECONNRESET")).toMatchObject({ _tag: "NotDone", reason })
    expect(failed("POST", "ENOTFOUND")).toMatchObject({
      reason: "Microsoft Graph wasn't reached to archive the team (ENOTFOUND).",
      remedy: expect.stringContaining("GRAPH_URL")
    })
  })
})

it("an answer of success that can't be read leaves open whether a write took effect", () => {
  const reason = "The answer of Microsoft Graph to the request to archive the team can't be read."
  expect(unreadableAnswer(archive, "html")).toMatchObject({ _tag: "Unclear", reason, cause: "html" })
  expect(unreadableAnswer({ ...archive, method: "GET" }, "html")).toMatchObject({
    _tag: "NotDone",
    reason,
    cause: "html"
  })
})
