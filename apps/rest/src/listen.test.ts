import { once } from "node:events"
import { connect, createServer } from "node:net"
import { setTimeout } from "node:timers/promises"
import { Effect, Exit, Scope } from "effect"
import { Hono } from "hono"
import { describe, expect, it } from "vitest"
import { type App, listen, usualPatience } from "./listen.ts"

const slowBegun = Promise.withResolvers<void>()
const slowEnds = Promise.withResolvers<void>()
const endlessBegun = Promise.withResolvers<void>()
const app = new Hono()
  .get("/now", (c) => c.text("now"))
  .get("/slow", async (c) => {
    slowBegun.resolve()
    await slowEnds.promise
    return c.text("at last")
  })
  .get("/endless", () => {
    endlessBegun.resolve()
    return Promise.withResolvers<Response>().promise
  })

describe("the server", () => {
  it("says in words that its port is taken", async () => {
    const other = createServer()
    other.listen(0, "127.0.0.1")
    await once(other, "listening")
    const address = other.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const failure = await Effect.runPromise(Effect.scoped(listen(app, { host: "127.0.0.1", port })).pipe(Effect.flip))
    other.close()
    expect(failure.message).toBe(
      `Can't listen on 127.0.0.1:${port}: something else listens there. ` +
        "Stop it, or choose another port: PORT=8081, or PORT=0 for any that is free."
    )
  })

  it("lets requests under way end when it stops, and takes no more", async () => {
    const scope = Effect.runSync(Scope.make())
    const { address } = await Effect.runPromise(Scope.provide(listen(app, { host: "127.0.0.1", port: 0 }), scope))
    const isAnswering = () =>
      fetch(`${address}/now`).then(
        async (response) => (await response.text()) === "now",
        () => false
      )
    expect(await isAnswering()).toBe(true)
    const answer = fetch(`${address}/slow`).then((response) => response.text())
    await slowBegun.promise
    const stopped = Effect.runPromise(Scope.close(scope, Exit.void))
    await expect.poll(isAnswering).toBe(false)
    slowEnds.resolve()
    expect(await answer).toBe("at last")
    await stopped
    expect(await isAnswering()).toBe(false)
  })

  it("ends the connection, and not the process, where even saying that it can't answer fails", async () => {
    const told: Array<unknown> = []
    const note = (fault: unknown) => void told.push(fault)
    process.on("unhandledRejection", note)
    // Looking at what it is fails as well.
    const fault = new Proxy(new Error("broken"), { getPrototypeOf: () => expect.unreachable("a fault in a fault") })
    const broken = new Hono().get("/now", (c) => c.text("now"))
    const fetchOf = (request: Request) => {
      if (new URL(request.url).pathname === "/now") return broken.fetch(request)
      throw fault
    }
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const { address } = yield* listen({ fetch: fetchOf }, { host: "127.0.0.1", port: 0 })
          yield* Effect.promise(() => expect(fetch(`${address}/broken`)).rejects.toThrow("fetch failed"))
          expect(yield* Effect.promise(async () => (await fetch(`${address}/now`)).text())).toBe("now")
        })
      )
    )
    process.off("unhandledRejection", note)
    expect(told).toEqual([])
  })

  const text = "x".repeat(1_024 * 1_024)
  const endless = (): ReadableStream<string> => new ReadableStream({ pull: (reader) => reader.enqueue(text) })

  it.each([
    // More than the system's own buffers take.
    ["a complete response", () => new Response(text.repeat(64))],
    ["a stream", () => new Response(endless().pipeThrough(new TextEncoderStream()))]
  ])("cuts off a client that doesn't read %s", async (_, respond) => {
    const gone = Promise.withResolvers<void>()
    const unread: App = {
      fetch: (__, { outgoing }) => {
        outgoing.once("close", gone.resolve)
        return respond()
      }
    }
    const patience = { ...usualPatience, readTimeout: 40 }
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const { address } = yield* listen(unread, { host: "127.0.0.1", port: 0, patience, drainMillis: 0 })
          const { hostname, port } = new URL(address)
          const client = connect(Number(port), hostname).pause()
          client.on("error", () => undefined)
          client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
          yield* Effect.promise(() => gone.promise)
          client.destroy()
        })
      )
    )
  })

  it("doesn't cut off a stream that has nothing to send for a while", async () => {
    const parts = 8
    let sent = 0
    const slow: App = {
      fetch: () =>
        new Response(
          new ReadableStream({
            pull: async (reader) => {
              await setTimeout(60)
              sent += 1
              reader.enqueue(new TextEncoder().encode("x"))
              if (sent === parts) reader.close()
            }
          })
        )
    }
    const patience = { ...usualPatience, readTimeout: 40 }
    const read = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const { address } = yield* listen(slow, { host: "127.0.0.1", port: 0, patience })
          return yield* Effect.promise(async () => (await fetch(address)).text())
        })
      )
    )
    expect(read).toBe("x".repeat(parts))
  })

  it("cuts requests that don't end in time", async () => {
    const answer = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const { address } = yield* listen(app, { host: "127.0.0.1", port: 0, drainMillis: 50 })
          const cut = fetch(`${address}/endless`).then(
            () => "answered",
            () => "cut"
          )
          yield* Effect.promise(() => endlessBegun.promise)
          return { cut }
        })
      )
    )
    await expect(answer.cut).resolves.toBe("cut")
  })
})
