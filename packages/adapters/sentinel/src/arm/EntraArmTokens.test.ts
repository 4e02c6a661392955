import { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import { entraError, knownCodes } from "@incident-teams/adapter-entra/entraErrors"
import { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import { asCaller, asSystem, type Session } from "@incident-teams/application/ports/Session"
import { ApplicationId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect, Layer, Redacted } from "effect"
import { describe, expect, it } from "vitest"
import * as ArmAzureRightsSource from "../ArmAzureRightsSource.ts"
import { ownFailure, workspaceFailure } from "../incidentFailures.ts"
import * as ArmConnection from "./ArmConnection.ts"
import { ArmTokens } from "./ArmTokens.ts"
import * as EntraArmTokens from "./EntraArmTokens.ts"

const soc = WorkspaceAlias.make("soc")
const scope = { subscriptionId: "d0cfe6b2-9ac0-4464-9919-dccaee2e48c0", resourceGroup: "rg-soc", workspace: "ws" }
const hugo: Session = {
  caller: { _tag: "User", id: PersonId.make("00000000-0000-4000-8000-000000000001"), name: "Hugo" },
  tenant: TenantId.make("00000000-0000-4000-8000-000000000099"),
  token: Redacted.make("assertion")
}

/** Azure, before which Entra ID answers every request for a token with this code. */
const behind = (code: string) => refusing(new Error(`invalid_grant: ${code}: Words.`))

const refusing = (refusal: Error) => {
  const credential = { getToken: () => Promise.reject(refusal) }
  const credentials = Layer.succeed(EntraCredentials, { application: credential, onBehalfOf: () => credential })
  const silent = { sendRequest: () => Promise.reject(new Error("Nothing is sent without a token.")) }
  const settings = { url: new URL("https://arm.example"), apiVersion: "2025-09-01", timeScale: 1 }
  return Layer.effect(ArmConnection.ArmConnection, ArmConnection.make(settings, silent)).pipe(
    Layer.provide(Layer.provide(EntraArmTokens.layer, credentials))
  )
}

const answersOf = (code: string) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const arm = yield* ArmConnection.ArmConnection
      const { rightsOf } = yield* AzureRightsSource
      return {
        rights: yield* Effect.flip(rightsOf(hugo, soc)),
        incidents: workspaceFailure(yield* Effect.flip(arm.read(arm.at("/x", {}), asCaller(hugo))))
      }
    }).pipe(
      Effect.provide(Layer.effect(AzureRightsSource, ArmAzureRightsSource.make([{ alias: soc, scope }]))),
      Effect.provide(behind(code))
    )
  )

/** The installation's trouble, as it is told a caller whom it keeps from an answer. */
const secretExpired = {
  reason: "Entra ID denied a token (AADSTS7000222).",
  trouble: { kind: "credentials", remedy: expect.stringContaining("AZURE_CLIENT_SECRET") }
}

it("rights of an application can't be read with credentials of ours that Entra ID denies: the operator mends them", async () => {
  const { rightsOf } = await Effect.runPromise(
    Effect.provide(
      AzureRightsSource,
      Layer.effect(AzureRightsSource, ArmAzureRightsSource.make([{ alias: soc, scope }])).pipe(
        Layer.provide(behind("AADSTS7000222"))
      )
    )
  )
  const caller = { _tag: "Application", id: ApplicationId.make(hugo.caller.id), name: "Playbook", roles: [] } as const
  expect(await Effect.runPromise(Effect.flip(rightsOf({ ...hugo, caller }, soc)))).toMatchObject({
    _tag: "RightsUnavailable",
    ...secretExpired
  })
})

const isOurs = (code: string): boolean => {
  const known = entraError(code)
  return !known.passes && known.by === "operator"
}

const transient = ["AADSTS90033", "AADSTS90055", "AADSTS50196", "AADSTS40010"]

