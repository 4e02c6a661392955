import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { connect as connectTls } from "node:tls"
import { describe, expect, it, onTestFinished } from "vitest"
import { sampleApplications, sampleTenantId } from "./sample/people.ts"
import { startSimulator } from "./startSimulator.ts"

/** Connects and sends nothing, like a client in the middle of its TLS handshake. */
const silentClient = (port: number) =>
  new Promise<{ readonly ended: () => boolean }>((resolve) => {
    let ended = false
    const socket = connect(port, "127.0.0.1", () => resolve({ ended: () => ended }))
    socket.on("error", () => undefined)
    socket.once("close", () => {
      ended = true
    })
  })

/** Resolves once a TLS connection is open: connections are accepted in order, so all earlier ones are accepted too. */
const openConnection = (port: number, ca: string) =>
  new Promise<void>((resolve, reject) => {
    const socket = connectTls({ port, host: "127.0.0.1", servername: "localhost", ca }, resolve)
    socket.on("error", reject)
  })

describe("stopping the simulator", () => {
  it("ends connections that are still in their TLS handshake", async () => {
    const simulator = await startSimulator({ port: 0, timeScale: 1, stateFile: undefined, tlsFolder: undefined })
    const port = Number(new URL(simulator.base).port)
    const clients = await Promise.all(Array.from({ length: 5 }, () => silentClient(port)))
    await openConnection(port, simulator.ca)
    await simulator.close()
    await expect.poll(() => clients.every((client) => client.ended())).toBe(true)
  })
})

describe("a state file of an earlier version", () => {
  it("gets the sample applications and settings that came later, and keeps the ones it has", async () => {
    const folder = await mkdtemp(join(tmpdir(), "simulator-test-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    const stateFile = join(folder, "state.json")
    const start = () => startSimulator({ port: 0, timeScale: 1, stateFile, tlsFolder: undefined })

    await (await start()).close()
    const saved = JSON.parse(await readFile(stateFile, "utf8")) as {
      tenants: [
        { applications: Array<{ key: string; displayName: string }>; arm: { mergeSteps?: unknown; behavior: object } }
      ]
    }
    const [tenant] = saved.tenants
    tenant.applications = tenant.applications.filter(({ key }) => key !== "console")
    tenant.applications.find(({ key }) => key === "playbook")!.displayName = "Changed"
    delete tenant.arm.mergeSteps
    tenant.arm.behavior = { throttling: false }
    await writeFile(stateFile, JSON.stringify(saved))

    const simulator = await start()
    onTestFinished(() => simulator.close())
    const { applications, arm } = simulator.world.find(sampleTenantId)!.state
    expect(arm).toMatchObject({ mergeSteps: [], behavior: { throttling: false, earlierRedirects: "keep" } })
    expect(arm.workspaces).toHaveLength(2)
    expect(applications.map(({ key }) => key).toSorted()).toEqual(Object.keys(sampleApplications).toSorted())
    expect(applications.find(({ key }) => key === "playbook")?.displayName).toBe("Changed")
  })
})
