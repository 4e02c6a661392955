import { randomUUID } from "node:crypto"
import tls from "node:tls"
import { ClientSecretCredential } from "@azure/identity"
import { Client, MiddlewareFactory } from "@microsoft/microsoft-graph-client"
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js"
import { afterAll, beforeAll } from "vitest"
import { sampleApplications, samplePeople } from "../sample/people.ts"
import { startSimulator, type Simulator } from "../startSimulator.ts"

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into bodies of any shape; a wrong guess fails it
  readonly body: any
}

type Headered = Readonly<Record<string, string>>

/** A separate tenant for a test, with access to its APIs. */
export interface TestTenant {
  readonly id: string
  /** Calls the control API of this tenant; throws unless the status is 2xx. */
  readonly control: (method: string, path: string, body?: unknown) => Promise<Answer>
  /** Calls Graph as the application `server`; `path` is without the version. */
  readonly graph: (method: string, path: string, body?: unknown, headers?: Headered) => Promise<Answer>
  readonly token: (request: Readonly<Record<string, unknown>>) => Promise<string>
  /** The official client, with its own retries left out. */
  readonly client: () => Client
  /** Advances the simulator's clock, for all tenants. */
  readonly advance: (platformMillis: number) => void
  readonly credential: () => ClientSecretCredential
}

export interface Simulation {
  readonly base: string
  readonly simulator: Simulator
  readonly tenant: (behavior?: Readonly<Record<string, unknown>>) => Promise<TestTenant>
}

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = response.headers.get("content-type")?.includes("json") === true && text !== ""
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

/**
 * Starts a simulator for the tests of one file. Its clock follows the system's, and tests can advance it.
 * `still`: only tests advance it.
 */
export const simulation = ({ still = false }: { readonly still?: boolean } = {}): Simulation => {
  let started: Simulator | undefined
  let ahead = 0
  const begin = Date.now()
  const now = (): number => (still ? begin : Date.now()) + ahead
  const simulator = (): Simulator => {
    if (!started) throw new Error("The simulator runs only while tests do.")
    return started
  }
  beforeAll(async () => {
    started = await startSimulator({ port: 0, timeScale: 1, stateFile: undefined, tlsFolder: undefined, now })
    tls.setDefaultCACertificates([started.ca])
  })
  afterAll(() => started?.close())

  const send = async (method: string, url: string, body: unknown, headers: Headered): Promise<Answer> => {
    const init: RequestInit = { method, headers: { "content-type": "application/json", ...headers } }
    if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body)
    return answerOf(await fetch(url, init))
  }

  const tenant = async (behavior: Readonly<Record<string, unknown>> = {}): Promise<TestTenant> => {
    const id = randomUUID()
    const { base } = simulator()
    const control: TestTenant["control"] = async (method, path, body) => {
      const answer = await send(method, `${base}/control/tenants/${id}${path}`, body, {})
      if (answer.status >= 300)
        throw new Error(`${method} ${path} is answered ${answer.status}: ${JSON.stringify(answer.body)}`)
      return answer
    }
    const token: TestTenant["token"] = async (request) => {
      const { body } = await control("POST", "/tokens", request)
      return String(body.access_token)
    }
    await control("PUT", "")
    await control("PATCH", "/behavior", { throttling: false, ...behavior })
    const bearer = await token({ application: "server", audience: "graph", expiresIn: 365 * 86_400 })
    const credential = () =>
      new ClientSecretCredential(id, sampleApplications.server.appId, sampleApplications.server.secret, {
        authorityHost: base,
        disableInstanceDiscovery: true
      })
    return {
      id,
      control,
      token,
      credential,
      advance: (platformMillis) => {
        ahead += platformMillis
      },
      graph: (method, path, body, headers = {}) =>
        send(method, `${base}/v1.0${path}`, body, { authorization: `Bearer ${bearer}`, ...headers }),
      client: () => {
        const authentication = new TokenCredentialAuthenticationProvider(credential(), {
          scopes: ["https://graph.microsoft.com/.default"]
        })
        return Client.initWithMiddleware({
          middleware: MiddlewareFactory.getDefaultMiddlewareChain(authentication).filter(
            ({ constructor }) => constructor.name !== "RetryHandler"
          ),
          baseUrl: base,
          customHosts: new Set(["localhost"])
        })
      }
    }
  }

  return {
    get base() {
      return simulator().base
    },
    get simulator() {
      return simulator()
    },
    tenant
  }
}

/** A reference to a user: by sample key, object id or user principal name. */
export const userBind = (key: string): string => {
  const person = Object.entries(samplePeople).find(([name]) => name === key)?.[1]
  return `https://graph.microsoft.com/v1.0/users('${person?.id ?? key}')`
}

export const member = (key: string, roles: ReadonlyArray<string> = []) => ({
  "@odata.type": "#microsoft.graph.aadUserConversationMember",
  roles,
  "user@odata.bind": userBind(key)
})

export const groupBody = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  displayName: name,
  description: `About ${name}`,
  mailEnabled: true,
  mailNickname: name.replaceAll(/[^A-Za-z0-9-]/g, ""),
  securityEnabled: false,
  groupTypes: ["Unified"],
  visibility: "Private",
  "owners@odata.bind": [userBind("ana"), userBind("ines")],
  "members@odata.bind": [userBind("ana"), userBind("ines")],
  ...more
})

export const upsert = (tenant: TestTenant, name: string, body: unknown = groupBody(name)): Promise<Answer> =>
  tenant.graph("PATCH", `/groups(uniqueName='${name}')`, body, { prefer: "create-if-missing" })

/** Creates a group with a team; returns its id and its primary channel's id. */
export const createTestTeam = async (
  tenant: TestTenant,
  name = "incident-1"
): Promise<{ id: string; channel: string }> => {
  const { body } = await upsert(tenant, name)
  const id = String(body.id)
  tenant.advance(15 * 60_000)
  const made = await tenant.graph("PUT", `/groups/${id}/team`, {})
  if (made.status !== 201) throw new Error(`PUT team is answered ${made.status}: ${JSON.stringify(made.body)}`)
  const channel = await tenant.graph("GET", `/teams/${id}/primaryChannel`)
  return { id, channel: encodeURIComponent(String(channel.body.id)) }
}

/** Advances past an accepted operation's duration and reads the operation. */
export const finishOperation = (tenant: TestTenant, accepted: Answer): Promise<Answer> => {
  tenant.advance(30_000)
  return tenant.graph("GET", accepted.headers.get("location") ?? "")
}
