import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer as createPlainServer } from "node:http"
import { createServer } from "node:https"
import type { Server, Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { getRequestListener } from "@hono/node-server"
import { isFresh, makeCertificate } from "./certificate.ts"
import { authorizePages } from "./entra/authorizePages.ts"
import { devicePages } from "./entra/devicePages.ts"
import { makeClock } from "./platform/Clock.ts"
import { makeSigningKey, signingKeyFrom } from "./platform/SigningKey.ts"
import { World } from "./platform/World.ts"
import { sampleTenantId } from "./sample/people.ts"
import { sampleTenant, withLaterApplications } from "./sample/sampleTenant.ts"
import { simulatorApp } from "./simulatorApp.ts"
import { readState, StateFile } from "./StateFile.ts"

interface Listener {
  readonly port: number
  readonly close: () => Promise<void>
}

const loopback = "127.0.0.1"

/** Makes a server listen. Port 0: any free port. Fails with EADDRINUSE when the port is in use. */
const listen = async (server: Server, port: number, host: string): Promise<Listener> => {
  // closeAllConnections doesn't know a connection during its TLS handshake, which would then be served without end.
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
  })
  const listening = await new Promise<number>((resolve, reject) => {
    server.once("error", reject)
    // localhost by name would bind only one of its addresses.
    server.listen(port, host, () => {
      const address = server.address()
      if (address !== null && typeof address === "object") resolve(address.port)
      else reject(new Error("The simulator has no port."))
    })
  })
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { port: listening, close }
}

interface SimulatorOptions {
  /** 0: any free port. */
  readonly port: number
  /** Where the pages of signing in listen. Default: any free port of 127.0.0.1. A browser finds them at 127.0.0.1 in any case. */
  readonly pages?: { readonly host: string; readonly port: number }
  /** Divides durations and throttling windows. Default of the command: 1. */
  readonly timeScale: number
  /** File that keeps the state between starts; undefined: none. */
  readonly stateFile: string | undefined
  /** Folder for `ca.pem`; undefined: a new temporary folder. */
  readonly tlsFolder: string | undefined
  /** Milliseconds since the epoch. Default: the system's clock. Tests move it. */
  readonly now?: () => number
}

export interface Simulator {
  /** `https://localhost:PORT`. */
  readonly base: string
  /** The CA's certificate in PEM, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string
  readonly ca: string
  readonly world: World
  readonly close: () => Promise<void>
}

const folder = async (path: string | undefined): Promise<string> => {
  if (path === undefined) return mkdtemp(join(tmpdir(), "incident-teams-simulator-"))
  await mkdir(path, { recursive: true })
  return path
}

/** Starts a simulator on 127.0.0.1. Fails with EADDRINUSE when the port is in use. */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const clock = makeClock(options.timeScale, options.now)
  const saved = options.stateFile === undefined ? undefined : await readState(options.stateFile)
  const [certificate, signingKey] = await Promise.all([
    saved && isFresh(saved.certificate, clock.now()) ? saved.certificate : makeCertificate(clock.now()),
    saved ? signingKeyFrom(saved.signingKey) : makeSigningKey()
  ])

  let file: StateFile | undefined
  const world = new World(clock, signingKey, (tenantId) => file?.changed(tenantId))
  if (options.stateFile !== undefined) {
    const tenants = () => [...world.tenants.values()].map(({ state }) => state)
    file = new StateFile(options.stateFile, { certificate, signingKey: signingKey.secret }, tenants)
  }
  for (const tenant of saved?.tenants ?? []) {
    world.put(tenant.id === sampleTenantId ? withLaterApplications(tenant) : tenant)
  }
  if (!world.tenants.has(sampleTenantId)) world.put(sampleTenant(sampleTenantId, clock.now()))

  const app = simulatorApp(world)
  const serve = getRequestListener(app.fetch)
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (incoming, outgoing) => {
    void serve(incoming, outgoing)
  })
  // Longer than clients keep idle connections: otherwise a connection could close under a new request.
  server.keepAliveTimeout = 120_000
  const listener = await listen(server, options.port, loopback)
  world.base = `https://localhost:${listener.port}`
  const showPage = getRequestListener(devicePages(world).route("/", authorizePages(world)).fetch)
  const pages = await listen(
    createPlainServer((incoming, outgoing) => void showPage(incoming, outgoing)),
    options.pages?.port ?? 0,
    options.pages?.host ?? loopback
  ).catch(async (error: unknown) => {
    await listener.close()
    throw error
  })
  world.pages = `http://${loopback}:${pages.port}`

  const tlsFolder = await folder(options.tlsFolder)
  const caFile = join(tlsFolder, "ca.pem")
  await writeFile(caFile, certificate.ca)

  const close = async (): Promise<void> => {
    for (const tenant of world.tenants.values()) tenant.holds.dropAll()
    await Promise.all([listener.close(), pages.close()])
    await file?.close()
    if (options.tlsFolder === undefined) await rm(tlsFolder, { recursive: true, force: true })
  }
  return { base: world.base, caFile, ca: certificate.ca, world, close }
}
