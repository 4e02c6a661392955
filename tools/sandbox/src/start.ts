#!/usr/bin/env node
/** `npm start`: a simulated tenant and the server on it, until Ctrl-C. Both find their data again next time. */
import { Console, Effect, Option } from "effect"
import { pagesPort, serverPort, simulatorPort } from "./ports.ts"
import { runMain } from "./process/runMain.ts"
import { startSandbox } from "./Sandbox.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import { announceSandbox, findSandbox } from "./SandboxFile.ts"
import { dataFolder, host, refuseRealTenant, timeScale, usualScale } from "./settings.ts"
import { welcome } from "./welcome.ts"

const start = Effect.gen(function* () {
  yield* refuseRealTenant
  const folder = yield* dataFolder
  const scale = yield* timeScale(usualScale)
  const other = yield* findSandbox(folder)
  if (Option.isSome(other)) {
    const { url, pid } = other.value.running
    return yield* new SandboxFailure({
      message: `A sandbox is already running on ${folder}, at ${url}. Stop it (process ${pid}), or set INCIDENT_TEAMS_DATA and PORT to other values.`
    })
  }
  const sandbox = yield* startSandbox({
    dataFolder: folder,
    host: yield* host,
    serverPort: yield* serverPort,
    simulatorPort: yield* simulatorPort,
    pagesPort: yield* pagesPort,
    timeScale: scale
  })
  const { server, simulator, serverLog } = sandbox
  const { base, control, tenantId, caFile } = simulator
  yield* announceSandbox(folder, {
    pid: process.pid,
    url: server.url,
    base,
    control,
    tenantId,
    caFile,
    timeScale: scale
  })
  yield* Console.log(welcome({ url: server.url, dataFolder: folder, serverLog, timeScale: scale }))
  yield* Effect.addFinalizer(() => Console.log("\nStopping."))
  return yield* sandbox.died
})

runMain(Effect.scoped(start), { interrupted: 0 })
