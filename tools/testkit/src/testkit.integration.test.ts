import { existsSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import { sample } from "./sample.ts"
import { serverEnvironment, startServer } from "./Server.ts"
import { startSimulator } from "./Simulator.ts"
import { newFolder } from "./vitest/newFolder.ts"
import { newTenant } from "./vitest/newTenant.ts"

const fault = { id: "broken", surface: "graph", path: "^/", fault: { kind: "answer", status: 500 } }

describe("a tenant of the shared simulator", () => {
  it("shares nothing with another one", async () => {
    const [one, other] = [await newTenant(), await newTenant()]
    expect(one.id).not.toBe(other.id)
    await one.inject(fault)
    expect((await one.control("GET", "/faults/broken")).applied).toBe(0)
    await expect(other.control("GET", "/faults/broken")).rejects.toThrow("GET /faults/broken: 404")
  })

  it("has the sample ids", async () => {
    const tenant = await newTenant()
    const token = await tenant.token({ application: "server", audience: "graph" })
    const idOf = async (path: string): Promise<unknown> => {
      const response = await fetch(`${tenant.base}/v1.0${path}`, { headers: { authorization: `Bearer ${token}` } })
      return Object(await response.json()).displayName
    }
    for (const [name, id] of Object.entries(sample.person)) {
      expect(String(await idOf(`/users/${id}`)).toLowerCase()).toContain(name)
    }
    expect(await idOf(`/groups/${sample.group.tier1}`)).toBe("SOC Tier 1")
    expect((await tenant.calls("graph")).length).toBe(10)
    await tenant.forgetCalls()
    expect(await tenant.calls("graph")).toEqual([])
  })
})

describe("a simulator of a test's own", () => {
  it("has a sample tenant from the start, and ends when it is stopped", async () => {
    const simulator = await startSimulator({ timeScale: 7 })
    onTestFinished(simulator.stop)
    expect(simulator.timeScale).toBe(7)
    expect(simulator.ca).toContain("BEGIN CERTIFICATE")
    expect(simulator.base).not.toBe((await newTenant()).base)
  })
})

describe("a server", () => {
  it("serves its tenant until it is stopped", async () => {
    const tenant = await newTenant()
    const server = startServer(serverEnvironment(tenant, newFolder()))
    onTestFinished(async () => void (await server.stop("SIGKILL")))
    const response = await fetch(`${await server.listening}/v1/me`, {
      headers: { authorization: `Bearer ${await tenant.token({ user: "ben" })}` }
    })
    expect(await response.json()).toMatchObject({ id: sample.person.ben })
    expect(await server.stop()).toBe(0)
    expect(server.log.map(({ message }) => message)).toContainEqual(expect.stringContaining("listens on"))
  })

  it("that can't start reports why", async () => {
    const tenant = await newTenant()
    const server = startServer(serverEnvironment(tenant, newFolder(), { METRICS: "loud" }))
    await expect(server.listening).rejects.toThrow(/The server ended before it listened:\n.*METRICS is invalid/u)
    expect(await server.ended).toBe(1)
  })
})

describe("a new folder", () => {
  it("is empty, and nobody else's", async () => {
    const [one, other] = [newFolder(), newFolder()]
    await writeFile(join(one, "file"), "text")
    expect(existsSync(join(other, "file"))).toBe(false)
  })
})
