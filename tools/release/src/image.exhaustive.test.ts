import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { freePort } from "@incident-teams/testkit/freePort"
import { serverEnvironment } from "@incident-teams/testkit/Server"
import { startSimulator, type Simulator, trustOnly } from "@incident-teams/testkit/Simulator"
import { Tenant } from "@incident-teams/testkit/Tenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { checkout, commitOf } from "./checkout.ts"
import { packAll } from "./packAll.ts"
import { ImageUnderTest, whyNoImage } from "./testing/imageUnderTest.ts"

// Takes more than 120 seconds: every package is built, packed and installed in an image over Debian.
const timeout = 1_200_000

const workspace = join(import.meta.dirname, "../../..")
const why = await whyNoImage()

describe.runIf(why === undefined)(`the image${why === undefined ? "" : ` (skipped: ${why})`}`, { timeout }, () => {
  let image: ImageUnderTest
  let simulator: Simulator
  let tenant: Tenant
  /** The image's volume, with the simulator's certificate authority in it. */
  let volume: string

  beforeAll(async () => {
    image = new ImageUnderTest()
    const folder = checkout(workspace, commitOf(workspace, true))
    const context = mkdtempSync(join(tmpdir(), "incident-teams-context-"))
    try {
      image.build(
        context,
        packAll(folder, context)
          .map(({ tarball }) => tarball)
          .filter((tarball) => /\/(?:_incident-teams_[^/]+|incident-teams-server)\/[^/]+$/u.test(tarball))
      )
    } finally {
      for (const path of [folder, context]) rmSync(path, { recursive: true, force: true })
    }
    simulator = await startSimulator()
    trustOnly(simulator)
    tenant = await Tenant.make(simulator)
    volume = mkdtempSync(join(tmpdir(), "incident-teams-volume-"))
    copyFileSync(simulator.caFile, join(volume, "ca.pem"))
  }, timeout)
  afterAll(async () => {
    image[Symbol.dispose]()
    await simulator.stop()
    rmSync(volume, { recursive: true, force: true })
  }, timeout)

  /** What an operator sets; the rest is the image's. */
  const settings = (port: number) => {
    const { PATH: _, NODE_COMPILE_CACHE: __, INCIDENT_TEAMS_DATA: ___, ...given } = serverEnvironment(tenant, "")
    return { ...given, HOST: "127.0.0.1", PORT: String(port), NODE_EXTRA_CA_CERTS: "/var/lib/incident-teams/ca.pem" }
  }

  it("serves as a user without rights over a read-only root, is healthy by its own check, and ends by SIGTERM with 0", async () => {
    const port = await freePort()
    const { User, Entrypoint, Cmd, Healthcheck } = image.configuration
    expect(User).toBe("10001:10001")
    const server = image.start(volume, settings(port), [...Entrypoint, ...Cmd])
    const answers = async (): Promise<boolean> => {
      try {
        return (await fetch(`http://127.0.0.1:${port}/healthz`)).status === 200
      } catch {
        return false
      }
    }
    while (!(await answers())) {
      if (server.child.exitCode !== null) throw new Error(server.output())
      await pause(50)
    }
    expect(/^Uid:\s+(\d+)/mu.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))?.[1]).toBe("10001")
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

  it("lists its packages with their versions, and has no package for development", async () => {
    const { output, ended } = image.start(volume, {}, ["cat", "/opt/incident-teams/sbom.cdx.json"])
    await ended
    const { components } = JSON.parse(output())
    const names = components.map(({ name }: { readonly name: string }) => name)
    expect(names).toEqual(expect.arrayContaining(["incident-teams-server", "effect", "hono"]))
    expect(names).not.toContain("vitest")
  })
})
