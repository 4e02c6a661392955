import { Effect, Exit } from "effect"
import { describe, expect, it } from "vitest"
import { registrationOf } from "./signIn.ts"

const tenantId = "73b7a1ee-6ef7-4c54-9a0f-9a3f0a3c1b5d"
const clientId = "0c7e5b9a-9a4f-4d0b-8a53-6f1f3c2b1a09"
const microsoft = "https://login.microsoftonline.com"
const how = { authority: microsoft, tenantId, scope: `api://${tenantId}/access_as_user`, clientId }
const there = "https://teams.example.com"

const asked = (server: string, changes: Partial<typeof how> = {}) =>
  Effect.runSyncExit(registrationOf(server, { ...how, ...changes }))

describe("where a server may send somebody to sign in", () => {
  it.each([
    [there, {}],
    [there, { scope: "https://teams.example.com/access_as_user" }],
    ["http://127.0.0.1:8080", { authority: "https://localhost:8480" }],
    ["http://localhost:8080", { authority: "https://localhost:8480" }],
    ["http://[::1]:8080", {}]
  ])("%s, %j: it may", (server, changes) => {
    expect(asked(server, changes)).toEqual(Exit.succeed({ ...how, ...changes }))
  })

  it.each([
    ["a token over plain http to another machine", "http://teams.example.com", {}, /doesn't use https/u],
    ["plain http by a name that only looks local", "http://localhost.example.com", {}, /doesn't use https/u],
    ["plain http by a name that only looks local", "http://127.0.0.1.example.com", {}, /doesn't use https/u],
    ["somebody else's Entra", there, { authority: "https://login.example.com" }, /isn't a Microsoft sign-in page/u],
    ["a token for Microsoft Graph", there, { scope: "https://graph.microsoft.com/.default" }, /isn't its own/u],
    ["a token for Azure", there, { scope: "https://management.azure.com/user_impersonation" }, /isn't its own/u],
    ["a token for a host that begins alike", there, { scope: "https://teams.example.com.evil/x" }, /isn't its own/u]
  ])("%s: it may not", (_, server, changes, detail) => {
    expect(asked(server, changes)).toMatchObject({
      cause: { reasons: [{ error: { _tag: "SignInRefused", detail: expect.stringMatching(detail) } }] }
    })
  })

  it("says so where no application is named to sign in by", () => {
    const { clientId: _, ...without } = how
    expect(Effect.runSyncExit(registrationOf(there, without))).toMatchObject({
      cause: { reasons: [{ error: { remedy: expect.stringContaining("CONSOLE_CLIENT_ID") } }] }
    })
  })
})
