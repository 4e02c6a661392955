import { DeviceCodeCredential, type DeviceCodeInfo } from "@azure/identity"
import { decodeJwt } from "jose"
import { describe, expect, it } from "vitest"
import { sampleApplications, samplePeople } from "../sample/people.ts"
import { simulation, type TestTenant } from "../testing/simulation.ts"

const running = simulation()
const { console: client, server } = sampleApplications
const scope = `${server.appId}/access_as_user`

type Json = Readonly<Record<string, unknown>>

const post = async (tenant: TestTenant, path: string, form: Readonly<Record<string, string>>) => {
  const response = await fetch(`${running.base}/${tenant.id}/oauth2/v2.0/${path}`, {
    method: "POST",
    body: new URLSearchParams({ client_id: client.appId, scope: `${scope} openid offline_access`, ...form })
  })
  return { status: response.status, body: (await response.json()) as Json }
}

const begun = async (tenant: TestTenant): Promise<{ readonly userCode: string; readonly deviceCode: string }> => {
  const { body } = await post(tenant, "devicecode", {})
  return { userCode: String(body["user_code"]), deviceCode: String(body["device_code"]) }
}

const poll = (tenant: TestTenant, deviceCode: string, more: Readonly<Record<string, string>> = {}) =>
  post(tenant, "token", { grant_type: "device_code", device_code: deviceCode, ...more })

const signIn = (tenant: TestTenant, userCode: string, body: Json) =>
  tenant.control("POST", `/device-sign-ins/${userCode}`, body)

/** The official credential; `prompted` acts for the person who is shown the code. */
const credential = (tenant: TestTenant, prompted: (info: DeviceCodeInfo) => unknown): DeviceCodeCredential =>
  new DeviceCodeCredential({
    tenantId: tenant.id,
    clientId: client.appId,
    authorityHost: running.base,
    disableInstanceDiscovery: true,
    userPromptCallback: (info) => void prompted(info)
  })

