import { connect } from "node:net"
import { text } from "node:stream/consumers"
import { defined } from "@incident-teams/domain/defined"
import { Effect } from "effect"
import { Hono } from "hono"
import { describe, expect, it } from "vitest"
import { listen, type Patience } from "../listen.ts"

const app = new Hono()
  .get("/now", (c) => c.text("now"))
  .post("/now", async (c) => c.text(await c.req.text().catch(() => "")))

/** What comes back for these very bytes, until the server ends the connection. */
const answerTo = (bytes: string, patience?: Patience) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const { address } = yield* listen(app, {
          host: "127.0.0.1",
          port: 0,
          ...defined({ patience })
        })
        return yield* Effect.promise(async () => {
          const socket = connect(Number(new URL(address).port), "127.0.0.1")
          socket.write(bytes)
          const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n")
          return { head, body: JSON.parse(body) }
        })
      })
    )
  )

describe("what isn't a request", () => {
  it.each([
    ["TLS on a plain port", "\u0016\u0003\u0001\u0002\r\n\r\n", 400, "malformed-request"],
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n", 400, "malformed-request"],
    ["a path without a slash", "GET now HTTP/1.1\r\nHost: x\r\n\r\n", 400, "malformed-request"],
    [
      "two lengths",
      "POST /now HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
      "malformed-request"
    ],
    [
      "a length and chunks",
      "POST /now HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400,
      "malformed-request"
    ],
    ["no host at all", "GET /now HTTP/1.1\r\n\r\n", 400, "malformed-request"],
    ["a host that is none", "GET /now HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "malformed-request"],
    ["the server as a whole", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400, "malformed-request"],
    [
      "40 KB of a header",
      `GET /now HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(40_000)}\r\n\r\n`,
      431,
      "headers-too-large"
    ]
  ])("is refused as a problem, and the connection ends: %s", async (_, bytes, status, type) => {
    const { head, body } = await answerTo(bytes)
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `, "u"))
    expect(head).toMatch(/^content-type: application\/problem\+json$/imu)
    expect(body).toMatchObject({ type: `/problems/${type}`, status, remedy: expect.any(String) })
    expect(body.instance).toMatch(/^urn:uuid:/u)
  })

  it.each([
    ["headers", "GET /now HTTP/1.1\r\nHost: x\r\n"],
    ["a body", "POST /now HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"]
  ])("isn't waited for without end: %s", async (_, bytes) => {
    const patience = {
      headersTimeout: 20,
      requestTimeout: 40,
      connectionsCheckingInterval: 10,
      keepAliveTimeout: 1_000,
      readTimeout: 60_000
    }
    const { head, body } = await answerTo(bytes, patience)
    expect(head).toMatch(/^HTTP\/1\.1 408 /u)
    expect(body).toMatchObject({ type: "/problems/request-too-slow", status: 408 })
  })
})
