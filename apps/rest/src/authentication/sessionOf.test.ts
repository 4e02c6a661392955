import { TenantId } from "@incident-teams/domain/ids/directoryIds"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { type Claims, sessionOf } from "./sessionOf.ts"

const tenant = TenantId.make("aaaaaaaa-2222-4333-8444-bbbbbbbbbbbb")
const oid = "00000000-0000-4000-8000-000000000001"
const client = "cccccccc-2222-4333-8444-dddddddddddd"

/** Without what is undefined. */
const session = (claims: Partial<Claims>) =>
  sessionOf({ oid, tid: tenant, exp: 0, ...claims }, "token", { tenant, scope: "access_as_user" })
const caller = (claims: Partial<Claims>) => Result.getOrThrow(session(claims)).caller
const refusal = (claims: Partial<Claims>) => Result.getOrThrow(Result.flip(session(claims)))

describe("the claims of a token", () => {
  it("are of our tenant, however its id is written", () => {
    expect(caller({ tid: tenant.toUpperCase(), azp: client, scp: "access_as_user" })).toMatchObject({ id: oid })
  })

  it.each<readonly [string, Partial<Claims>, string, string]>([
    [
      "of another tenant",
      { tid: client, azp: client, scp: "access_as_user" },
      "The token is from another tenant.",
      `Get a token from the tenant ${tenant}.`
    ],
    [
      "of an ID token",
      { sub: oid },
      "The token isn't an access token: it names no client.",
      "Send an access token, not an ID token."
    ],
    [
      "of no object",
      { oid: "root", azp: client, scp: "access_as_user" },
      "The token's oid isn't an object ID.",
      "Get an access token from Entra's v2 endpoint."
    ],
    [
      "of a person without a scope",
      { azp: client, idtyp: "user" },
      "The token lacks the scope access_as_user.",
      "Request this API's scope access_as_user, or .default after consent was granted."
    ]
  ])("%s are refused, with what to do", (_, claims, detail, remedy) => {
    expect(refusal(claims)).toMatchObject({ _tag: "TokenRefused", missing: false, detail, remedy })
  })

  it("are an access token's with a scope, a client, or an application alone", () => {
    expect(caller({ scp: "access_as_user" })).toMatchObject({ _tag: "User" })
    expect(caller({ azp: client, sub: oid })).toMatchObject({ _tag: "Application" })
    expect(caller({ idtyp: "app" })).toMatchObject({ _tag: "Application" })
  })

  it("are a person's where there is a scope, even if the subject is the object itself", () => {
    expect(caller({ azp: client, scp: "access_as_user", sub: oid })).toMatchObject({ _tag: "User" })
  })

  it("name a caller by what they are called, and otherwise by the id", () => {
    const person = { azp: client, scp: "access_as_user" }
    expect(caller({ ...person, name: "Ben Sample", preferred_username: "ben@woodgrove.example" }).name).toBe(
      "Ben Sample"
    )
    expect(caller({ ...person, preferred_username: "ben@woodgrove.example" }).name).toBe("ben@woodgrove.example")
    expect(caller(person).name).toBe(oid)
    expect(caller({ idtyp: "app", app_displayname: "Playbook" }).name).toBe("Playbook")
    expect(caller({ idtyp: "app" }).name).toBe(`Application ${oid}`)
  })
})
