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

const answer = (status: number, code: string) => ({
  status,
  headers: new Headers({ "request-id": "6f2a" }),
  body: { error: { code, message: "An internal message with https://backend/ and so on." } },
  unreadable: false
})

describe("a refusal", () => {
  it("names the missing permission", () => {
    expect(answerFailure(archive, answer(403, "Authorization_RequestDenied"), undefined)).toMatchObject({
      _tag: "Refusal",
      reason:
        "Microsoft Graph rejected the request to archive the team (403 Authorization_RequestDenied, request 6f2a).",
      remedy: expect.stringContaining("TeamSettings.ReadWrite.All")
    })
  })

  it("points at the credentials, or at conditional access, where it is about them", () => {
    expect(answerFailure(archive, answer(401, "InvalidAuthenticationToken"), undefined)).toMatchObject({
      remedy: expect.stringContaining("AZURE_CLIENT_ID")
    })
    expect(answerFailure(archive, answer(403, "insufficient_claims"), undefined)).toMatchObject({
      remedy: expect.stringContaining("conditional access")
    })
  })

  it("never shows the service's own message, which isn't for people", () => {
    for (const status of [400, 403, 404, 409, 429, 500]) {
      expect(JSON.stringify(answerFailure(archive, answer(status, "Code"), 1_000))).not.toContain("backend")
    }
  })
})

describe("a call without an answer", () => {
  it("is refused where the credentials are, and may be retried where Entra ID didn't answer", () => {
    const common = {
      reason: "Entra ID denied a token.",
      remedy: "Set AZURE_CLIENT_SECRET.",
      by: "operator",
      cause: undefined
    } as const
    expect(networkFailure(archive, new CredentialsUnavailable({ kind: "refused", ...common }))).toMatchObject({
      _tag: "Refusal",
      remedy: "Set AZURE_CLIENT_SECRET."
    })
    expect(networkFailure(archive, new CredentialsUnavailable({ kind: "unreachable", ...common }))._tag).toBe("NotDone")
  })
})
