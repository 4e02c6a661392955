import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import autocannon from "autocannon"
import { residentMiB } from "../campaign/load/residentMiB.ts"
import { Life } from "../kill/Life.ts"
import { Server } from "../kill/Server.ts"
import { SimulatedTenant, startTrusted } from "../kill/SimulatedTenant.ts"
import { ratioOf, type Spread, spreadOf } from "./Spread.ts"

const scale = 200
const connections = 50

export interface RestFigures {
  /** Requests a second for a team, its reader's token verified and right asked, over those for the same bytes bare. */
  readonly restVsBareHono: Spread
  readonly restVsExpress: Spread
  readonly perSecond: { readonly ours: Spread; readonly bareHono: Spread; readonly express: Spread }
  readonly serverColdStartMs: Spread
  readonly rssIdleMiB: number
  readonly rssUnderLoadMiB: number
}

/** A server of a few lines; it ends with this process. */
const bare = async (file: string, body: string): Promise<{ readonly url: string; readonly process: ChildProcess }> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), body], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  for await (const port of createInterface({ input: child.stdout })) {
    return { url: `http://127.0.0.1:${port}/v1/teams/bare`, process: child }
  }
  throw new Error(`${file} ended before it listened.`)
}

const perSecond = async (url: string, token: string, seconds: number): Promise<number> => {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    headers: { authorization: `Bearer ${token}` }
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url} answered ${result.non2xx} times otherwise than well.`)
  return result.requests.average
}

/** The real server against bare ones on the same cores, taking turns. */
export const restFigures = async (rounds = 5, seconds = 4): Promise<RestFigures> => {
  const simulator = await startTrusted(scale)
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-bench-"))
  const tenant = await SimulatedTenant.create(simulator)
  const maker = new Server(tenant, { data: folder })
  // In the platform's own time, with its default intervals, and its log in a file.
  const server = new Server(tenant, {
    data: folder,
    settings: {
      PLATFORM_TIME_SCALE: "1",
      RATE_LIMIT_PER_MINUTE: "1000000",
      WORKER_LEASE_SECONDS: "60",
      FEED_SWEEP_SECONDS: "15"
    },
    logFile: join(folder, "log")
  })
  const others: Array<ChildProcess> = []
  try {
    await maker.start()
    const life = new Life(maker, tenant)
    await life.begin()
    await life.create()
    await life.reached("open")
    const path = await life.teamPath()
    await maker.kill("SIGTERM")
    const starts: Array<number> = []
    for (let start = 0; start < 5; start++) {
      await server.kill("SIGTERM")
      const began = performance.now()
      await server.start()
      starts.push(performance.now() - began)
    }
    const rssIdleMiB = residentMiB(server.pid)
    const token = await tenant.tokenOf("ben")
    const { body } = await server.call("GET", path, token)
    const hono = await bare("servers/bareHono.ts", JSON.stringify(body))
    const express = await bare("servers/express.ts", JSON.stringify(body))
    others.push(hono.process, express.process)
    const figures = { ours: new Array<number>(), hono: new Array<number>(), express: new Array<number>() }
    // Once for whoever compiles what is used often.
    for (const url of [`${server.url}${path}`, hono.url, express.url]) await perSecond(url, token, 2)
    let rssUnderLoadMiB = 0
    for (let round = 0; round < rounds; round++) {
      figures.ours.push(await perSecond(`${server.url}${path}`, token, seconds))
      rssUnderLoadMiB = Math.max(rssUnderLoadMiB, residentMiB(server.pid))
      figures.hono.push(await perSecond(hono.url, token, seconds))
      figures.express.push(await perSecond(express.url, token, seconds))
    }
    return {
      restVsBareHono: ratioOf(figures.ours, figures.hono),
      restVsExpress: ratioOf(figures.ours, figures.express),
      perSecond: {
        ours: spreadOf(figures.ours),
        bareHono: spreadOf(figures.hono),
        express: spreadOf(figures.express)
      },
      serverColdStartMs: spreadOf(starts),
      rssIdleMiB,
      rssUnderLoadMiB
    }
  } finally {
    for (const other of others) {
      const gone = once(other, "exit")
      other.kill()
      await gone
    }
    await maker.kill()
    await server.kill()
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