describe("DeviceCodeCredential of @azure/identity", () => {
  it("waits until the person chose themselves on the page, then gives a token, and renews it without asking", async () => {
    const tenant = await running.tenant({ devicePollSeconds: 0.05 })
    let prompts = 0
    const device = credential(tenant, async ({ message, userCode, verificationUri }: DeviceCodeInfo) => {
      prompts += 1
      expect(message).toContain(userCode)
      expect(new URL(verificationUri).protocol).toBe("http:")
      const entered = await fetch(`${verificationUri}?code=${userCode.toLowerCase()}`)
      const page = await entered.text()
      expect(page).toContain("Incident Teams console signs you in to Woodgrove.")
      expect(page).toContain(`value="${samplePeople.ben.id}"`)
      const form = new URLSearchParams({ code: userCode, user: samplePeople.ben.id })
      const chosen = await fetch(verificationUri, { method: "POST", body: form })
      expect(await chosen.text()).toContain("Signed in as Ben Sample")
    })
    const { token } = await device.getToken(scope)
    expect(decodeJwt(token)).toMatchObject({
      aud: server.appId,
      oid: samplePeople.ben.id,
      scp: "access_as_user",
      azp: client.appId
    })

    tenant.advance(2 * 3_600_000)
    const renewed = await device.getToken(scope, { claims: '{"access_token":{}}' })
    expect(decodeJwt(renewed.token)).toMatchObject({ oid: samplePeople.ben.id })
    expect(renewed.token).not.toBe(token)
    expect(prompts).toBe(1)
  })

  it("asks for multifactor authentication with claims, and keeps it in renewed tokens", async () => {
    const tenant = await running.tenant({ devicePollSeconds: 0.05 })
    const device = credential(tenant, ({ userCode }) => signIn(tenant, userCode, { user: "ben" }))
    await device.authenticate(scope, { claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}' })
    expect(decodeJwt((await device.getToken(scope)).token)["amr"]).toEqual(["pwd", "mfa"])
    tenant.advance(2 * 3_600_000)
    expect(decodeJwt((await device.getToken(scope)).token)["amr"]).toEqual(["pwd", "mfa"])
  })

  it("fails when the person declines", async () => {
    const tenant = await running.tenant({ devicePollSeconds: 0.05 })
    const declined = credential(tenant, ({ verificationUri, userCode }) =>
      fetch(verificationUri, { method: "POST", body: new URLSearchParams({ code: userCode, decline: "yes" }) })
    )
    await expect(declined.getToken(scope)).rejects.toThrow("authorization_declined")
  })

  it("fails when no one signs in before it expires", async () => {
    const tenant = await running.tenant({ devicePollSeconds: 0.05 })
    const late = credential(tenant, () => tenant.advance(901_000))
    await expect(late.getToken(scope)).rejects.toThrow("expired_token")
  })
})

describe("the device code grant", () => {
  it("answers as Entra does, and stays pending until someone signs in", async () => {
    const tenant = await running.tenant()
    const { status, body } = await post(tenant, "devicecode", {})
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        user_code: expect.stringMatching(/^[A-Z2-9]{9}$/),
        device_code: expect.stringMatching(/^[\w-]{128}$/),
        verification_uri: `${running.simulator.world.pages}/device`,
        expires_in: 900,
        interval: 5,
        message: expect.stringContaining(String(body["user_code"]))
      }
    })
    const deviceCode = String(body["device_code"])
    expect(await poll(tenant, deviceCode)).toMatchObject({
      status: 400,
      body: { error: "authorization_pending", error_codes: [70016] }
    })
    await signIn(tenant, String(body["user_code"]), { user: "dev" })
    const { status: good, body: tokens } = await poll(tenant, deviceCode)
    expect(good).toBe(200)
    expect(tokens).toMatchObject({ refresh_token: expect.any(String), id_token: expect.any(String) })
    expect(decodeJwt(String(tokens["access_token"]))["oid"]).toBe(samplePeople.dev.id)
  })

  it("takes the grant by the name of RFC 8628 too", async () => {
    const tenant = await running.tenant()
    const { userCode, deviceCode } = await begun(tenant)
    await signIn(tenant, userCode, { user: "dev" })
    const grant = { grant_type: "urn:ietf:params:oauth:grant-type:device_code" }
    expect((await poll(tenant, deviceCode, grant)).status).toBe(200)
  })

  it("takes the scopes of the device's first request, and those of the sign-in for a renewal (RFC 8628, RFC 6749)", async () => {
    const tenant = await running.tenant()
    const { userCode, deviceCode } = await begun(tenant)
    await signIn(tenant, userCode, { user: "dev" })
    const url = `${running.base}/${tenant.id}/oauth2/v2.0/token`
    const bare = async (form: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({ client_id: client.appId, ...form })
      return (await (await fetch(url, { method: "POST", body })).json()) as Readonly<Record<string, unknown>>
    }
    const tokens = await bare({
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      device_code: deviceCode
    })
    expect(decodeJwt(String(tokens["access_token"]))).toMatchObject({ aud: server.appId, scp: "access_as_user" })
    const renewed = await bare({ grant_type: "refresh_token", refresh_token: String(tokens["refresh_token"]) })
    expect(decodeJwt(String(renewed["access_token"]))).toMatchObject({ aud: server.appId, scp: "access_as_user" })
    expect(renewed).toHaveProperty("refresh_token")
  })

  it("a code is valid for one set of tokens", async () => {
    const tenant = await running.tenant()
    const { userCode, deviceCode } = await begun(tenant)
    await signIn(tenant, userCode, { user: "dev" })
    await poll(tenant, deviceCode)
    expect(await poll(tenant, deviceCode)).toMatchObject({ status: 400, body: { error: "bad_verification_code" } })
  })

  it("a code is valid for the client that requested it, and for no other", async () => {
    const tenant = await running.tenant()
    await tenant.control("PUT", "/applications/other", { publicClient: true, scopes: { server: ["access_as_user"] } })
    const { body } = await tenant.control("GET", "/applications")
    const other = (body.value as ReadonlyArray<{ key: string; appId: string }>).find(({ key }) => key === "other")!
    const { userCode, deviceCode } = await begun(tenant)
    await signIn(tenant, userCode, { user: "dev" })
    expect(await poll(tenant, deviceCode, { client_id: other.appId })).toMatchObject({
      status: 400,
      body: { error: "bad_verification_code" }
    })
  })

  it("a device that polls too often gets slow_down, and must wait longer from then on", async () => {
    const tenant = await running.tenant()
    const { deviceCode } = await begun(tenant)
    const answers: Array<unknown> = []
    for (const seconds of [0, 5, 1, 9, 10]) {
      tenant.advance(seconds * 1_000)
      answers.push((await poll(tenant, deviceCode)).body["error"])
    }
    const pending = "authorization_pending"
    expect(answers).toEqual([pending, pending, "slow_down", pending, pending])
  })

  it("a signed-in device gets its tokens, no matter how soon it polls again", async () => {
    const tenant = await running.tenant()
    const { userCode, deviceCode } = await begun(tenant)
    await poll(tenant, deviceCode)
    await signIn(tenant, userCode, { user: "dev" })
    expect((await poll(tenant, deviceCode)).status).toBe(200)
  })

  it("an application that isn't a public client gets no token after the sign-in", async () => {
    const tenant = await running.tenant()
    await tenant.control("PUT", "/applications/console", { publicClient: false })
    const { userCode, deviceCode } = await begun(tenant)
    expect(await poll(tenant, deviceCode)).toMatchObject({ body: { error: "authorization_pending" } })
    await signIn(tenant, userCode, { user: "dev" })
    expect(await poll(tenant, deviceCode)).toMatchObject({
      status: 401,
      body: { error: "invalid_client", error_codes: [7000218] }
    })
  })

  it("a public client renews without a secret, and still can't get a token for itself", async () => {
    const tenant = await running.tenant()
    const { userCode, deviceCode } = await begun(tenant)
    await signIn(tenant, userCode, { user: "dev" })
    const { body } = await poll(tenant, deviceCode)
    const form = { grant_type: "refresh_token", refresh_token: String(body["refresh_token"]) }
    expect((await post(tenant, "token", form)).status).toBe(200)
    expect(
      await post(tenant, "token", { grant_type: "client_credentials", scope: `${server.appId}/.default` })
    ).toMatchObject({ status: 401, body: { error_codes: [7000218] } })
  })

  it.each([
    ["an unknown client", { client_id: "00000000-0000-4000-8000-00000000dead" }, 700016],
    ["an unknown resource", { scope: "https://nowhere.example/.default" }, 500011],
    ["no scope", { scope: "" }, 70011]
  ])("gives no code for %s", async (_, form, code) => {
    const tenant = await running.tenant()
    expect(await post(tenant, "devicecode", form)).toMatchObject({ status: 400, body: { error_codes: [code] } })
  })
})

