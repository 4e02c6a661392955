import { enableCompileCache } from "node:module"
import { parseArgs } from "node:util"
import { sampleTenantId } from "./sample/people.ts"

// Tests start this command often, and most of its start is compiling: with the cache it takes half the time.
enableCompileCache()
const { startSimulator } = await import("./startSimulator.ts")

/**
 * `node src/main.ts`: prints one line of JSON once it listens, `{base, caFile, tenantId, control}`. Logs go to stderr.
 * Environment variables (or flags): PORT (--port), PAGES_HOST (--pages-host), PAGES_PORT (--pages-port),
 * PLATFORM_TIME_SCALE (--time-scale), SIMULATOR_STATE (--state), SIMULATOR_TLS (--tls). With `--stop-with-parent` it stops when stdin closes.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "pages-host": { type: "string" },
    "pages-port": { type: "string" },
    "time-scale": { type: "string" },
    state: { type: "string" },
    tls: { type: "string" },
    "stop-with-parent": { type: "boolean", default: false }
  }
})

const environment = (name: string): string | undefined => (process.env[name] === "" ? undefined : process.env[name])

const numberOf = (name: string, text: string): number => {
  const number = Number(text)
  if (text.trim() !== "" && Number.isFinite(number)) return number
  throw new Error(`${name} must be a number, got "${text}".`)
}

try {
  const simulator = await startSimulator({
    port: numberOf("PORT", values.port ?? environment("PORT") ?? "0"),
    pages: {
      host: values["pages-host"] ?? environment("PAGES_HOST") ?? "127.0.0.1",
      port: numberOf("PAGES_PORT", values["pages-port"] ?? environment("PAGES_PORT") ?? "0")
    },
    timeScale: numberOf("PLATFORM_TIME_SCALE", values["time-scale"] ?? environment("PLATFORM_TIME_SCALE") ?? "1"),
    stateFile: values.state ?? environment("SIMULATOR_STATE"),
    tlsFolder: values.tls ?? environment("SIMULATOR_TLS")
  })

  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= simulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      }
    )
  }
  process.on("SIGTERM", stop)
  process.on("SIGINT", stop)
  if (values["stop-with-parent"]) process.stdin.on("end", stop).on("close", stop).resume()

  const { base, caFile } = simulator
  process.stdout.write(`${JSON.stringify({ base, caFile, tenantId: sampleTenantId, control: `${base}/control` })}\n`)
} catch (error) {
  const inUse = error instanceof Error && "code" in error && error.code === "EADDRINUSE"
  console.error(
    inUse
      ? "A port is in use: stop the other process, or set PORT or PAGES_PORT to another port (0: any free port)."
      : error
  )
  process.exitCode = 1
}
