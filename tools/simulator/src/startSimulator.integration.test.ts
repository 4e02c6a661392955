import { connect } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { startSimulator } from "./startSimulator.ts"

/** Connects and never says a word, as a client does in the middle of its TLS handshake. */
const silentClient = (port: number) =>
  new Promise<{ readonly ended: () => boolean }>((resolve) => {
    let ended = false
    const socket = connect(port, "127.0.0.1", () => resolve({ ended: () => ended }))
    socket.on("error", () => undefined)
    socket.once("close", () => {
      ended = true
    })
  })

describe("stopping the simulator", () => {
  it("ends connections that are still in their TLS handshake", async () => {
    const simulator = await startSimulator({ port: 0, timeScale: 1, stateFile: undefined, tlsFolder: undefined })
    const clients = await Promise.all(
      Array.from({ length: 5 }, () => silentClient(Number(new URL(simulator.base).port)))
    )
    await sleep(20)
    await simulator.close()
    await sleep(20)
    expect(clients.every((client) => client.ended())).toBe(true)
  })
})