describe("the verification page", () => {
  const page = async (init: RequestInit = {}, query = "") => {
    const response = await fetch(`${running.simulator.world.pages}/device${query}`, init)
    return { status: response.status, text: await response.text() }
  }
  const sent = (form: Readonly<Record<string, string>>) => page({ method: "POST", body: new URLSearchParams(form) })

  it("asks for the code, and for another one where it doesn't know it", async () => {
    expect(await page()).toMatchObject({ status: 200, text: expect.stringContaining("Enter the code") })
    expect(await page({}, "?code=NOTACODE1")).toMatchObject({
      status: 404,
      text: expect.stringContaining("has expired")
    })
    expect((await sent({ code: "NOTACODE1", user: samplePeople.ben.id })).status).toBe(404)
  })

  it("accepts a code with the spaces that people type, and everyone in the tenant by user principal name", async () => {
    const tenant = await running.tenant()
    const { userCode, deviceCode } = await begun(tenant)
    const typed = ` ${userCode.slice(0, 4)}-${userCode.slice(4).toLowerCase()} `
    expect(await sent({ code: typed, user: "chloe@woodgrove.example" })).toMatchObject({ status: 200 })
    const { body } = await poll(tenant, deviceCode)
    expect(decodeJwt(String(body["access_token"]))["oid"]).toBe(samplePeople.chloe.id)
  })

  it("refuses disabled and unknown accounts, and asks again", async () => {
    const tenant = await running.tenant()
    const { userCode } = await begun(tenant)
    for (const user of [samplePeople.hugo.id, "nobody@woodgrove.example"]) {
      expect(await sent({ code: userCode, user })).toMatchObject({
        status: 400,
        text: expect.stringMatching(/disabled|no such user/)
      })
    }
    expect((await sent({ code: userCode, user: samplePeople.ben.id })).status).toBe(200)
  })

  it("writes names as text", async () => {
    const tenant = await running.tenant()
    await tenant.control("PATCH", "/users/ben", { displayName: "<script>alert(1)</script>" })
    const { userCode } = await begun(tenant)
    const { text } = await page({}, `?code=${userCode}`)
    expect(text).not.toContain("<script>")
    expect(text).toContain("&lt;script&gt;")
  })
})

describe("control", () => {
  it("lists pending sign-ins, and rejects others", async () => {
    const tenant = await running.tenant()
    const { userCode } = await begun(tenant)
    const { body } = await tenant.control("GET", "/device-sign-ins")
    expect(body).toEqual({ value: [{ userCode, clientId: client.appId, scope: `${scope} openid offline_access` }] })
    await signIn(tenant, userCode, { decline: true })
    expect((await tenant.control("GET", "/device-sign-ins")).body).toEqual({ value: [] })
    await expect(signIn(tenant, userCode, { user: "ben" })).rejects.toThrow("404")
  })
})
