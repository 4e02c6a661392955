import { readFile } from "node:fs/promises"
import { setDefaultCACertificates } from "node:tls"
import { sample } from "@incident-teams/testkit/sample"
import { type Server, publicUrl, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { beforeAll, describe, expect, it } from "vitest"
import { tlsForTests } from "../testing/tlsForTests.ts"

let tenant: Tenant
let data: string

beforeAll(async () => {
  tenant = await newTenant()
  data = newFolder()
})

/** Everybody whose token is tried: who may, who may not, and tokens that prove nothing. */
const tokensInPlay = async (): Promise<ReadonlyArray<string>> => {
  const minted = [{ expiresIn: -600 }, { forged: true }, { audience: "arm", scope: "user_impersonation" }] as const
  return Promise.all([
    tenant.token({ user: "ben" }),
    tenant.token({ user: "dev" }),
    tenant.token({ application: "playbook" }),
    ...minted.map((more) => tenant.token({ user: "ben", ...more }))
  ])
}

const incident = `soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4111`
const arm = `${sample.workspace("soc-prod")}/providers/Microsoft.SecurityInsights/incidents`

/** Requests that reach for every service behind us, and some that put the token where it doesn't belong. */
const hostile = (token: string): ReadonlyArray<readonly [string, string, RequestInit?]> => [
  ["GET", "/v1/incidents?workspace=soc&top=1"],
  ["GET", "/v1/people?search=b"],
  ["GET", "/v1/me"],
  ["GET", `/v1/incidents/${incident}/team/draft`],
  ["POST", `/v1/incidents/${incident}/team`, { body: "{}" }],
  ["PATCH", `/v1/incidents/${incident}`, { body: '{"severity":"High"}' }],
  ["GET", `${arm}?api-version=2025-09-01&$top=1`],
  ["PUT", `${arm}/made-up?api-version=2025-09-01`, { body: '{"properties":{}}' }],
  ["GET", `${arm}?api-version=${token}`, { headers: { authorization: "" } }],
  ["GET", `/v1/incidents?access_token=${token}`, { headers: { authorization: "" } }],
  ["GET", `/v1/teams?continuation=${token}`],
  ["POST", `/v1/incidents/${incident}/team`, { body: `{"name":"${token}`, headers: { "idempotency-key": token } }],
  ["POST", `/v1/hooks/sentinel`, { body: JSON.stringify({ object: { id: token } }) }],
  ["GET", "/v1/me", { headers: { "x-request-id": token, cookie: `session=${token}` } }],
  ["GET", `/nowhere/${token}`],
  [
    "GET",
    `/incidents/${incident}`,
    { headers: { cookie: `incident-teams-session=${token}`, "sec-fetch-dest": "iframe" } }
  ],
  ["GET", `/sign-in/callback?code=${token}&state=${token}`],
  ["POST", "/sign-in/teams", { headers: { origin: publicUrl } }],
  [
    "POST",
    "/sign-in/frame",
    { body: JSON.stringify({ handed: token, verifier: token }), headers: { origin: publicUrl } }
  ],
  ["GET", "/v1/me", { headers: { authorization: `Bearer ${token}x` } }],
  ["GET", "/v1/me", { headers: { authorization: `Basic ${token}` } }]
]

/** What every service behind us may do wrong, each on its own. */
const faults: ReadonlyArray<object> = ["graph", "arm", "entra"].flatMap((surface) => [
  { surface, fault: { kind: "answer", status: 500, body: "<html>oops</html>" } },
  { surface, fault: { kind: "answer", status: 401, code: "InvalidAuthenticationToken", message: "No." } },
  { surface, fault: { kind: "truncate" } },
  { surface, fault: { kind: "reset" } }
])

/** Sends all that; answers with every text that came back, headers included. */
const provoke = async (server: Server, tokens: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const base = await server.listening
  const answers: Array<string> = []
  for (const token of tokens) {
    const texts = hostile(token).map(async ([method, path, { headers, ...rest } = {}]) => {
      const response = await fetch(`${base}${path}`, {
        method,
        ...rest,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...Object(headers) }
      })
      return [JSON.stringify([...response.headers]), await response.text()]
    })
    answers.push(...(await Promise.all(texts)).flat())
  }
  return answers
}

