import { Hono } from "hono"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import type { ServerEnv } from "../platform/ServerEnv.ts"
import type { World } from "../platform/World.ts"
import type { GraphEnv } from "./GraphEnv.ts"
import { GraphFailure } from "./GraphFailure.ts"
import { jsonBody } from "./jsonBody.ts"

/** Serves one part like a separate request: throttled, recorded and subject to faults on its own. */
export type ServePart = (request: Request, env: ServerEnv["Bindings"]) => Response | Promise<Response>

interface Part {
  readonly id: string
  readonly request: Request
  readonly dependsOn: ReadonlyArray<string>
}

interface PartAnswer {
  readonly id: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

const batchFailure = (message: string): GraphFailure => new GraphFailure(400, "BadRequest", message)

const readPart = (world: World, authorization: string, value: unknown): Part => {
  if (!isObject(value)) throw batchFailure("Each request of a batch must be an object.")
  const { id, method, url, headers = {}, body, dependsOn = [] } = value
  if (typeof id !== "string" || typeof method !== "string" || typeof url !== "string") {
    throw batchFailure("id, method and url are required in each request of a batch.")
  }
  if (!isObject(headers) || !Array.isArray(dependsOn) || dependsOn.some((other) => typeof other !== "string")) {
    throw batchFailure(`Request '${id}' has malformed headers or dependsOn.`)
  }
  const sent = new Headers({ authorization })
  for (const [name, text] of Object.entries(headers)) sent.set(name, String(text))
  if (body !== undefined && !sent.has("content-type")) {
    throw batchFailure(`Write request id : ${id} does not contain Content-Type header or body.`)
  }
  if (/^\/?\$batch/.test(url)) throw batchFailure("Batches can't be nested.")
  const init: RequestInit = { method: method.toUpperCase(), headers: sent }
  if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body)
  return { id, dependsOn, request: new Request(`${world.base}/v1.0/${url.replace(/^\//, "")}`, init) }
}

const partAnswer = async (id: string, response: Response): Promise<PartAnswer> => {
  const text = await response.text()
  const headers = Object.fromEntries(response.headers)
  const isJson = response.headers.get("content-type")?.includes("json") === true && text !== ""
  return { id, status: response.status, headers, ...(text === "" ? {} : { body: isJson ? parseIfJson(text) : text }) }
}

const parseIfJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** POST /$batch (json-batching): at most 20 parts; 200 even if parts fail; 424 for a part whose dependency failed. */
export const batch = (world: World, serve: ServePart): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.post("/$batch", async (c) => {
    const body: UncheckedObject = await jsonBody(c)
    const { requests } = body
    if (!Array.isArray(requests) || requests.length === 0)
      throw batchFailure("'requests' must hold at least one request.")
    if (requests.length > 20) throw batchFailure("Number of batch request steps exceeds the maximum value of 20.")
    const parts = requests.map((value: unknown) => readPart(world, c.req.header("authorization") ?? "", value))
    if (new Set(parts.map(({ id }) => id)).size !== parts.length)
      throw batchFailure("The ids of a batch's requests must be unique.")
    const answers = new Map<string, PartAnswer>()
    for (const { id, dependsOn, request } of parts) {
      const failed = dependsOn.some((other) => (answers.get(other)?.status ?? 424) >= 400)
      answers.set(
        id,
        failed
          ? {
              id,
              status: 424,
              body: { error: { code: "FailedDependency", message: "A request that this one depends on failed." } }
            }
          : await partAnswer(id, await serve(request, { batched: true }))
      )
    }
    // The documentation allows any order, so the simulator never answers in the requested one.
    return c.json({ responses: [...answers.values()].toReversed() })
  })

  return app
}