describe("a person to whom Entra ID denies a token", () => {
  it.each([
    ["whose account is disabled", "AADSTS50057", { signIn: false, remedy: expect.stringContaining("enable it") }],
    ["who has to use a second factor", "AADSTS50076", { signIn: true, remedy: expect.stringContaining("multifactor") }],
    ["without consent", "AADSTS65001", { signIn: false, remedy: expect.stringContaining("Consent") }]
  ])("%s is told what to do", async (_, code, failure) => {
    const { rights, incidents } = await answersOf(code)
    expect(rights).toMatchObject({ _tag: "NotAuthorized", ...failure })
    expect(incidents).toMatchObject({ _tag: "NotAuthorized", ...failure })
  })

  it("isn't refused for credentials of ours", async () => {
    const { rights, incidents } = await answersOf("AADSTS7000222")
    expect(rights).toMatchObject({ _tag: "RightsUnavailable", ...secretExpired })
    expect(incidents).toMatchObject({ _tag: "IncidentSourceUnavailable", ...secretExpired })
  })

  it("is told to try again only where it may pass, or once the operator has mended it", async () => {
    const [outages, ours]: [Array<string>, Array<string>] = [[], []]
    for (const code of [...knownCodes, "AADSTS1", "AADSTS99999999"]) {
      const { rights, incidents } = await answersOf(code)
      expect(rights._tag === "NotAuthorized").toBe(incidents._tag === "NotAuthorized")
      if (rights._tag === "RightsUnavailable") (rights.trouble === undefined ? outages : ours).push(code)
    }
    expect(outages).toEqual(expect.arrayContaining(transient))
    expect(outages).toHaveLength(14)
    expect(ours).toEqual(knownCodes.filter((code) => isOurs(code)))
  })
})

describe("a token", () => {
  const credentialNamed = (name: string) => ({
    getToken: () => Promise.resolve({ token: name, expiresOnTimestamp: Date.now() + 3_600_000 })
  })
  const credentials = Layer.succeed(EntraCredentials, {
    application: credentialNamed("ours"),
    onBehalfOf: (assertion) => credentialNamed(`for ${Redacted.value(assertion)}`)
  })
  const playbook: Session = {
    ...hugo,
    caller: { _tag: "Application", id: ApplicationId.make(hugo.caller.id), name: "Playbook", roles: [] }
  }

  it.each([
    ["a person's, on behalf of them", asCaller(hugo), "for assertion"],
    ["ours, for a calling application", asCaller(playbook), "ours"],
    ["ours, for us", asSystem, "ours"]
  ])("is %s", async (_, on, token) => {
    const issued = Effect.flatMap(ArmTokens, ({ tokenFor }) => tokenFor(on, "https://arm.example/.default"))
    const given = await Effect.runPromise(Effect.provide(issued, Layer.provide(EntraArmTokens.layer, credentials)))
    expect(Redacted.value(given)).toBe(token)
  })

  it("that takes another sign-in is refused with the claims that it has to carry", async () => {
    const claims = '{"access_token":{"capolids":{"essential":true,"values":["1"]}}}'
    const refusal = Object.assign(new Error("interaction_required: AADSTS50076: Words."), { claims })
    const failure = await Effect.runPromise(
      Effect.flatMap(ArmConnection.ArmConnection, (arm) =>
        Effect.flip(arm.read(arm.at("/x", {}), asCaller(hugo)))
      ).pipe(Effect.provide(refusing(refusal)))
    )
    expect(failure).toMatchObject({ _tag: "ArmTokenRefused", by: "person", claims })
  })

  it("that may be issued later isn't waited for", async () => {
    const failure = await Effect.runPromise(
      Effect.flatMap(ArmConnection.ArmConnection, (arm) => Effect.flip(arm.read(arm.at("/x", {}), asSystem))).pipe(
        Effect.provide(behind("AADSTS90033"))
      )
    )
    expect(failure).toMatchObject({ _tag: "ArmUnreachable", connection: false })
  })
})

describe("a token that Entra ID denies the application itself", () => {
  const own = (code: string) =>
    Effect.runPromise(
      Effect.gen(function* () {
        const arm = yield* ArmConnection.ArmConnection
        return ownFailure(yield* Effect.flip(arm.read(arm.at("/x", {}), asSystem)))
      }).pipe(Effect.provide(behind(code)))
    )

  it("is the installation's trouble, whatever the code is about", async () => {
    for (const code of ["AADSTS7000222", "AADSTS65001", "AADSTS99999999"]) {
      expect(await own(code)).toMatchObject({
        _tag: "InstallationTrouble",
        kind: "credentials",
        reason: expect.stringContaining(code)
      })
    }
  })

  it("may be issued later after a transient failure", async () => {
    for (const code of transient) expect(await own(code)).toMatchObject({ _tag: "IncidentSourceUnavailable" })
  })
})
