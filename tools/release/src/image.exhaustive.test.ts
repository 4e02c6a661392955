import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { freePort } from "@incident-teams/testkit/freePort"
import { serverEnvironment } from "@incident-teams/testkit/Server"
import { startSimulator, type Simulator, trustOnly } from "@incident-teams/testkit/Simulator"
import { Tenant } from "@incident-teams/testkit/Tenant"
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest"
import { ImageBuilder, type ImageUnderTest, type Running, whyNoImage } from "./testing/imageUnderTest.ts"

// Takes more than 60 seconds: every package is installed in two images.
const timeout = 1_200_000

const why = whyNoImage()

describe.runIf(why === undefined)(`the images${why === undefined ? "" : ` (skipped: ${why})`}`, { timeout }, () => {
  let builder: ImageBuilder
  let image: ImageUnderTest
  let sandbox: ImageUnderTest
  let simulator: Simulator
  let tenant: Tenant
  /** The image's volume, with the simulator's certificate authority in it. */
  const volume = mkdtempSync(join(tmpdir(), "incident-teams-volume-"))

  beforeAll(async () => {
    const { into, packages, sandbox: tools } = inject("packedWorkspace")
    const server = packages.filter(({ tarball }) =>
      /\/(?:_incident-teams_[^/]+|incident-teams-server)\/[^/]+$/u.test(tarball)
    )
    builder = new ImageBuilder(
      into,
      [...server, ...tools].map(({ tarball }) => tarball)
    )
    image = builder.build(undefined)
    sandbox = builder.build("sandbox")
    simulator = await startSimulator()
    trustOnly(simulator)
    tenant = await Tenant.make(simulator)
    copyFileSync(simulator.caFile, join(volume, "ca.pem"))
  }, timeout)
  afterAll(async () => {
    builder[Symbol.dispose]()
    await simulator.stop()
    rmSync(volume, { recursive: true, force: true })
  }, timeout)

  /** What an operator sets; the rest is the image's. */
  const settings = (port: number) => {
    const { PATH: _, NODE_COMPILE_CACHE: __, INCIDENT_TEAMS_DATA: ___, ...given } = serverEnvironment(tenant, "")
    return { ...given, HOST: "127.0.0.1", PORT: String(port), NODE_EXTRA_CA_CERTS: "/var/lib/incident-teams/ca.pem" }
  }

  /** Until it answers there. */
  const answering = async ({ child, output }: Running, port: number): Promise<void> => {
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        ({ ok }) => ok,
        () => false
      )
    while (!(await answers())) {
      if (child.exitCode !== null) throw new Error(output())
      await pause(50)
    }
  }

  const userOf = ({ child }: Running): string | undefined =>
    /^Uid:\s+(\d+)/mu.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]

  it("serves as a user without rights over a read-only root, is healthy by its own check, and ends by SIGTERM with 0", async () => {
    const port = await freePort()
    const { User, Entrypoint, Cmd, Healthcheck } = image.configuration
    expect(User).toBe("10001:10001")
    const server = image.start(volume, settings(port), [...Entrypoint, ...Cmd])
    await answering(server, port)
    expect(userOf(server)).toBe("10001")
    expect(readFileSync(join(volume, "incident-teams.sqlite")).length).toBeGreaterThan(0)

    const [kind, ...check] = Healthcheck.Test
    expect(kind).toBe("CMD")
    expect(await image.start(volume, settings(port), check).ended).toBe(0)
    expect(await image.start(volume, settings(await freePort()), check).ended).toBe(1)

    server.child.kill("SIGTERM")
    expect(await server.ended, server.output()).toBe(0)
  })

  it.each(["/opt/incident-teams/mine", "/root/mine", "/mine"])("can't write %s", async (path) => {
    const write = `try { require("node:fs").writeFileSync("${path}", "") } catch ({ code }) { console.log(code) }`
    const { output, ended } = image.start(volume, {}, ["node", "--eval", write])
    await ended
    expect(output().trim()).toMatch(/^(?:EROFS|EACCES)$/u)
  })

  const packagesOf = async (one: ImageUnderTest): Promise<ReadonlyArray<string>> => {
    const { output, ended } = one.start(volume, {}, ["cat", "/opt/incident-teams/sbom.cdx.json"])
    await ended
    const { components } = JSON.parse(output())
    return components.map(({ group, name }: { readonly group?: string; readonly name: string }) =>
      group === undefined ? name : `${group}/${name}`
    )
  }

  it("lists its packages with their versions, and has no package for development", async () => {
    const names = await packagesOf(image)
    expect(names).toEqual(expect.arrayContaining(["incident-teams-server", "effect", "hono"]))
    expect(names).not.toContain("vitest")
    expect(names.filter((name) => /simulator|sandbox/u.test(name))).toEqual([])
    const simulatorThere = ["test", "-e", "/opt/incident-teams/node_modules/@incident-teams/simulator"]
    expect(await image.start(volume, {}, simulatorThere).ended).toBe(1)
    expect(await sandbox.start(volume, {}, simulatorThere).ended).toBe(0)
    expect(await packagesOf(sandbox)).toEqual(
      expect.arrayContaining(["@incident-teams/simulator", "@incident-teams/sandbox"])
    )
  })

  it("the sandbox starts a server with a simulated tenant, in which a sample user creates a team", async () => {
    const [port, pages] = [await freePort(), await freePort()]
    const { User, Entrypoint, Cmd, Env, Healthcheck } = sandbox.configuration
    expect([User, Cmd ?? []]).toEqual(["10001:10001", []])
    expect(Env).toEqual(expect.arrayContaining(["SANDBOX_HOST=0.0.0.0", "SIMULATOR_PAGES_PORT=8481"]))
    const data = mkdtempSync(join(tmpdir(), "incident-teams-sandbox-"))
    onTestFinished(() => rmSync(data, { recursive: true, force: true }))
    const where = {
      SANDBOX_HOST: "127.0.0.1",
      PORT: String(port),
      SIMULATOR_PORT: "0",
      SIMULATOR_PAGES_PORT: String(pages)
    }
    const running = sandbox.start(data, where, Entrypoint)
    await answering(running, port)
    while (!running.output().includes("to stop.")) {
      expect(running.child.exitCode, running.output()).toBeNull()
      await pause(50)
    }
    expect(running.output()).toContain("This is a sandbox: the real server on a simulated tenant.")
    expect(running.output()).not.toContain("npm ")
    expect(userOf(running)).toBe("10001")
    expect(await sandbox.start(data, where, Healthcheck.Test.slice(1)).ended).toBe(0)

    const token = sandbox.start(data, where, ["sandbox-token", "ben"])
    expect(await token.ended, token.output()).toBe(0)
    const base = `http://127.0.0.1:${port}`
    const ben = { authorization: `Bearer ${token.output().trim()}`, "content-type": "application/json" }
    const read = async (path: string) => JSON.parse(await (await fetch(`${base}${path}`, { headers: ben })).text())
    const list = await read("/v1/incidents?workspace=soc-prod&status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}/team`
    expect((await fetch(`${base}${at}`, { method: "POST", headers: ben, body: "{}" })).status).toBe(202)
    while ((await read(at)).phase !== "open") await pause(50)
    // A browser is sent to the port that is published.
    const signIn = await fetch(`${base}/sign-in?to=/incidents`, { redirect: "manual" })
    expect(signIn.headers.get("location")).toContain(`http://127.0.0.1:${pages}/`)

    running.child.kill("SIGTERM")
    expect(await running.ended, running.output()).toBe(0)
  })

  it("the sandbox refuses the settings of a real tenant", async () => {
    const { output, ended } = sandbox.start(volume, settings(await freePort()), sandbox.configuration.Entrypoint)
    expect(await ended).toBe(1)
    expect(output()).toMatch(
      /^This is a sandbox with a simulated tenant, and SENTINEL_WORKSPACES belongs to a real one/u
    )
  })
})
