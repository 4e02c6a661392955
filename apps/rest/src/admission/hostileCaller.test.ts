import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { Effect, Exit, Scope } from "effect"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { bearerOf, type TestCaller } from "../../testing/testTokens.ts"
import { listen } from "../listen.ts"

const rest = restUnderTest({ admission: { requestsAtOnce: 8 } })
const scope = Effect.runSync(Scope.make())
let url: URL
beforeAll(async () => {
  const where = { host: "127.0.0.1", port: 0, drainMillis: 0 }
  url = new URL((await Effect.runPromise(Scope.provide(listen(rest.app, where), scope))).address)
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await rest.settled()
})

const sockets: Array<Socket> = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
})

/** A connection on which this was sent, and what came back so far. */
const sent = async (text: string) => {
  const socket = connect(Number(url.port), url.hostname)
  sockets.push(socket)
  const received: Array<Buffer> = []
  socket.on("data", (chunk: Buffer) => void received.push(chunk))
  socket.on("error", () => undefined)
  await once(socket, "connect")
  socket.write(text)
  return { socket, received: () => Buffer.concat(received).toString() }
}

const begunBody = async (path: string, as: TestCaller) =>
  sent(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${await bearerOf(as)}\r\n` +
      "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
  )

const statusFor = async (as: TestCaller): Promise<number> => {
  const response = await fetch(new URL("/v1/workspaces", url), { headers: { authorization: await bearerOf(as) } })
  await response.body?.cancel()
  return response.status
}

describe("a caller who sends slowly", () => {
  it("keeps nobody else out, however many requests they begin", async () => {
    const path = `/v1/incidents/${(await rest.newIncident()).id}/team`
    for (let request = 0; request < 40; request++) await begunBody(path, "ben")
    const bearer = await bearerOf("ben")
    // The server is full, or has refused some: it has read all that was sent.
    await vi.waitFor(async () => {
      const refused = await fetch(new URL(path, url), { method: "POST", headers: { authorization: bearer } })
      expect([429, 503]).toContain(refused.status)
    })
    expect(await statusFor("dev")).toBe(200)
  })
})

describe("a hook of a caller who may not report incidents", () => {
  it("is refused before its body is read", async () => {
    const { received } = await begunBody("/v1/hooks/sentinel", "dev")
    await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1\.1 403 /u), { timeout: 240_000 })
  })
})

describe("a body that is larger than announced to be allowed", () => {
  it("is refused in words, and the connection isn't just cut", async () => {
    const path = `/v1/incidents/${(await rest.newIncident()).id}/team`
    const chunk = `10000\r\n${"x".repeat(0x1_00_00)}\r\n`
    const { received } = await sent(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${await bearerOf("ben")}\r\n` +
        `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`
    )
    await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1\.1 413 /u), { timeout: 240_000 })
  })
})

describe("a path with dot segments", () => {
  it.each(["/v1/%2e%2e/metrics", "/v1/../metrics", "/v1/incidents/.%2E/me"])("%s is refused", async (path) => {
    const { received } = await sent(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    await vi.waitFor(() => expect(received()).toMatch(/^HTTP\/1\.1 400 [^]*malformed-request/u), { timeout: 240_000 })
  })
})
