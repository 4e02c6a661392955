/**
 * A GET of a team as an engineer would write it with Fastify, which does the same work for a request as our server: it
 * verifies the token and remembers it until it expires, counts the caller's requests, asks for remembered rights, reads the
 * team from SQLite by its id, tags the response, sets the same headers and logs one line. Its settings are the first
 * argument, in JSON. It prints its port.
 */
import { createHash, randomUUID } from "node:crypto"
import { DatabaseSync } from "node:sqlite"
import { Schema } from "effect"
import { fastify, LogController } from "fastify"
import { createRemoteJWKSet, jwtVerify } from "jose"

/** What Azure answers about a caller's rights on a workspace. */
const Rights = Schema.Struct({ canReadIncidents: Schema.Boolean })

export const SameWork = Schema.fromJsonString(
  Schema.Struct({
    issuer: Schema.String,
    audience: Schema.String,
    /** Address of the keys that sign tokens. */
    keys: Schema.String,
    /** A file with the table `teams (id, json)`. */
    database: Schema.String,
    logFile: Schema.String,
    requestsPerMinute: Schema.Int,
    /** Remembered for 20 seconds; asking again costs nothing here, in favor of this server. */
    rights: Rights,
    /** Headers of every response. */
    headers: Schema.Record(Schema.String, Schema.String)
  })
)

/** What a response depends on in a stored team. */
interface StoredTeam {
  readonly incident: { readonly id: string }
  readonly people: ReadonlyArray<{ readonly id: string; readonly role?: string }>
}

/** The process that starts this one wrote them. */
const parseTeam: (json: string) => StoredTeam = JSON.parse

const rightsRememberedMillis = 20_000
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu

const start = async (settings: typeof SameWork.Type): Promise<string> => {
  const { issuer, audience, requestsPerMinute, headers } = settings
  const keys = createRemoteJWKSet(new URL(settings.keys))
  const sessions = new Map<string, { readonly caller: string; readonly expiresAt: number }>()
  const counts = new Map<string, { readonly minute: number; requests: number }>()
  const rights = new Map<string, typeof Rights.Type & { readonly until: number }>()
  const teams = new DatabaseSync(settings.database, { readOnly: true }).prepare("SELECT json FROM teams WHERE id = ?")

  const callerOf = async (authorization = ""): Promise<string | undefined> => {
    const token = /^Bearer (.+)$/iu.exec(authorization)?.[1]
    if (token === undefined) return undefined
    const known = sessions.get(token)
    if (known !== undefined && known.expiresAt > Date.now()) return known.caller
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, requiredClaims: ["exp", "oid"] })
      const caller = String(payload["oid"])
      sessions.set(token, { caller, expiresAt: (payload.exp ?? 0) * 1_000 })
      return caller
    } catch {
      return undefined
    }
  }

  const isWithinRate = (caller: string): boolean => {
    const minute = Math.floor(Date.now() / 60_000)
    let count = counts.get(caller)
    if (count?.minute !== minute) counts.set(caller, (count = { minute, requests: 0 }))
    count.requests += 1
    return count.requests <= requestsPerMinute
  }

  const canReadIncidents = async (caller: string, workspace: string): Promise<boolean> => {
    const known = rights.get(`${caller} ${workspace}`)
    if (known !== undefined && known.until > Date.now()) return known.canReadIncidents
    rights.set(`${caller} ${workspace}`, { ...settings.rights, until: Date.now() + rightsRememberedMillis })
    return settings.rights.canReadIncidents
  }

  const app = fastify({
    // By Pino: one line for a response in place of two for each request.
    logger: { file: settings.logFile },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => {
      const id = request.headers["x-request-id"]
      return typeof id === "string" && uuid.test(id) ? id : randomUUID()
    }
  })
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ ...headers, "x-request-id": request.id })
  })
  app.addHook("onSend", async (_, reply, payload) => {
    if (reply.statusCode === 200 && typeof payload === "string") {
      reply.header("etag", `"${createHash("sha256").update(payload).digest("base64url")}"`)
    }
    return payload
  })
  app.addHook("onResponse", async (request, reply) => {
    const { method, routeOptions } = request
    request.log.info(
      { method, route: routeOptions.url, status: reply.statusCode, millis: reply.elapsedTime },
      "Answered"
    )
  })
  app.get<{ Params: { readonly id: string } }>("/v1/teams/:id", async (request, reply) => {
    const caller = await callerOf(request.headers.authorization)
    if (caller === undefined) return reply.code(401).send({ title: "Unauthorized" })
    if (!isWithinRate(caller)) return reply.code(429).send({ title: "Too many requests" })
    const row = teams.get(request.params.id)
    if (row === undefined) return reply.code(404).send({ title: "Not found" })
    const team = parseTeam(String(row["json"]))
    const [workspace = ""] = team.incident.id.split("~")
    const isMember = team.people.some(({ id, role }) => id === caller && role !== undefined)
    if (!isMember && !(await canReadIncidents(caller, workspace))) return reply.code(403).send({ title: "Forbidden" })
    return team
  })
  return app.listen({ port: 0, host: "127.0.0.1" })
}

if (import.meta.main) console.log(await start(Schema.decodeUnknownSync(SameWork)(process.argv[2])))
