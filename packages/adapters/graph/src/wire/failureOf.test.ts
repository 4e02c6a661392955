import { CredentialsUnavailable } from "@incident-teams/adapter-entra/CredentialsUnavailable"
import { describe, expect, it } from "vitest"
import { answerFailure, networkFailure } from "./failureOf.ts"
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

  it("names what to do", () => {
    const remedy = (status: number, code: string, message = "") =>
      answerFailure(archive, answer(status, code, message), undefined)
    expect(remedy(403, "Forbidden", missingRole)).toMatchObject({
      reason: "Microsoft Graph rejected the request to archive the team (403 Forbidden, request 6f2a).",
      remedy: expect.stringContaining("TeamSettings.ReadWrite.All")
    })
    expect(remedy(401, "InvalidAuthenticationToken")).toMatchObject({
      remedy: expect.stringContaining("AZURE_CLIENT_ID")
    })
    expect(remedy(403, "insufficient_claims")).toMatchObject({ remedy: expect.stringContaining("conditional access") })
    expect(remedy(400, "Directory_QuotaExceeded")).toMatchObject({
      remedy: expect.stringContaining("Groups Administrator")
    })
  })
})

describe("a refusal", () => {
  it.each([
    [403, "Forbidden", "An unknown error has occurred."],
    [403, "AccessDenied", ""],
    [400, "BadRequest", ""]
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
    expect(networkFailure(archive, new CredentialsUnavailable({ kind: "unreachable", ...common }))._tag).toBe("NotDone")
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
})
