import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it, onTestFinished } from "vitest"
import { sampleApplications, sampleTenantId } from "./sample/people.ts"
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

describe("a state file of an earlier version", () => {
  it("gets the sample applications that came later, and keeps the ones it has", async () => {
    const folder = await mkdtemp(join(tmpdir(), "simulator-test-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    const stateFile = join(folder, "state.json")
    const start = () => startSimulator({ port: 0, timeScale: 1, stateFile, tlsFolder: undefined })

    await (await start()).close()
    const saved = JSON.parse(await readFile(stateFile, "utf8")) as {
      tenants: [{ applications: Array<{ key: string; displayName: string }> }]
    }
    const [tenant] = saved.tenants
    tenant.applications = tenant.applications.filter(({ key }) => key !== "console")
    tenant.applications.find(({ key }) => key === "playbook")!.displayName = "Changed"
    await writeFile(stateFile, JSON.stringify(saved))

    const simulator = await start()
    onTestFinished(() => simulator.close())
    const applications = simulator.world.find(sampleTenantId)!.state.applications
    expect(applications.map(({ key }) => key).toSorted()).toEqual(Object.keys(sampleApplications).toSorted())
    expect(applications.find(({ key }) => key === "playbook")?.displayName).toBe("Changed")
  })
})
