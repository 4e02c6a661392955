import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import { gunzipSync } from "node:zlib"

/** A span as OTLP/JSON has it, attributes as an object. */
export interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  /** 1: internal, 2: server, 3: client. */
  readonly kind: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly links: ReadonlyArray<{ readonly traceId: string; readonly spanId: string }>
  readonly status: { readonly code: number; readonly message?: string }
}

export interface Received {
  readonly headers: IncomingMessage["headers"]
  readonly path: string | undefined
  readonly body: Buffer
}

const valueOf = (value: Readonly<Record<string, unknown>>): unknown => Object.values(value)[0]

const spansIn = ({ headers, body }: Received): ReadonlyArray<Span> => {
  if (headers["content-type"] !== "application/json") return []
  const { resourceSpans } = JSON.parse(body.toString("utf8"))
  // oxlint-disable-next-line typescript/no-explicit-any
  return resourceSpans.flatMap((ofResource: any) =>
    // oxlint-disable-next-line typescript/no-explicit-any
    ofResource.scopeSpans.flatMap(({ spans }: any) =>
      // oxlint-disable-next-line typescript/no-explicit-any
      spans.map((span: any) => ({
        ...span,
        attributes: Object.fromEntries(
          span.attributes.map(({ key, value }: { key: string; value: Record<string, unknown> }) => [
            key,
            valueOf(value)
          ])
        )
      }))
    )
  )
}

/** An OTLP/HTTP collector that keeps what it gets, and answers with `status()`. */
export const startCollector = async (status: () => number = () => 200) => {
  const received: Array<Received> = []
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      const body = Buffer.concat(chunks)
      received.push({
        headers: request.headers,
        path: request.url,
        body: request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body
      })
      response.writeHead(status(), { "content-type": "application/json" }).end("{}")
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The collector has no port.")
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    received,
    spans: () => received.flatMap(spansIn),
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}