/** Any JSON web token, ours toward Microsoft included. */
const anyToken = /eyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/u

/** What stands around each secret, and around each token, in these texts. */
const leaks = (texts: ReadonlyArray<string>, secrets: ReadonlyArray<string>): ReadonlyArray<string> =>
  texts.flatMap((text) =>
    [text.search(anyToken), ...secrets.map((secret) => text.indexOf(secret))]
      .filter((at) => at >= 0)
      .map((at) => text.slice(Math.max(0, at - 150), at + 20))
  )

const signatures = (tokens: ReadonlyArray<string>) => tokens.map((token) => token.split(".")[2] ?? "")

describe("in all answers and logs, with every service behind the server failing in turn", () => {
  it("a secret or token never shows in an answer or in the log", async () => {
    const tls = await tlsForTests(data)
    const server = startServer(
      serverEnvironment(tenant, data, {
        LOG_LEVEL: "All",
        AZURE_LOG_LEVEL: "verbose",
        TLS_CERT_FILE: tls.certFile,
        TLS_KEY_FILE: tls.keyFile,
        HOST: "localhost"
      })
    )
    await server.listening
    setDefaultCACertificates([tenant.simulator.ca, tls.ca])
    const tokens = await tokensInPlay()
    const answers = [...(await provoke(server, tokens))]
    for (const fault of faults) {
      await tenant.control("POST", "/faults", { id: "provoked", path: "^/.*", times: 1_000, ...fault })
      answers.push(...(await provoke(server, [await tenant.token({ user: "ben" })])))
      await tenant.control("DELETE", "/faults/provoked")
    }
    await server.stop()
    const log = server.log.map((line) => JSON.stringify(line))
    const key = (await readFile(tls.keyFile, "utf8")).split("\n")[1] ?? ""
    const secrets = [sample.secret, key, ...signatures(tokens)]
    expect(secrets.filter((secret) => secret.length < 10)).toEqual([])
    expect(log.filter((line) => line.includes("Request answered")).length).toBeGreaterThan(100)
    expect(leaks(log, secrets)).toEqual([])
    expect(leaks(answers, secrets)).toEqual([])
  })

  it.each([
    ["a secret that is wrong", { AZURE_CLIENT_SECRET: "not-the-secret-of-anybody" }, ["not-the-secret-of-anybody"]],
    [
      "a managed identity whose header is wrong",
      {
        AZURE_CLIENT_SECRET: "",
        AZURE_CREDENTIAL: "managed-identity",
        IDENTITY_HEADER: "not-the-header-of-anybody",
        PAGE_SECRET: "not-the-page-secret-of-anybody-either"
      },
      ["not-the-header-of-anybody", "not-the-page-secret-of-anybody-either"]
    ]
  ])("%s never shows either", async (_, setting, secrets) => {
    const server = startServer(
      serverEnvironment(tenant, data, {
        LOG_LEVEL: "All",
        AZURE_LOG_LEVEL: "verbose",
        IDENTITY_ENDPOINT: `${tenant.base}/msi/token`,
        ...setting
      })
    )
    await server.listening
    // The others are tried above; here one is enough to make the server use its own secret.
    const tokens = [await tenant.token({ user: "ben" })]
    const answers = await provoke(server, tokens)
    await server.stop()
    const log = server.log.map((line) => JSON.stringify(line))
    expect(answers.filter((text) => text.includes("Entra ID")).length).toBeGreaterThan(0)
    expect(leaks([...log, ...answers], [...secrets, ...signatures(tokens)])).toEqual([])
  })
})
