import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { ConfigProvider, Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { ArmConnection } from "./arm/ArmConnection.ts"
import { type ArmFailure, ArmRefused, ArmUnreachable } from "./arm/ArmFailure.ts"
import { lookAtWorkspaces } from "./lookAtWorkspaces.ts"

const workspace =
  "/subscriptions/d0cfe6b2-9ac0-4464-9919-dccaee2e48c0/resourceGroups/rg-soc/providers/Microsoft.OperationalInsights/workspaces/ws"

/** What is found where every call fails so. */
const foundWith = (failure: ArmFailure) =>
  lookAtWorkspaces.pipe(
    Effect.provide(
      Layer.mock(ArmConnection)({
        settings: { url: new URL("https://arm.example"), apiVersion: "2025-09-01", timeScale: 1 },
        at: (path) => new URL(path, "https://arm.example"),
        read: () => Effect.fail(failure)
      })
    ),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ SENTINEL_WORKSPACES: `soc=${workspace}` }))),
    Effect.runPromise
  )

const refused = (status: number, code: string) => new ArmRefused({ status, code, words: "" })
const expired = new InstallationTrouble({
  kind: "credentials",
  reason: "Entra ID denied a token (AADSTS7000222).",
  remedy: "The client secret has expired: create a new one."
})

describe("the remedy for a workspace that can't be read", () => {
  it.each<[string, ArmFailure, RegExp]>([
    ["the application has no token", expired, /^The client secret has expired: create a new one\.$/u],
    ["a role is missing", refused(403, "AuthorizationFailed"), /assign the role Microsoft Sentinel Responder/u],
    ["there is no such workspace", refused(404, "ResourceNotFound"), /^Check SENTINEL_WORKSPACES/u],
    ["Sentinel isn't enabled", refused(400, "BadRequest"), /^Check SENTINEL_WORKSPACES/u],
    ["Azure is throttling", refused(429, "TooManyRequests"), /^Run doctor again later\./u],
    ["Azure fails", refused(503, "ServiceUnavailable"), /^Run doctor again later\./u],
    [
      "Azure doesn't answer",
      new ArmUnreachable({ reason: "Azure can't be reached.", connection: true, cause: undefined }),
      /^Run doctor again later\. .*ARM_URL/u
    ]
  ])("is about the cause: %s", async (_, failure, remedy) => {
    const findings = await foundWith(failure)
    expect(findings.map(({ about, state }) => [about, state])).toEqual([
      ["Workspace soc", "problem"],
      ["Azure role on soc", "problem"]
    ])
    for (const finding of findings) expect(finding.remedy).toMatch(remedy)
    const isRole = failure._tag === "ArmRefused" && failure.status === 403
    for (const finding of findings) if (!isRole) expect(finding.remedy).not.toContain("Responder")
  })
})
