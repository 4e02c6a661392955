import { createHash, randomBytes } from "node:crypto"
import { decodeJwt } from "jose"
import { describe, expect, it } from "vitest"
import { sampleApplications, samplePeople } from "../sample/people.ts"
import { simulation, type TestTenant } from "../testing/simulation.ts"

const running = simulation()
const { server, stranger } = sampleApplications
const redirectUri = "http://127.0.0.1:4711/sign-in/callback"
const verifier = randomBytes(32).toString("base64url")

type Texts = Readonly<Record<string, string>>

const usual: Texts = {
  client_id: server.appId,
  response_type: "code",
  redirect_uri: redirectUri,
  scope: "openid profile",
  state: "a state & more",
  nonce: "n-1",
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256"
}

const discovered = async (tenant: TestTenant): Promise<Texts> => {
  const response = await fetch(`${running.base}/${tenant.id}/v2.0/.well-known/openid-configuration`)
  return (await response.json()) as Texts
}

const addressOf = async (tenant: TestTenant, query: Texts = {}): Promise<string> => {
  const { authorization_endpoint: endpoint } = await discovered(tenant)
  return `${endpoint}?${new URLSearchParams({ ...usual, ...query }).toString()}`
}

const shown = (address: string, init: RequestInit = {}) => fetch(address, { redirect: "manual", ...init })
const sent = (address: string, form: Texts) => shown(address, { method: "POST", body: new URLSearchParams(form) })

/** Where the browser is sent back to, as its query. */
const back = (response: Response): Texts => {
  expect(response.status).toBe(302)
  const to = new URL(response.headers.get("location") ?? "")
  expect(`${to.origin}${to.pathname}`).toBe(redirectUri)
  return Object.fromEntries(to.searchParams)
}

const codeFor = async (tenant: TestTenant, query: Texts = {}, user = samplePeople.ben.id): Promise<string> =>
  back(await sent(await addressOf(tenant, query), { user }))["code"] ?? ""

const redeemed = async (tenant: TestTenant, code: string, form: Texts = {}) => {
  const { token_endpoint: endpoint } = await discovered(tenant)
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: server.appId,
    client_secret: server.secret,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    code,
    ...form
  })
  const response = await fetch(endpoint ?? "", { method: "POST", body })
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> }
}

describe("signing in with a browser", () => {
  it("asks people who they are over plain HTTP, and sends them back with a code", async () => {
    const tenant = await running.tenant()
    const address = await addressOf(tenant)
    expect(new URL(address).protocol).toBe("http:")
    const page = await (await shown(address)).text()
    expect(page).toContain("signs you in to Woodgrove")
    expect(page).toContain(`value="${samplePeople.ben.id}"`)
    const { code, state } = back(await sent(address, { user: samplePeople.ben.id }))
    expect(state).toBe(usual["state"])
    const { status, body } = await redeemed(tenant, code ?? "")
    expect(status).toBe(200)
    const claims = decodeJwt(String(body["id_token"]))
    expect(claims).toMatchObject({
      aud: server.appId,
      iss: `${running.base}/${tenant.id}/v2.0`,
      tid: tenant.id,
      oid: samplePeople.ben.id,
      name: "Ben Sample",
      nonce: "n-1"
    })
    expect(Object.keys(claims)).not.toEqual(expect.arrayContaining(["scp"]))
    expect(decodeJwt(String(body["access_token"]))).toMatchObject({ aud: "https://graph.microsoft.com" })
  })

  it("issues a token for an API whose scope was requested", async () => {
    const tenant = await running.tenant()
    await tenant.control("PUT", "/applications/server", { scopes: { server: ["access_as_user"] } })
    const code = await codeFor(tenant, { scope: `openid ${server.appId}/access_as_user` })
    const { body } = await redeemed(tenant, code)
    expect(decodeJwt(String(body["access_token"]))).toMatchObject({ aud: server.appId, scp: "access_as_user" })
  })

  it("keeps people signed in until they sign out or must choose", async () => {
    const tenant = await running.tenant()
    const first = await sent(await addressOf(tenant), { user: samplePeople.ben.id })
    const cookie = (first.headers.get("set-cookie") ?? "").split(";")[0] ?? ""
    const again = (query: Texts) => addressOf(tenant, query).then((address) => shown(address, { headers: { cookie } }))
    expect(back(await again({ prompt: "none" }))).toHaveProperty("code")
    expect(back(await again({}))).toHaveProperty("code")
    expect((await again({ prompt: "select_account" })).status).toBe(200)
    expect(back(await shown(await addressOf(tenant, { prompt: "none" })))).toMatchObject({ error: "login_required" })
    const { end_session_endpoint: end } = await discovered(tenant)
    const out = await shown(end ?? "", { headers: { cookie } })
    expect(out.headers.get("set-cookie")).toMatch(/Max-Age=0/)
  })

  it("sends a person back who declines, and refuses people who may not sign in", async () => {
    const tenant = await running.tenant()
    const address = await addressOf(tenant)
    expect(back(await sent(address, { decline: "yes" }))).toMatchObject({ error: "access_denied" })
    for (const user of [samplePeople.hugo.id, "nobody@woodgrove.example"]) {
      const response = await sent(address, { user })
      expect(response.status).toBe(400)
      expect(await response.text()).toMatch(/disabled|no such user/)
    }
  })

  it.each([
    ["an address that isn't registered", { redirect_uri: "https://attacker.example/sign-in/callback" }, /AADSTS50011/],
    ["another path of a registered one", { redirect_uri: "http://127.0.0.1:4711/elsewhere" }, /AADSTS50011/],
    ["no address", { redirect_uri: "" }, /AADSTS50011/],
    ["an unknown client", { client_id: "00000000-0000-4000-8000-00000000dead" }, /AADSTS700016/]
  ])("never redirects for %s", async (_, query, why) => {
    const response = await shown(await addressOf(await running.tenant(), query))
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(why)
  })

  it.each([
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ code_challenge_method: "plain" }, "invalid_request"],
    [{ scope: "profile" }, "invalid_scope"]
  ])("reports the error of %j", async (query, error) => {
    expect(back(await shown(await addressOf(await running.tenant(), query)))).toMatchObject({ error })
  })
})

describe("an authorization code", () => {
  it.each([
    ["without its verifier", { code_verifier: "" }, 501481],
    ["with another verifier", { code_verifier: "x".repeat(43) }, 501481],
    ["for another address", { redirect_uri: "http://127.0.0.1:4712/sign-in/callback" }, 500112],
    ["by another client", { client_id: stranger.appId, client_secret: stranger.secret }, 70000],
    ["without the client's secret", { client_secret: "wrong" }, 7000215],
    ["that is made up", { code: "1.made-up" }, 70000]
  ])("is worth nothing %s", async (_, form, code) => {
    const tenant = await running.tenant()
    expect(await redeemed(tenant, await codeFor(tenant), form)).toMatchObject({ body: { error_codes: [code] } })
  })

  it("is valid once, and for ten minutes", async () => {
    const tenant = await running.tenant()
    const code = await codeFor(tenant)
    expect((await redeemed(tenant, code)).status).toBe(200)
    expect(await redeemed(tenant, code)).toMatchObject({ status: 400, body: { error_codes: [54005] } })
    const late = await codeFor(tenant)
    tenant.advance(10 * 60_000)
    expect(await redeemed(tenant, late)).toMatchObject({ status: 400, body: { error_codes: [70008] } })
  })
})
