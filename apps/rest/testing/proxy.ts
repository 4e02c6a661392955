import { type ClientRequest, createServer, request as send, type ServerResponse } from "node:http"

/** A reverse proxy without HTTP/2 in front of a server, as badly as tests want it. */
export interface Proxy {
  /** Answers 502 to everything, and breaks the streams that are open. */
  fail(): void
  heal(): void
  /** Paths with their queries, of the streams that are open. */
  readonly streams: ReadonlyArray<string>
  stop(): Promise<void>
}

export const startProxy = async (port: number, target: number): Promise<Proxy> => {
  const streams = new Map<ServerResponse, string>()
  let fails = false
  const badGateway = (response: ServerResponse) => {
    if (!response.headersSent) response.writeHead(502, { "content-type": "text/html" })
    response.end("<h1>502 Bad Gateway</h1>")
  }
  const proxy = createServer((request, response) => {
    if (fails) return badGateway(response)
    const { method, url: path = "/", headers } = request
    const upstream: ClientRequest = send({ host: "127.0.0.1", port: target, method, path, headers }, (answer) => {
      if (answer.headers["content-type"] === "text/event-stream") streams.set(response, path)
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      // Node otherwise keeps them until the first byte of the body, which in a quiet stream is a heartbeat after 15 seconds.
      response.flushHeaders()
      answer.pipe(response)
      answer.on("error", () => response.destroy())
    })
    upstream.on("error", () => badGateway(response))
    response.on("close", () => {
      streams.delete(response)
      upstream.destroy()
    })
    request.pipe(upstream)
  })
  await new Promise<void>((resolve) => {
    proxy.listen(port, "127.0.0.1", resolve)
  })
  return {
    fail: () => {
      fails = true
      for (const stream of streams.keys()) stream.destroy()
    },
    heal: () => {
      fails = false
    },
    get streams() {
      return [...streams.values()]
    },
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve())
        proxy.closeAllConnections()
      })
  }
}
